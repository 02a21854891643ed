using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>A record that a check has found.</summary>
/// <param name="Kind">The kind of the record, for example <c>exit</c>.</param>
/// <param name="Reference">The sender's key of the record.</param>
/// <param name="Months">For a finding about a follow-up: the months after the exit. Otherwise null.</param>
/// <param name="Why">For an exit that no goal counts: why, as a code of <see cref="UncountedBecause"/>. Otherwise null.</param>
public readonly record struct FoundRecord(string Kind, string Reference, int? Months = null, string? Why = null);

/// <summary>The result of one check.</summary>
/// <param name="Code">The code of the check.</param>
/// <param name="Class">How severe it is.</param>
/// <param name="Found">Every record that it has found, in no order.</param>
public sealed record Finding(string Code, FindingClass Class, IReadOnlyList<FoundRecord> Found)
{
    /// <summary>What has been found, by kind, reference and months.</summary>
    public IEnumerable<FoundRecord> Records =>
        Found.OrderBy(record => record.Kind, StringComparer.Ordinal).ThenBy(record => record.Reference, StringComparer.Ordinal).ThenBy(record => record.Months);
}

/// <summary>Runs the checks of data quality.</summary>
/// <remarks>
/// An <b>error</b> makes a figure of the report wrong: the record falls in no window, in the wrong one, or in no part of the project.
/// Errors therefore block the certification. A <b>warning</b> says that something is missing or unusual; the figures are still right about
/// what is known. A <b>note</b> is good to know. No check finds a follow-up before it is due.
/// </remarks>
public static class DataQualityChecks
{
    /// <summary>
    /// Error: a start that no window of the project counts, because the project's period was changed after the registration.
    /// </summary>
    public const string StartOutsideProject = "start-outside-project";

    /// <summary>Error: an exit that no window of the project counts.</summary>
    public const string ExitOutsideProject = "exit-outside-project";

    /// <summary>
    /// Error: an enrollment or referral in a subproject that the project no longer has. It counts in the project, but in none of its parts.
    /// </summary>
    public const string SubprojectUnknown = "subproject-unknown";

    /// <summary>
    /// Error: a step, an offer or a rating that a correction has left outside its participation. It counts in no goal.
    /// </summary>
    public const string OutsideParticipation = "outside-participation";

    /// <summary>Error: a follow-up that a correction of the exit has left too early. It is counted all the same.</summary>
    public const string FollowUpTooEarly = "follow-up-too-early";

    /// <summary>Error: the same participant is enrolled twice in the same subproject from the same day.</summary>
    public const string DoubleRegistration = "double-registration";

    /// <summary>Warning: a follow-up of an exit in the tertial became due more than thirty days ago.</summary>
    public const string FollowUpOverdue = "follow-up-overdue";

    /// <summary>Warning: an exit to work or studies that no goal counts.</summary>
    public const string ExitInNoGoal = "exit-in-no-goal";

    /// <summary>Warning: a reported figure that no goal reads, and that the project does not list as reported without a goal.</summary>
    public const string FigureInNoGoal = "figure-in-no-goal";

    /// <summary>Warning: the project has ended, but the participation has not.</summary>
    public const string OpenAfterProjectEnd = "open-after-project-end";

    /// <summary>Note: a follow-up of an exit in the tertial is due. It is awaited, not missing.</summary>
    public const string FollowUpDue = "follow-up-due";

    public const string Enrollment = "enrollment";
    public const string Exit = "exit";
    public const string Referral = "referral";
    public const string ReportedFigure = "reported-figure";

    /// <summary>Runs every check. Returns the findings with errors first, including checks that found nothing.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">The days of the tertial.</param>
    /// <param name="facts">The facts to check, without participations registered in error.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static IReadOnlyList<Finding> Find(ProjectDefinition project, Cohort tertial, ReportFacts facts, DateOnly asOf) =>
        Find(project, facts, facts.In(tertial), OverlapsAmong(facts.Participations), asOf);

    /// <summary>Runs every check on facts of which something is known already.</summary>
    internal static IReadOnlyList<Finding> Find(
        ProjectDefinition project, ReportFacts facts, ReportPart part, IReadOnlyList<Overlap> overlaps, DateOnly asOf)
    {
        var (period, tertial) = (project.Period, part.Window);
        var (participations, referrals) = (facts.Participations, facts.Referrals);
        var exits = part.Exits;
        Participation[] there = [.. part.People.OngoingIn(tertial), .. part.AnonymousStarted];
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
            Error(
                OutsideParticipation,
                [.. there.SelectMany(p => p.Outside).Select(record => new FoundRecord(record.Kind, record.Reference))]),
            Error(FollowUpTooEarly, FollowUps(IsFollowedUpTooEarly)),
            Error(DoubleRegistration, Enrollments(overlaps.Where(o => o.IsDouble && Presence.Of(o.Later).IsOngoingIn(tertial)).Select(o => o.Later))),
            Warning(DataQuality.GenderUnknown, Enrollments(there.Where(p => p.Gender == Gender.Unknown))),
            Warning(DataQuality.ExitReasonUnknown, Exits(exits.Where(p => p.Exit!.Reason == ExitReason.Unknown))),
            Warning(DataQuality.ExitWithoutDocumentation, Exits(exits.Where(p => LacksDocumentation(p.Exit!)))),
            Warning(FollowUpOverdue, FollowUps(Awaited(FollowUpState.Overdue))),
            Warning(
                ExitInNoGoal,
                [
                    .. from exit in exits
                       where exit.Exit!.Uncounted is not null
                       select new FoundRecord(Exit, exit.Reference, Why: Code.Format(exit.Exit!.Uncounted!.Value))
                ]),
            Warning(
                FigureInNoGoal,
                [.. facts.UnreadFigures.Where(figure => tertial.Contains(figure.On)).Select(figure => new FoundRecord(ReportedFigure, figure.Reference))]),
            Warning(DataQuality.OpenLongerThanPlanned, Enrollments(there.Where(p => IsOpenLongerThanPlanned(project, p, tertial, lastDay)))),
            Warning(OpenAfterProjectEnd, Enrollments(there.Where(p => !p.Anonymous && tertial.To == period.EndsOn && asOf > period.EndsOn && p.Exit is null))),
            Warning(
                DataQuality.OverlappingEnrollment,
                Enrollments(overlaps.Where(o => !o.IsDouble && Presence.Of(o.Later).IsOngoingIn(tertial)).Select(o => o.Later))),
            Note(FollowUpDue, FollowUps(Awaited(FollowUpState.Due))),
            Note(
                DataQuality.LateRegistration,
                [
                    .. Enrollments(part.Started.Concat(part.AnonymousStarted).Where(p => IsLate(p.StartedOn, p.StartReceivedOn))),
                    .. Exits(exits.Where(p => IsLate(p.Exit!.On, p.Exit.ReceivedOn))),
                ]),
        ];

