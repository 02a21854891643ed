namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Computes two rows about numbers of days: the median and the longest. The median of an even count is the mean of the two in the middle.
/// </summary>
internal static class DayFigures
{
    /// <param name="medianKey">The key of the row of medians.</param>
    /// <param name="longestKey">The key of the row of longest numbers of days.</param>
    /// <param name="days">The days of each person, with the person's gender.</param>
    public static IReadOnlyList<ReportRow> Compute(string medianKey, string longestKey, IReadOnlyList<(Gender Gender, int Days)> days)
    {
        var numbers = new OrderedNumbers(days);
        return
        [
            RowOf(medianKey, ordered => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2m),
            RowOf(longestKey, ordered => ordered[^1]),
        ];

        ReportRow RowOf(string key, Func<int[], decimal> figure) => new()
        {
            Key = key,
            Figure = Figure.Days,
            Cells = numbers.CellsOf(figure),
            People = numbers.People,
        };
    }
}
