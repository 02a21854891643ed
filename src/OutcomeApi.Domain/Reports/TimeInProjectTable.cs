namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Computes how many days those who exited in the window had been in the project, from the day of the start to the day of the exit. Those
/// carried over are counted from their real start, which lies before the project's start.
/// </summary>
public static class TimeInProjectTable
{
    public const string DaysMedian = "days-median";
    public const string DaysLongest = "days-longest";

    /// <summary>The number of people that the figures are about.</summary>
    public const string Number = "n";

    public static IReadOnlyList<ReportRow> Compute(ReportPart part)
    {
        var exits = part.Exits;
        return
        [
            .. DayFigures.Compute(DaysMedian, DaysLongest, [.. exits.Select(p => (p.Gender, p.Exit!.On.DayNumber - p.StartedOn.DayNumber))]),
            ReportRow.Counts(Number, GenderCounts.From(exits)),
        ];
    }
}
