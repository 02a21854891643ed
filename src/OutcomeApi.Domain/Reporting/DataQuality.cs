using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Register;

namespace OutcomeApi.Domain.Reporting;

/// <summary>How much a finding weighs.</summary>
public enum FindingClass
{
    Error,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Good to know when the figures are read.</summary>
    Note,
}

/// <summary>How often something was found that weakens the figures.</summary>
public sealed record DataQualityFinding(string Code, FindingClass Class, int Count);

/// <summary>What weakens the figures of a tertial: of those who were there in it, and of what happened in it. Every check is listed, also with nothing found.</summary>
public static class DataQuality
{
    public const string GenderUnknown = "gender-unknown";
    public const string ExitReasonUnknown = "exit-reason-unknown";

    /// <summary>Exits whose final documentation the referrer or the participant has not been given. None is due for the deceased.</summary>
    public const string ExitWithoutDocumentation = "exit-without-documentation";

    /// <summary>Ongoing at the end of the tertial – today, when that lies ahead – for more months than the project or subproject plans.</summary>
    public const string OpenLongerThanPlanned = "open-longer-than-planned";

    /// <summary>Referrals closed without a start on a day that is not stated: no window can count them, and the queue still does.</summary>
    public const string ReferralClosedWithoutDate = "referral-closed-without-date";

    /// <summary>Starts and exits of the tertial, each by itself, that were received more than thirty days later.</summary>
    public const string LateRegistration = "late-registration";

    /// <summary>Participations that overlap an earlier one of the same participant in the project.</summary>
    public const string OverlappingEnrollment = "overlapping-enrollment";

    /// <param name="project">The project.</param>
    /// <param name="tertial">Days of the tertial.</param>
    /// <param name="participations">Participations, without those registered in error.</param>
    /// <param name="referrals">Referrals.</param>
    /// <param name="asOf">The day that is today.</param>
    public static IReadOnlyList<DataQualityFinding> Of(
        ProjectDefinition project, Cohort tertial, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals, DateOnly asOf)
    {
        var exits = participations.Where(p => !p.Anonymous && p.ExitedIn(tertial)).Select(p => p.Exit!).ToArray();
        var there = participations.Where(p => p.Anonymous ? p.StartedIn(tertial) : p.IsOngoingIn(tertial)).ToArray();
        var lastDay = tertial.To < asOf ? tertial.To : asOf;
        return
        [
            Warning(GenderUnknown, there.Count(p => p.Gender == Gender.Unknown)),
            Warning(ExitReasonUnknown, exits.Count(e => e.Reason == ExitReason.Unknown)),
            Warning(ExitWithoutDocumentation, exits.Count(e => e.Reason != ExitReason.Deceased && !(e.DocumentedToReferrer && e.DocumentedToParticipant))),
            Warning(OpenLongerThanPlanned, there.Count(p => IsOpenLongerThanPlanned(project, p, tertial, lastDay))),
            Warning(
                ReferralClosedWithoutDate,
                referrals.Count(r => r.IsClosedWithoutStart() && r.ReferralClosedOn is null && r.ReferredOn <= tertial.To)),
            Note(
                LateRegistration,
                participations.Count(p => p.StartedIn(tertial) && IsLate(p.StartedOn, p.StartReceivedOn)) + exits.Count(e => IsLate(e.On, e.ReceivedOn))),
            Note(OverlappingEnrollment, OverlappingAnEarlierOne(participations).Count(p => p.IsOngoingIn(tertial))),
        ];
    }

    private static DataQualityFinding Warning(string code, int count) => new(code, FindingClass.Warning, count);

    private static DataQualityFinding Note(string code, int count) => new(code, FindingClass.Note, count);

    private static bool IsOpenLongerThanPlanned(ProjectDefinition project, Participation participation, Cohort tertial, DateOnly lastDay) =>
        !participation.Anonymous
        && participation.IsOngoingAtEndOf(tertial)
        && project.PlannedMonthsFor(participation.Subproject) is { } months
        && participation.StartedOn.AddMonths(months) < lastDay;

    private static bool IsLate(DateOnly happenedOn, DateOnly? receivedOn) => happenedOn.AddDays(StatementRules.LateAfterDays) < receivedOn;

    /// <summary>The days of start and exit both count as days of the participation.</summary>
    private static IEnumerable<Participation> OverlappingAnEarlierOne(IReadOnlyList<Participation> participations)
    {
        foreach (var own in participations.Where(p => p.Participant is not null).GroupBy(p => p.Participant).Where(own => own.Skip(1).Any()))
        {
            DateOnly? until = null;
            foreach (var participation in own.OrderBy(p => p.StartedOn).ThenBy(p => p.Reference, StringComparer.Ordinal))
            {
                if (participation.StartedOn <= until)
                {
                    yield return participation;
                }

                var end = participation.Exit?.On ?? DateOnly.MaxValue;
                until = end > until || until is null ? end : until;
            }
        }
    }
}
