using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>A row of the flow table.</summary>
/// <param name="Key">Which figure, see <see cref="FlowTable"/>.</param>
/// <param name="Woman">The women's figure; null: there is nobody whom it could be about.</param>
/// <param name="Man">The men's.</param>
/// <param name="OtherOrUnknown">That of the others and those whose gender is not known.</param>
/// <param name="Total">That of all.</param>
/// <param name="Behind">How many participations each cell is about: the counts themselves, or those whose waiting the cell sums up.</param>
public sealed record FlowRow(string Key, decimal? Woman, decimal? Man, decimal? OtherOrUnknown, decimal? Total, GenderCounts Behind)
{
    public static FlowRow Of(string key, GenderCounts counts) =>
        new(key, counts.Woman, counts.Man, counts.OtherOrUnknown, counts.Total, counts);
}

/// <summary>Who came, who left, who was there and who waits, in one window.</summary>
/// <remarks>
/// Ongoing at the start + started − exited = ongoing at the end, for every gender and the total: these four rows are about identified
/// participations. Anonymous ones have no exit, so they stand beside the balance on a line of their own.
/// </remarks>
public static class FlowTable
{
    public const string OngoingAtStart = "ongoing-at-start";
    public const string Started = "started";
    public const string Exited = "exited";
    public const string OngoingAtEnd = "ongoing-at-end";
    public const string AnonymousStarted = "anonymous-started";

    /// <summary>Referrals by the day of the referral.</summary>
    public const string Referred = "referred";

    /// <summary>Referrals that were closed without a start, by the day on which they were closed.</summary>
    public const string NotStarted = "not-started";

    /// <summary>In queue on the window's last day, also when that day lies ahead: then it is whoever is in queue today.</summary>
    public const string QueuedAtEnd = "queued-at-end";

    /// <summary>Median of the days from referral to start, of those who started in the window and have a referral. Half days are possible.</summary>
    public const string WaitingDaysMedian = "waiting-days-median";

    public const string WaitingDaysLongest = "waiting-days-longest";

    /// <summary>The table of one window.</summary>
    /// <param name="window">Its days.</param>
    /// <param name="participations">Participations, without those registered in error.</param>
    /// <param name="referrals">Referrals.</param>
    public static IReadOnlyList<FlowRow> Of(Cohort window, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals)
    {
        FlowRow Identified(string key, Func<Participation, bool> counts) =>
            FlowRow.Of(key, GenderCounts.Of(participations, p => !p.Anonymous && counts(p)));
        FlowRow OfReferrals(string key, Func<Participation, bool> counts) => FlowRow.Of(key, GenderCounts.Of(referrals, counts));

        var waited = participations.Where(p => !p.Anonymous && p.ReferredOn is not null && p.StartedIn(window)).ToArray();
        return
        [
            Identified(OngoingAtStart, p => p.IsOngoingAtStartOf(window)),
            Identified(Started, p => p.StartedIn(window)),
            Identified(Exited, p => p.ExitedIn(window)),
            Identified(OngoingAtEnd, p => p.IsOngoingAtEndOf(window)),
            FlowRow.Of(AnonymousStarted, GenderCounts.Of(participations, p => p.Anonymous && p.StartedIn(window))),
            OfReferrals(Referred, r => window.Contains(r.ReferredOn)),
            OfReferrals(NotStarted, r => r.IsClosedWithoutStart() && window.Contains(r.ReferralClosedOn)),
            OfReferrals(QueuedAtEnd, r => r.IsQueuedOn(window.To)),
            Waiting(WaitingDaysMedian, waited, Median),
            Waiting(WaitingDaysLongest, waited, days => days[^1]),
        ];
    }

    internal static bool IsClosedWithoutStart(this Participation referral) =>
        referral.ReferralOutcome is ReferralOutcome.Declined or ReferralOutcome.Withdrawn or ReferralOutcome.GuidedElsewhere;

    private static FlowRow Waiting(string key, IReadOnlyList<Participation> waited, Func<int[], decimal> figure)
    {
        decimal? Of(Func<Gender, bool> about)
        {
            var days = waited.Where(p => about(p.Gender)).Select(p => p.StartedOn.DayNumber - p.ReferredOn!.Value.DayNumber).Order().ToArray();
            return days.Length == 0 ? null : figure(days);
        }

        return new FlowRow(
            key,
            Of(gender => gender == Gender.Woman),
            Of(gender => gender == Gender.Man),
            Of(gender => gender is Gender.Other or Gender.Unknown),
            Of(_ => true),
            GenderCounts.Of(waited, _ => true));
    }

    /// <summary>The middle one, or the mean of the middle two.</summary>
    private static decimal Median(int[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2m;
}