        IReadOnlyList<FoundRecord> FollowUps(Func<Participation, int, bool> isFound) =>
        [
            .. from months in project.FollowUpMonths
               from exit in exits
               where isFound(exit, months)
               select new FoundRecord(Exit, exit.Reference, months)
        ];

        Func<Participation, int, bool> Awaited(FollowUpState state) =>
            (exit, months) => FollowUpTable.IsFollowedUp(exit) && exit.FollowUpStateAfter(months, asOf) == state;
    }

    private static Finding Error(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Error, records);

    private static Finding Warning(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Warning, records);

    private static Finding Note(string code, IReadOnlyList<FoundRecord> records) => new(code, FindingClass.Note, records);

    private static IReadOnlyList<FoundRecord> Enrollments(IEnumerable<Participation> participations) => Records(Enrollment, participations);

    private static IReadOnlyList<FoundRecord> Exits(IEnumerable<Participation> participations) => Records(Exit, participations);

    private static IReadOnlyList<FoundRecord> Referrals(IEnumerable<Participation> referrals) => Records(Referral, referrals);

    private static IReadOnlyList<FoundRecord> Records(string kind, IEnumerable<Participation> participations) =>
        [.. participations.Select(p => new FoundRecord(kind, p.Reference))];

    private static bool IsClosed(this Participation referral) => referral.IsClosedWithoutStart() || referral.ReferralOutcome == ReferralOutcome.Started;

    private static bool IsOfUnknownSubproject(ProjectDefinition project, Participation participation) =>
        participation.Subproject is not null && project.SubprojectOf(participation.Subproject) is null;

    /// <summary>Decides whether an exit lacks final documentation. None is required for people who have died.</summary>
    private static bool LacksDocumentation(ParticipationExit exit) =>
        exit.Reason != ExitReason.Deceased && !(exit.DocumentedToReferrer && exit.DocumentedToParticipant);

    private static bool IsOpenLongerThanPlanned(ProjectDefinition project, Participation participation, Cohort tertial, DateOnly lastDay) =>
        !participation.Anonymous
        && Presence.Of(participation).IsOngoingAtEndOf(tertial)
        && project.PlannedMonthsFor(participation.Subproject) is { } months
        && participation.StartedOn.AddMonths(months) < lastDay;

    private static bool IsLate(DateOnly happenedOn, DateOnly? receivedOn) => happenedOn.AddDays(RegistrationRules.LateAfterDays) < receivedOn;

    private static bool IsFollowedUpTooEarly(Participation exit, int months) =>
        exit.FollowUpAfter(months)?.On < FollowUpSchedule.EarliestOn(exit.Exit!.On, months);

    /// <summary>
    /// Finds the participations that overlap an earlier one of the same participant in the same subproject. Both the day of the start and
    /// the day of the exit count as days of a participation. Two that begin on the same day are one that was registered twice.
    /// </summary>
    internal static IReadOnlyList<Overlap> OverlapsAmong(IReadOnlyList<Participation> participations)
    {
        var overlaps = new List<Overlap>();
        foreach (var own in participations.Where(p => p.Participant is not null).GroupBy(p => (p.Participant, p.Subproject)).Where(own => own.Skip(1).Any()))
        {
            DateOnly? until = null;
            Participation? before = null;
            foreach (var participation in own.OrderBy(p => p.StartedOn).ThenBy(p => p.Reference, StringComparer.Ordinal))
            {
                if (participation.StartedOn <= until)
                {
                    overlaps.Add(new Overlap(participation, participation.StartedOn == before!.StartedOn));
                }

                var end = participation.Exit?.On ?? DateOnly.MaxValue;
                until = end > until || until is null ? end : until;
                before = participation;
            }
        }

        return overlaps;
    }
}

/// <summary>A participation that overlaps an earlier one of the same participant in the same subproject.</summary>
/// <param name="Later">The later one.</param>
/// <param name="IsDouble">Whether both begin on the same day, so that it is one that was registered twice.</param>
public sealed record Overlap(Participation Later, bool IsDouble);
