using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reports;

/// <summary>Rows about numbers of days: the median – the middle one, or the mean of the middle two – and the longest.</summary>
internal static class DayFigures
{
    /// <param name="medianKey">Key of the row with the medians.</param>
    /// <param name="longestKey">Key of the row with the longest.</param>
    /// <param name="days">The days of each, with whose they are.</param>
    public static IReadOnlyList<ReportRow> Compute(string medianKey, string longestKey, IReadOnlyList<(Gender Gender, int Days)> days)
    {
        var people = GenderCounts.From(days.Select(d => d.Gender));
        return
        [
            RowOf(medianKey, ordered => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2m),
            RowOf(longestKey, ordered => ordered[^1]),
        ];

        ReportRow RowOf(string key, Func<int[], decimal> figure)
        {
            decimal? Cell(Func<Gender, bool> isAbout) =>
                days.Where(d => isAbout(d.Gender)).Select(d => d.Days).Order().ToArray() is { Length: > 0 } ordered ? figure(ordered) : null;
            return new ReportRow
            {
                Key = key,
                Figure = Figure.Days,
                Cells = ReportRow.CellsOf(
                    Cell(gender => gender == Gender.Woman),
                    Cell(gender => gender == Gender.Man),
                    Cell(gender => gender is Gender.Other or Gender.Unknown),
                    Cell(_ => true)),
                People = people,
            };
        }
    }
}
