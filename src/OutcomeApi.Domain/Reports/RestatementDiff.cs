using OutcomeApi.Domain.Calendar;

namespace OutcomeApi.Domain.Reports;

/// <summary>A cell whose figure is another than it was.</summary>
/// <param name="Subproject">Id of the subproject whose report it is in; null: the project's.</param>
/// <param name="Section">Section of the report.</param>
/// <param name="Window">Window of the table.</param>
/// <param name="Cohort">The days that the table is about.</param>
/// <param name="Row">The row, as it is now or, when it is gone, as it was.</param>
/// <param name="Group">Whom the cell is about.</param>
/// <param name="Was">The figure before; null: there was none.</param>
/// <param name="Is">The figure now; null: there is none.</param>
public sealed record ChangedCell(
    string? Subproject, ReportSection Section, Window Window, Cohort Cohort, ReportRow Row, GenderGroup Group, decimal? Was, decimal? Is);

/// <summary>
/// What a restatement changes: every cell whose figure differs between two versions of a report. Tables that only one of the two has are not compared: a
/// report that was certified before a section existed is not changed by it. A row that only one of them has is compared with nothing; of a row that is
/// listed only when there is something to count, a zero is the same as no row.
/// </summary>
public static class RestatementDiff
{
    /// <param name="subproject">Whose tables they are; null: the project's.</param>
    /// <param name="before">The tables of the one.</param>
    /// <param name="after">The tables of the other.</param>
    public static IReadOnlyList<ChangedCell> Compute(string? subproject, IReadOnlyList<ReportTable> before, IReadOnlyList<ReportTable> after)
    {
        var tables = before.ToDictionary(table => (table.Section, table.Window));
        return [.. after.Where(table => tables.ContainsKey((table.Section, table.Window))).SelectMany(table => Compute(subproject, tables[(table.Section, table.Window)], table))];
    }

    private static IEnumerable<ChangedCell> Compute(string? subproject, ReportTable before, ReportTable after)
    {
        var rowsBefore = before.Rows.ToDictionary(KeyOf);
        var keysAfter = after.Rows.Select(KeyOf).ToHashSet();
        foreach (var row in after.Rows.Concat(before.Rows.Where(row => !keysAfter.Contains(KeyOf(row)))))
        {
            var was = rowsBefore.GetValueOrDefault(KeyOf(row));
            var now = keysAfter.Contains(KeyOf(row)) ? row : null;
            foreach (var who in row.Cells.Select(cell => cell.Group).Union(was?.Cells.Select(cell => cell.Group) ?? []))
            {
                if (CellOf(was, who) is var old && CellOf(now, who) is var current && old != current
                    && !(row.ListedWhenFilled && (was is null || now is null) && (old.Value ?? current.Value) == 0))
                {
                    yield return new ChangedCell(subproject, after.Section, after.Window, after.Cohort, row, who, old.Value, current.Value);
                }
            }
        }
    }

    private static (string Key, Figure Figure) KeyOf(ReportRow row) => (row.Key, row.Figure);

    private static (decimal? Value, bool Withheld) CellOf(ReportRow? row, GenderGroup who) =>
        row?.Cells.FirstOrDefault(cell => cell.Group == who) is { } cell ? (cell.Value, cell.Withheld) : (null, false);
}
