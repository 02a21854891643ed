using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>A record that a check has found.</summary>
/// <param name="Kind">Its kind, for example <c>exit</c>.</param>
/// <param name="Reference">Its sender's key.</param>
public readonly record struct FoundRecord(string Kind, string Reference);

/// <summary>What a check has found: every record that it is about.</summary>
public sealed record Finding(string Code, FindingClass Class, IReadOnlyList<FoundRecord> Records);

/// <summary>
/// The checks of data quality. An <b>error</b> makes a figure of the report wrong: the record stands in no window, or in the wrong one, or in no part of
/// the project. So errors block the certification. A <b>warning</b> says that something is missing or unusual, and the figures are still right about
/// what is known. A <b>note</b> is good to know. A follow-up whose day has not come is never found.
/// </summary>
public static class DataQualityChecks
{
    /// <summary>Error: a start that no window of the project counts, since the project's period was changed after the registration.</summary>
    public const string StartOutsideProject = "start-outside-project";

    /// <summary>Error: an exit that no window of the project counts.</summary>
    public const string ExitOutsideProject = "exit-outside-project";

    /// <summary>Error: an enrollment or referral of a subproject that the project no longer has. It counts in the project and in none of its parts.</summary>
    public const string SubprojectUnknown = "subproject-unknown";

    /// <summary>Warning: the follow-up of an exit of the tertial became due more than thirty days ago.</summary>
    public const string FollowUpOverdue = "follow-up-overdue";

    /// <summary>Warning: the project has ended, and this participation has not.</summary>
    public const string OpenAfterProjectEnd = "open-after-project-end";

    /// <summary>Note: the follow-up of an exit of the tertial is due. It waits, and is not missing.</summary>
    public const string FollowUpDue = "follow-up-due";

    public const string Enrollment = "enrollment";
    public const string Exit = "exit";
    public const string Referral = "referral";

    /// <summary>Every check, errors first, also those that find nothing.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">Days of the tertial.</param>
    /// <param name="participations">Participations, without those registered in error.</param>
    /// <param name="referrals">Referrals.</param>
    /// <param name="asOf">The day that is today.</param>
    public static IReadOnlyList<Finding> Find(
        ProjectDefinition project, Cohort tertial, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals, DateOnly asOf)
    {
        var period = project.Period;
        var exits = participations.Where(p => !p.Anonymous && p.ExitedIn(tertial)).ToArray();
        var there = participations.Where(p => p.Anonymous ? p.StartedIn(tertial) : p.IsOngoingIn(tertial)).ToArray();
        var lastDay = tertial.To < asOf ? tertial.To : asOf;
        return
        [
            Error(
                StartOutsideProject,
                Enrollments(participations.Where(p => p.StartedOn > period.EndsOn || p.StartedOn < period.StartsOn != p.CarriedOver))),
            Error(ExitOutsideProject, Exits(participations.Where(p => p.Exit is { } exit && !period.Contains(exit.On)))),
            Error(
                SubprojectUnknown,
                [
                    .. Enrollments(participations.Where(p => IsOfUnknownSubproject(project, p) && p.StartedOn <= tertial.To)),
                    .. Referrals(referrals.Where(r => IsOfUnknownSubproject(project, r) && r.ReferredOn <= tertial.To)),
                ]),
            Error(
                DataQuality.ReferralClosedWithoutDate,
                Referrals(referrals.Where(r => r.IsClosed() && r.ReferralClosedOn is null && r.ReferredOn <= tertial.To))),
            Warning(DataQuality.GenderUnknown, Enrollments(there.Where(p => p.Gender == Gender.Unknown))),
            Warning(DataQuality.ExitReasonUnknown, Exits(exits.Where(p => p.Exit!.Reason == ExitReason.Unknown))),
            Warning(DataQuality.ExitWithoutDocumentation, Exits(exits.Where(p => LacksDocumentation(p.Exit!)))),
            Warning(FollowUpOverdue, Exits(exits.Where(p => StateOfFollowUp(p, asOf) == FollowUpState.Overdue))),
            Warning(DataQuality.OpenLongerThanPlanned, Enrollments(there.Where(p => IsOpenLongerThanPlanned(project, p, tertial, lastDay)))),
            Warning(OpenAfterProjectEnd, Enrollments(there.Where(p => !p.Anonymous && tertial.To == period.EndsOn && asOf > period.EndsOn && p.Exit is null))),
            Note(FollowUpDue, Exits(exits.Where(p => StateOfFollowUp(p, asOf) == FollowUpState.Due))),
            Note(
                DataQuality.LateRegistration,
                [
                    .. Enrollments(participations.Where(p => p.StartedIn(tertial) && IsLate(p.StartedOn, p.StartReceivedOn))),
                    .. Exits(exits.Where(p => IsLate(p.Exit!.On, p.Exit.ReceivedOn))),
                ]),
            Note(DataQuality.OverlappingEnrollment, Enrollments(OverlappingAnEarlierOne(participations).Where(p => p.IsOngoingIn(tertial)))),
        ];
    }

    private static Finding Error(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Error, records);

    private static Finding Warning(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Warning, records);

    private static Finding Note(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Note, records);

    private static IReadOnlyList<FoundRecord> Enrollments(IEnumerable<Participation> participations) => Records(Enrollment, participations);

    private static IReadOnlyList<FoundRecord> Exits(IEnumerable<Participation> participations) => Records(Exit, participations);

    private static IReadOnlyList<FoundRecord> Referrals(IEnumerable<Participation> referrals) => Records(Referral, referrals);

    private static IReadOnlyList<FoundRecord> Records(string kind, IEnumerable<Participation> participations) =>
        [.. participations.Select(p => p.Reference).Order(StringComparer.Ordinal).Select(reference => new FoundRecord(kind, reference))];

    private static bool IsClosed(this Participation referral) => referral.IsClosedWithoutStart() || referral.ReferralOutcome == ReferralOutcome.Started;

    private static bool IsOfUnknownSubproject(ProjectDefinition project, Participation participation) =>
        participation.Subproject is not null && project.SubprojectOf(participation.Subproject) is null;

    /// <summary>None is due for the deceased.</summary>
    private static bool LacksDocumentation(ParticipationExit exit) =>
        exit.Reason != ExitReason.Deceased && !(exit.DocumentedToReferrer && exit.DocumentedToParticipant);

    /// <summary>The state of a follow-up that is awaited; null where there is none to await.</summary>
    private static FollowUpState? StateOfFollowUp(Participation participation, DateOnly asOf) =>
        participation.FollowUpAnswer is not null || participation.FollowUpUnobtainable || !ExitReasons.AreFollowedUp(participation.Exit!.Reason)
            ? null
            : FollowUpSchedule.StateOf(FollowUpSchedule.DueOn(participation.Exit.On, GoalEngine.FollowUpMonths), asOf);

    private static bool IsOpenLongerThanPlanned(ProjectDefinition project, Participation participation, Cohort tertial, DateOnly lastDay) =>
        !participation.Anonymous
        && participation.IsOngoingAtEndOf(tertial)
        && project.PlannedMonthsFor(participation.Subproject) is { } months
        && participation.StartedOn.AddMonths(months) < lastDay;

    private static bool IsLate(DateOnly happenedOn, DateOnly? receivedOn) => happenedOn.AddDays(RegistrationRules.LateAfterDays) < receivedOn;

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
