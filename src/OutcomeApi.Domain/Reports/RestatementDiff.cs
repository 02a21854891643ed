namespace OutcomeApi.Domain.Reports;

/// <summary>A cell whose figure has changed.</summary>
/// <param name="Subproject">Id of the subproject whose report contains the cell; null for the project's report.</param>
/// <param name="Section">The section of the report.</param>
/// <param name="Window">The window of the table.</param>
/// <param name="Cohort">The days that the table is about.</param>
/// <param name="Row">The row as it is now, or as it was if it no longer exists.</param>
/// <param name="Group">The people that the cell is about.</param>
/// <param name="Was">The figure before; null if there was none.</param>
/// <param name="Is">The figure now; null if there is none.</param>
public sealed record ChangedCell(
    string? Subproject, ReportSection Section, Window Window, Cohort Cohort, ReportRow Row, GenderGroup Group, decimal? Was, decimal? Is);

/// <summary>Finds what a restatement changes: every cell whose figure differs between two versions of a report.</summary>
/// <remarks>
/// A table that only one version has is not compared. So a section that is introduced after a report was certified does not change that
/// report, nor does a check of data quality or a value of the self-assessments that is introduced.
/// A row that only one version has is compared with an empty one. If such a row
/// is listed only when it has something to count, a zero equals no row.
/// </remarks>
public static class RestatementDiff
{
    /// <param name="subproject">The subproject whose tables they are; null for the project.</param>
    /// <param name="before">The tables of the earlier version.</param>
    /// <param name="after">The tables of the later version.</param>
    public static IReadOnlyList<ChangedCell> Compute(string? subproject, IReadOnlyList<ReportTable> before, IReadOnlyList<ReportTable> after)
    {
        var tables = before.ToDictionary(table => (table.Section, table.Window));
        return
        [
            .. after.Where(table => tables.ContainsKey((table.Section, table.Window)))
                .SelectMany(table => Compute(subproject, tables[(table.Section, table.Window)], table))
        ];
    }

    private static IEnumerable<ChangedCell> Compute(string? subproject, ReportTable before, ReportTable after)
    {
        var rowsBefore = before.Rows.ToDictionary(KeyOf);
        var keysAfter = after.Rows.Select(KeyOf).ToHashSet();
        bool IsOfNewCheck(ReportRow row) =>
            (row.Label(DataQuality.Finding) ?? (row.Label(DataQuality.Class) is null ? null : row.Key)) is { } check
            && before.Rows.All(known => known.Key != check);
        bool IsOfNewOccasion(ReportRow row) => after.Section == ReportSection.SelfAssessments
            && before.Rows.All(known => known.Label(SelfAssessmentTable.Occasion) != row.Label(SelfAssessmentTable.Occasion));
        foreach (var row in after.Rows.Where(row => !IsOfNewCheck(row) && !IsOfNewOccasion(row))
            .Concat(before.Rows.Where(row => !keysAfter.Contains(KeyOf(row)))))
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
