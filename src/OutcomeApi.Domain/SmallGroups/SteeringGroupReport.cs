using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Shows the tables of a report as a steering group sees them: women, men and total, with small groups merged. Each table is treated by
/// itself, one window at a time. <see cref="PlaceOf"/> is the only place that assigns a rule to a section.
/// </summary>
public static class SteeringGroupReport
{
    /// <summary>
    /// The end of the key of a line that merges several categories. In a crossed table it also stands for the merged outer categories.
    /// </summary>
    public const string Merged = "merged";

    /// <summary>The label that lists the outer categories of a merged row in a crossed table, separated by spaces.</summary>
    public const string MergedRows = "merged-rows";

    /// <summary>
    /// The code that stands for all codes together that the project no longer uses. Trap: a row for one of them would reveal that somebody
    /// has it.
    /// </summary>
    public const string Earlier = "earlier";

    /// <summary>The ways in which the rows of a table are shown.</summary>
    private enum Rule
    {
        /// <summary>Unchanged: the rows are not about people.</summary>
        Whole,

        /// <summary>Unchanged, except for the count of people with unknown gender.</summary>
        Findings,

        /// <summary>Each row is shown depending on the group that it is about. A row that is not about people is unchanged.</summary>
        Base,

        /// <summary>Totals are exact. Women and men are shown if all rows of the table allow it.</summary>
        Flow,

        /// <summary>The small categories of the table are merged.</summary>
        Merge,

        /// <summary>The same for steps, where one person may be in several categories: by the lines that the table knows.</summary>
        MergeSteps,

        /// <summary>The same for other tables where one person may be in several categories.</summary>
        MergeShared,

        /// <summary>The rows are made from other tables.</summary>
        Elsewhere,
    }

    /// <summary>Shows a report.</summary>
    /// <param name="twoRows">The report, computed with every person counted as a woman or a man.</param>
    /// <param name="k">A group of 1 to k − 1 people is small.</param>
    public static TertialReport From(TertialReport twoRows, int k) =>
        twoRows with { Tables = [.. twoRows.Tables.Select(table => table with { Rows = [.. RowsOf(twoRows, table, k)] })] };

    private static IEnumerable<ReportRow> RowsOf(TertialReport report, ReportTable table, int k) => table.Section switch
    {
        ReportSection.FollowUpsByReferrer => CrossedTables.FollowUpsByReferrer(table, k),
        ReportSection.StepsByMonth => Plain(table, k).Concat(CrossedTables.StepsByMonth(table, report.AsOf, k)),
        ReportSection.BeforeAndAfter => Plain(table, k).Concat(CrossedTables.Occupations(table, k)),
        ReportSection.UnitsByMonth => CrossedTables.UnitsByKind(table, k),
        ReportSection.FollowUpShares => Plain(table, k).Concat(
            report.Table(ReportSection.FollowUps, table.Window).Rows.Where(row => FollowUpTable.IsAnswer(row.Key))
                .GroupBy(row => row.Label(FollowUpTable.Months))
                .SelectMany(answers => AnswerShares([.. table.Rows.Where(row => row.Label(FollowUpTable.Months) == answers.Key)], [.. answers], k))),
        _ => Plain(table, k),
    };

