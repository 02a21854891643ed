using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Shows tables that cross two lists of categories. First the small rows are merged. Then each row is shown as a table of its own. These
/// tables show totals only.
/// </summary>
internal static class CrossedTables
{
    private const string Merged = SteeringGroupReport.Merged;

    /// <summary>Shows the follow-ups of each referring organisation by state and by answer, each number of months by itself.</summary>
    public static IEnumerable<ReportRow> FollowUpsByReferrer(ReportTable table, int k) =>
        table.Rows.GroupBy(row => row.Label(FollowUpTable.Months)).SelectMany(months => FollowUpsByReferrer([.. months], k));

    private static IEnumerable<ReportRow> FollowUpsByReferrer(ReportRow[] rows, int k)
    {
        bool IsAnswer(ReportRow row) => FollowUpTable.IsAnswer(row.Key);
        var referrers = rows.GroupBy(row => row.Label(ReferrerTable.Referrer)!)
            .GroupBy(rows => rows.All(row => row.ListedWhenFilled) ? SteeringGroupReport.Earlier : rows.Key, rows => rows.AsEnumerable())
            .Select(groups => (groups.Key, Rows: groups.SelectMany(rows => rows).ToArray())).ToArray();

        // The referrer "not stated" is always listed, with a row for every answer that the project uses. So a row of it that is listed only
        // when filled belongs to an answer that the project no longer uses.
        var retired = rows.Where(row => row.ListedWhenFilled && row.Label(ReferrerTable.Referrer) == ReferrerTable.NotStated)
            .Select(row => row.Key[..row.Key.LastIndexOf(':')]).ToHashSet();
        return
            from outer in Outer(
                [.. referrers.Select(referrer => SteeringGroupReport.Sum(referrer.Rows.Where(row => !IsAnswer(row))).Total)],
                [.. referrers.Select(referrer => referrer.Key)],
                k)
            let own = outer.Indexes.SelectMany(index => referrers[index].Rows).ToArray()
            from isAnswer in new[] { false, true }
            let inner = own.Where(row => IsAnswer(row) == isAnswer).GroupBy(row => row.Key[..row.Key.LastIndexOf(':')])
                .Select(rows => ReportRow.Counts(rows.Key, SteeringGroupReport.Sum(rows)) with { ListedWhenFilled = retired.Contains(rows.Key) }).ToArray()
            from row in inner.Length == 0 ? [] : Inner(inner, FollowUpTable.TableOf(inner[0].Key), k)
            select row with
            {
                Key = $"{row.Key}:{outer.Key}",
                Labels =
                [
                    new RowLabel(ReferrerTable.Referrer, outer.Key), .. FollowUpTable.LabelsOf(rows[0]),
                    new RowLabel(SteeringGroupReport.MergedRows, outer.MergedRows),
                ],
            };
    }

    /// <summary>
    /// Shows the steps of each month by kind, for all subprojects together. Months without steps are merged like other small months.
    /// </summary>
    public static IEnumerable<ReportRow> StepsByMonth(ReportTable table, DateOnly asOf, int k)
    {
        string[] kinds = [.. table.Rows.Where(row => row.Label(StepTable.Month) is null).Select(row => row.Label(StepTable.Kind)).OfType<string>()];
        string[] months = [.. ReportMonths.In(table.Cohort, asOf).Select(month => ReportMonths.CodeOf(month.From))];
        var cells = table.Rows.Where(row => row.Label(StepTable.Month) is not null).ToLookup(row => row.Label(StepTable.Month)!);

        if (cells.Count == 0)
        {
            return [];
        }

        return Lines(months, kinds, cells, table.StepLinesFor(k), k, (month, kind) =>
            [new RowLabel(StepTable.Month, month), new RowLabel(StepTable.Kind, kind), new RowLabel(StepTable.Subproject, null)]);
    }

