namespace OutcomeApi.Domain.Reports;

/// <summary>Measures how long registrations took: the days from an event to its first receipt. A later correction does not count.</summary>
/// <param name="Kind">The kind of event, for example <c>exit</c>.</param>
/// <param name="Count">The number of events whose day of receipt is known.</param>
/// <param name="Median">The median, or the mean of the two in the middle; null without events.</param>
/// <param name="NinetiethPercentile">
/// The smallest number of days within which nine of ten events had been received (nearest rank); null without events.
/// </param>
public sealed record Lateness(string Kind, int Count, decimal? Median, int? NinetiethPercentile)
{
    /// <summary>Computes the lateness of the starts of a tertial, then of its exits.</summary>
    /// <param name="tertial">The facts, in the days of the tertial.</param>
    public static IReadOnlyList<Lateness> Compute(ReportPart tertial) =>
    [
        OfDays(
            DataQualityChecks.Enrollment,
            tertial.Started.Concat(tertial.AnonymousStarted).Select(p => p.StartReceivedOn?.DayNumber - p.StartedOn.DayNumber)),
        OfDays(DataQualityChecks.Exit, tertial.Exits.Select(p => p.Exit!.ReceivedOn?.DayNumber - p.Exit.On.DayNumber)),
    ];

    private static Lateness OfDays(string kind, IEnumerable<int?> days)
    {
        int[] ordered = [.. days.OfType<int>().Order()];
        return ordered.Length == 0
            ? new Lateness(kind, 0, null, null)
            : new Lateness(
                kind,
                ordered.Length,
                (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2m,
                ordered[((ordered.Length * 9) + 9) / 10 - 1]);
    }
}
