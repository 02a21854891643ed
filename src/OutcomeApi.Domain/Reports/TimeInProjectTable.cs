namespace OutcomeApi.Domain.Reports;

/// <summary>
/// How many days those who exited in the window were there, from the day of the start to that of the exit. Of those carried over that is from their
/// real start, which lies before the project's.
/// </summary>
public static class TimeInProjectTable
{
    public const string DaysMedian = "days-median";
    public const string DaysLongest = "days-longest";

    /// <summary>How many the figures are about.</summary>
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
