namespace OutcomeApi.Domain.Reports;

/// <summary>Counts who came, who left, who was there and who waits, in one window.</summary>
/// <remarks>
/// Ongoing at the start + started − exited = ongoing at the end, for every gender and the total. These four rows count identified
/// participations only. Anonymous participations have no exit, so they have a row of their own outside the balance.
/// </remarks>
public static class FlowTable
{
    public const string OngoingAtStart = "ongoing-at-start";
    public const string Started = "started";
    public const string Exited = "exited";
    public const string OngoingAtEnd = "ongoing-at-end";
    public const string AnonymousStarted = "anonymous-started";

    /// <summary>Referrals, counted by the day of the referral.</summary>
    public const string Referred = "referred";

    /// <summary>Referrals that were closed without a start, counted by the day on which they were closed.</summary>
    public const string NotStarted = "not-started";

    /// <summary>
    /// Referrals in the queue on the window's last day. If that day lies in the future, these are the referrals in the queue today.
    /// </summary>
    public const string QueuedAtEnd = "queued-at-end";

    /// <summary>
    /// The median of the days from referral to start, of those who started in the window and have a referral. It may end in a half.
    /// </summary>
    public const string WaitingDaysMedian = "waiting-days-median";

    public const string WaitingDaysLongest = "waiting-days-longest";

    /// <summary>Computes the table of one window.</summary>
    public static IReadOnlyList<ReportRow> Compute(ReportPart part)
    {
        var flow = part.People.FlowIn(part.Window);
        ReportRow OfReferrals(string key, Func<Participation, ReportPart, bool> counts) =>
            ReportRow.Counts(key, GenderCounts.From(part.Referrals.Where(r => counts(r, part))));

        return
        [
            ReportRow.Counts(OngoingAtStart, flow.OngoingAtStart),
            ReportRow.Counts(Started, flow.Started),
            ReportRow.Counts(Exited, flow.Exited),
            ReportRow.Counts(OngoingAtEnd, flow.OngoingAtEnd),
            ReportRow.Counts(AnonymousStarted, GenderCounts.From(part.AnonymousStarted)),
            OfReferrals(Referred, (r, part) => part.Window.Contains(r.ReferredOn)),
            OfReferrals(NotStarted, (r, part) => r.IsClosedWithoutStart() && part.Window.Contains(r.ReferralClosedOn)),
            OfReferrals(QueuedAtEnd, (r, part) => r.IsQueuedOn(part.Window.To)),
            .. WaitingRows([.. WaitingDaysIn(part)]),
        ];
    }

    /// <summary>Computes the rows about waiting.</summary>
    public static IReadOnlyList<ReportRow> WaitingRows(IReadOnlyList<(Gender Gender, int Days)> waits) =>
        DayFigures.Compute(WaitingDaysMedian, WaitingDaysLongest, waits);

    /// <summary>Finds the days from referral to start, for each person who started in the window.</summary>
    public static IEnumerable<(Gender Gender, int Days)> WaitingDaysIn(ReportPart part) => part.Started
        .Where(p => p.ReferredOn is not null)
        .Select(p => (p.Gender, p.StartedOn.DayNumber - p.ReferredOn!.Value.DayNumber));

    /// <summary>Checks that ongoing at the start + started − exited = ongoing at the end, in every cell of a flow table.</summary>
    public static bool Balances(IReadOnlyList<ReportRow> flow)
    {
        ReportRow Row(string key) => flow.Single(r => r.Key == key);
        return Row(OngoingAtStart).Cells.All(cell =>
            cell.Value + Row(Started)[cell.Group] - Row(Exited)[cell.Group] == Row(OngoingAtEnd)[cell.Group]);
    }

    internal static bool IsClosedWithoutStart(this Participation referral) =>
        referral.ReferralOutcome is ReferralOutcome.Declined or ReferralOutcome.Withdrawn or ReferralOutcome.GuidedElsewhere;
}