    /// <summary>
    /// Finds the rule by which a row is shown, and the table within the section that the row belongs to. The key of a row begins with the
    /// name of its table.
    /// </summary>
    private static (Rule Rule, string Table) PlaceOf(ReportSection section, ReportRow row) => section switch
    {
        ReportSection.Flow => row.Key switch
        {
            FlowTable.WaitingDaysMedian or FlowTable.WaitingDaysLongest => (Rule.Base, string.Empty),
            FlowTable.AnonymousStarted => (Rule.Flow, "anonymous"),
            FlowTable.Referred or FlowTable.NotStarted or FlowTable.QueuedAtEnd => (Rule.Flow, "referrals"),
            _ => (Rule.Flow, "participations"),
        },
        ReportSection.FinsamCounts => (Rule.Flow, row.Label(FinsamTable.Association) ?? string.Empty),
        ReportSection.FollowUpsByMonth => (Rule.Flow, $"{row.Label(FollowUpTable.Months)} {row.Label(FollowUpsByMonthTable.Month)}"),
        ReportSection.Exits when row.Key == ExitTable.Total => (Rule.Flow, ExitTable.Total),
        ReportSection.StepsByMonth when row.Key == StepTable.Total => (Rule.Flow, StepTable.Total),
        ReportSection.StepsByMonth when row.Label(StepTable.Month) is not null => (Rule.Elsewhere, string.Empty),
        ReportSection.StepsByMonth => (Rule.MergeSteps, row.Key[..(row.Key.IndexOf(':') + 1)]),
        ReportSection.BeforeAndAfter when row.Key == BeforeAndAfterTable.Exits => (Rule.Flow, BeforeAndAfterTable.Exits),
        ReportSection.BeforeAndAfter when row.Label(BeforeAndAfterTable.AtStart) is not null => (Rule.Elsewhere, string.Empty),
        ReportSection.BeforeAndAfter => row.Key[..(row.Key.IndexOf(':') + 1)] switch
        {
            "" => (Rule.Base, string.Empty),
            BeforeAndAfterTable.IncomeAtStart + ":" or BeforeAndAfterTable.IncomeAtExit + ":" => (Rule.MergeShared, row.Key[..(row.Key.IndexOf(':') + 1)]),
            var table => (Rule.Merge, table),
        },
        ReportSection.FollowUps => (Rule.Merge, FollowUpTable.TableOf(row.Key)),
        ReportSection.Exits or ReportSection.Referrers => (Rule.Merge, row.Key[..(row.Key.IndexOf(':') + 1)]),
        ReportSection.FollowUpShares when FollowUpTable.IsAnswer(row.Key) => (Rule.Elsewhere, string.Empty),
        ReportSection.FollowUpShares or ReportSection.TimeInProject or ReportSection.Documentation or ReportSection.Placements
            or ReportSection.SelfAssessments or ReportSection.SelfAssessmentsGiven or ReportSection.Resources =>
            (Rule.Base, string.Empty),
        ReportSection.DataQuality => (Rule.Findings, string.Empty),
        ReportSection.Fidelity or ReportSection.FidelityItems or ReportSection.FidelityPlan or ReportSection.ReportedFigures => (Rule.Whole, string.Empty),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "No rule says how steering groups see the section."),
    };

    private static IEnumerable<ReportRow> Plain(ReportTable table, int k) =>
        table.Rows.GroupBy(row => PlaceOf(table.Section, row)).SelectMany(rows => rows.Key.Rule switch
        {
            Rule.Whole => rows,
            Rule.Findings => rows.Select(row => row.Key == DataQuality.GenderUnknown ? Withheld(row) : row),
            Rule.Base => rows.Select(row => OfBase(row, k)),
            Rule.Flow => Flow([.. rows], k),
            Rule.Merge => Merge([.. rows], rows.Key.Table, k),
            Rule.MergeSteps => MergeBy(table.StepLinesFor(k).OfKinds(rows.Key.Table), [.. rows]),
            Rule.MergeShared => MergeBy(table.SharedLines.Last(lines => lines.Table == rows.Key.Table && lines.K <= k), [.. rows]),
            _ => [],
        });

    private static ReportRow Withheld(ReportRow row) => row with { Cells = [.. row.Cells.Select(cell => new ReportCell(cell.Group, null, Withheld: true))] };

    private static ReportRow OfBase(ReportRow row, int k) => row.People is null ? row : Shown(row, BaseRule.Apply(PeopleOf(row), k), k);

    private static IEnumerable<ReportRow> Flow(ReportRow[] rows, int k)
    {
        var shown = MergeRule.Splits(rows.Select(PeopleOf), k) ? RowsShown.All : RowsShown.TotalOnly;
        return rows.Select(row => Shown(row, shown, k));
    }

    private static IEnumerable<ReportRow> Merge(ReportRow[] counted, string table, int k)
    {
        var rows = WithoutEarlier(counted, table);
        var merged = MergeRule.Apply([.. rows.Select(PeopleOf)], k);
        var shown = merged.IsSplit ? RowsShown.All : RowsShown.TotalOnly;
        return merged.Lines.Select(line => Shown(LineOf(rows, line.Categories, line.IsMerged, table + Merged), shown, k));
    }

    /// <summary>
    /// Merges the categories that were found while the people were known. A merged line counts as the rows do: somebody who is in several of its categories
    /// counts in each, so that the lines add up to what the rows add up to.
    /// </summary>
    private static IEnumerable<ReportRow> MergeBy(SharedLines lines, ReportRow[] categories)
    {
        var shown = lines.IsSplit ? RowsShown.All : RowsShown.TotalOnly;
        return MergeRule.LinesOf(categories.Length, lines.Merged)
            .Select(line => Shown(LineOf(categories, line.Categories, line.IsMerged, lines.Table + Merged), shown, lines.K));
    }

    /// <summary>
    /// Computes the shares of the answers after one number of months. The categories merged here are those merged in the table of answers of
    /// the same window.
    /// </summary>
    private static IEnumerable<ReportRow> AnswerShares(IReadOnlyList<ReportRow> shares, IReadOnlyList<ReportRow> counted, int k)
    {
        var table = FollowUpTable.TableOf(counted[0].Key);
        var answers = WithoutEarlier(counted, table);
        var merged = MergeRule.Apply([.. answers.Select(PeopleOf)], k);
        GenderCounts Denominator(string basis) => shares.First(row => row.Label(FollowUpSharesTable.Basis) == basis).People!.Value;
        var (answered, due) = (Denominator(FollowUpSharesTable.OfAnswered), Denominator(FollowUpSharesTable.OfDue));
        return
            from line in merged.Lines
            let category = LineOf(answers, line.Categories, line.IsMerged, table + Merged)
            let numerator = new GenderCounts(line.People.Woman, line.People.Man, 0)
            from row in FollowUpSharesTable.RowsOf(category.Key, FollowUpTable.MonthsOf(counted[0]), numerator, answered, due)
            let shown = BaseRule.Apply(PeopleOf(row), k)
            select Shown(row with { Categories = category.Categories }, shown == RowsShown.All && !merged.IsSplit ? RowsShown.TotalOnly : shown, k);
    }

    /// <summary>Replaces the codes that the project no longer uses by one category.</summary>
    internal static IReadOnlyList<ReportRow> WithoutEarlier(IReadOnlyList<ReportRow> rows, string table)
    {
        ReportRow[] earlier = [.. rows.Where(row => row.ListedWhenFilled)];
        return earlier.Length == 0 ? rows :
        [
            .. rows.Where(row => !row.ListedWhenFilled),
            ReportRow.Counts(table + Earlier, Sum(earlier), FollowUpTable.LabelsOf(rows[0])) with
            {
                People = GenderCounts.Sum(earlier.Select(row => row.People!.Value)),
            },
        ];
    }

    /// <summary>Makes the row of a line: a single category, or the sum of several.</summary>
    internal static ReportRow LineOf(IReadOnlyList<ReportRow> rows, IReadOnlyList<int> categories, bool isMerged, string mergedKey) => isMerged
        ? ReportRow.Counts(mergedKey, Sum(categories.Select(index => rows[index])), FollowUpTable.LabelsOf(rows[0])) with
        {
            Categories = [.. categories.Select(index => rows[index].Key)],
        }
        : rows[categories[0]];

    internal static StepLines StepLinesFor(this ReportTable table, int k) => table.StepLines.Last(lines => lines.K <= k);

    internal static GenderCounts Sum(IEnumerable<ReportRow> rows) =>
        GenderCounts.Sum(rows.Select(row => new GenderCounts((int)(row[GenderGroup.Woman] ?? 0), (int)(row[GenderGroup.Man] ?? 0), 0)));

    internal static People PeopleOf(ReportRow row) => new(row.People!.Value.Woman, row.People.Value.Man);

    /// <summary>Reduces a row to women, men and total, and withholds those that may not be shown.</summary>
    internal static ReportRow Shown(ReportRow row, RowsShown shown, int k)
    {
        var total = shown == RowsShown.None
            ? new ReportCell(GenderGroup.Total, null, Withheld: true, FewerThan: k)
            : new ReportCell(GenderGroup.Total, row[GenderGroup.Total]);
        ReportCell OfGender(GenderGroup who) => shown == RowsShown.All ? new ReportCell(who, row[who]) : new ReportCell(who, null, Withheld: true);
        return row with
        {
            Cells = row.Cells.Count == 1 ? [total] : [OfGender(GenderGroup.Woman), OfGender(GenderGroup.Man), total],
        };
    }
}