    /// <summary>Shows the change of occupation: for each occupation at the start, those at the exit.</summary>
    public static IEnumerable<ReportRow> Occupations(ReportTable table, int k)
    {
        var starts = table.Rows.Where(row => row.Label(BeforeAndAfterTable.AtStart) is not null)
            .GroupBy(row => row.Label(BeforeAndAfterTable.AtStart)!).ToArray();
        return
            from outer in Outer([.. starts.Select(rows => SteeringGroupReport.Sum(rows).Total)], [.. starts.Select(rows => rows.Key)], k)
            let inner = outer.Indexes.SelectMany(index => starts[index]).GroupBy(row => row.Label(BeforeAndAfterTable.AtExit)!)
                .Select(rows => ReportRow.Counts(rows.Key, SteeringGroupReport.Sum(rows))).ToArray()
            from row in Inner(inner, string.Empty, k)
            select row with
            {
                Key = $"{BeforeAndAfterTable.Occupation}:{outer.Key}:{row.Key}",
                Labels =
                [
                    new RowLabel(BeforeAndAfterTable.AtStart, outer.Key), new RowLabel(BeforeAndAfterTable.AtExit, row.Key),
                    new RowLabel(SteeringGroupReport.MergedRows, outer.MergedRows),
                ],
            };
    }

    /// <summary>
    /// Shows referrals, starts and steps of each unit by kind, for all months of the window together. A month of a unit is almost always a small group.
    /// </summary>
    public static IEnumerable<ReportRow> UnitsByKind(ReportTable table, int k)
    {
        var cells = table.Rows.Where(row => row.Label(UnitTable.Month) is null).ToLookup(row => row.Label(UnitTable.Unit)!);
        string[] kinds = [.. cells.SelectMany(own => own).Select(row => row.Label(UnitTable.Kind)!).Distinct()];
        return cells.Count == 0 ? [] : Lines([.. cells.Select(own => own.Key)], kinds, cells, table.StepLinesFor(k), k, (unit, kind) =>
            [new RowLabel(UnitTable.Month, null), new RowLabel(UnitTable.Unit, unit), new RowLabel(UnitTable.Kind, kind)]);
    }

    /// <summary>Makes the lines of a table whose people are known only to the lines that were found with it.</summary>
    private static IEnumerable<ReportRow> Lines(
        string[] outer, string[] kinds, ILookup<string, ReportRow> cells, StepLines lines, int k, Func<string, string, IEnumerable<RowLabel>> labels) =>
        from merged in MergeRule.LinesOf(outer.Length, lines.Months).Zip(lines.KindsOfMonths)
        let name = NameOf(merged.First, outer)
        let own = merged.First.Categories.SelectMany(index => cells[outer[index]]).ToLookup(row => row.Label(StepTable.Kind)!)
        let counted = kinds.Select(kind => ReportRow.Counts(kind, SteeringGroupReport.Sum(own[kind]))).ToArray()
        from line in MergeRule.LinesOf(kinds.Length, merged.Second)
        let row = SteeringGroupReport.Shown(SteeringGroupReport.LineOf(counted, line.Categories, line.IsMerged, Merged), RowsShown.TotalOnly, k)
        select row with
        {
            Key = $"{name.Key}:{row.Key}",
            Labels = [.. labels(name.Key, row.Key), new RowLabel(SteeringGroupReport.MergedRows, name.MergedRows)],
        };

    /// <summary>Merges the outer categories by their numbers of people.</summary>
    private static IEnumerable<(string Key, IReadOnlyList<int> Indexes, string? MergedRows)> Outer(int[] people, string[] codes, int k) =>
        from line in MergeRule.Apply([.. people.Select(count => new People(count, 0))], k).Lines
        let name = NameOf((line.Categories, line.IsMerged), codes)
        select (name.Key, line.Categories, name.MergedRows);

    private static (string Key, string? MergedRows) NameOf((IReadOnlyList<int> Categories, bool IsMerged) line, string[] codes) => line.IsMerged
        ? (Merged, string.Join(' ', line.Categories.Select(index => codes[index])))
        : (codes[line.Categories[0]], null);

    private static IEnumerable<ReportRow> Inner(ReportRow[] counted, string table, int k)
    {
        var rows = SteeringGroupReport.WithoutEarlier(counted, table);
        return MergeRule.Apply([.. rows.Select(row => new People(row.People!.Value.Total, 0))], k).Lines
            .Select(line => SteeringGroupReport.Shown(
                SteeringGroupReport.LineOf(rows, line.Categories, line.IsMerged, table + Merged), RowsShown.TotalOnly, k));
    }
}
