using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Shows the tables of a report as a steering group sees them: women, men and total, small groups merged. Every table is taken as it is shown, one window at a
/// time. The rule of each section stands in <see cref="PlaceOf"/> and nowhere else.
/// </summary>
public static class SteeringGroupReport
{
    /// <summary>Ends the key of a line that several categories make together, and stands for the outer category of a crossed table.</summary>
    public const string Merged = "merged";

    /// <summary>The label that lists the outer categories of a merged row of a crossed table, parted by spaces.</summary>
    public const string MergedRows = "merged-rows";

    /// <summary>Stands for all codes together that the project no longer uses: that one of them is listed tells that somebody has it.</summary>
    public const string Earlier = "earlier";

    /// <summary>How the rows of a table are shown.</summary>
    private enum Rule
    {
        /// <summary>As they are: they speak of nobody.</summary>
        Whole,

        /// <summary>As they are, but for the count that tells how many are of unknown gender.</summary>
        Findings,

        /// <summary>Each by the group that it speaks of.</summary>
        Base,

        /// <summary>Totals exactly; women and men when all rows of the table allow it.</summary>
        Flow,

        /// <summary>Small categories of the table together.</summary>
        Merge,

        /// <summary>Likewise; but one person may be in several categories.</summary>
        MergeSteps,

        /// <summary>Made from other tables.</summary>
        Elsewhere,
    }

    /// <summary>Shows a report.</summary>
    /// <param name="twoRows">The report, computed with everybody counted with the women or the men.</param>
    /// <param name="k">Groups from 1 to one less than this are small.</param>
    public static TertialReport From(TertialReport twoRows, int k) =>
        twoRows with { Tables = [.. twoRows.Tables.Select(table => table with { Rows = [.. RowsOf(twoRows, table, k)] })] };

    private static IEnumerable<ReportRow> RowsOf(TertialReport report, ReportTable table, int k) => table.Section switch
    {
        ReportSection.FollowUpsByReferrer => CrossedTables.FollowUpsByReferrer(table, k),
        ReportSection.StepsByMonth => Plain(table, k).Concat(CrossedTables.StepsByMonth(table, report.AsOf, k)),
        ReportSection.FollowUpShares => Plain(table, k).Concat(AnswerShares(table, report.Table(ReportSection.FollowUps, table.Window), k)),
        _ => Plain(table, k),
    };

    /// <summary>Tells by which rule a row is shown, and in which table of its section it stands: a key begins with the table's name.</summary>
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
        ReportSection.FollowUpsByMonth => (Rule.Flow, row.Label(FollowUpsByMonthTable.Month)!),
        ReportSection.Exits when row.Key == ExitTable.Total => (Rule.Flow, ExitTable.Total),
        ReportSection.StepsByMonth when row.Key == StepTable.Total => (Rule.Flow, StepTable.Total),
        ReportSection.StepsByMonth when row.Label(StepTable.Month) is not null => (Rule.Elsewhere, string.Empty),
        ReportSection.StepsByMonth => (Rule.MergeSteps, row.Key[..(row.Key.IndexOf(':') + 1)]),
        ReportSection.Exits or ReportSection.Referrers or ReportSection.FollowUps => (Rule.Merge, row.Key[..(row.Key.IndexOf(':') + 1)]),
        ReportSection.FollowUpShares when row.Key.StartsWith(FollowUpTable.AnswerPrefix, StringComparison.Ordinal) => (Rule.Elsewhere, string.Empty),
        ReportSection.FollowUpShares or ReportSection.TimeInProject or ReportSection.Documentation or ReportSection.SelfAssessments => (Rule.Base, string.Empty),
        ReportSection.DataQuality => (Rule.Findings, string.Empty),
        ReportSection.Fidelity => (Rule.Whole, string.Empty),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "No rule says how steering groups see the section."),
    };

    private static IEnumerable<ReportRow> Plain(ReportTable table, int k) =>
        table.Rows.GroupBy(row => PlaceOf(table.Section, row)).SelectMany(rows => rows.Key.Rule switch
        {
            Rule.Whole => rows,
            Rule.Findings => rows.Select(row => row.Key == DataQuality.GenderUnknown ? Withheld(row) : row),
            Rule.Base => rows.Select(row => OfBase(row, k)),
            Rule.Flow => Flow([.. rows], k),
            Rule.Merge or Rule.MergeSteps => Merge([.. rows], rows.Key.Table, rows.Key.Rule == Rule.MergeSteps, k),
            _ => [],
        });

    private static ReportRow Withheld(ReportRow row) => row with { Cells = [.. row.Cells.Select(cell => new ReportCell(cell.Group, null, Withheld: true))] };

    private static ReportRow OfBase(ReportRow row, int k) => Shown(row, BaseRule.Apply(PeopleOf(row), k), k);

    private static IEnumerable<ReportRow> Flow(ReportRow[] rows, int k)
    {
        var shown = MergeRule.Splits(rows.Select(PeopleOf), k) ? RowsShown.All : RowsShown.TotalOnly;
        return rows.Select(row => Shown(row, shown, k));
    }

    private static IEnumerable<ReportRow> Merge(ReportRow[] counted, string table, bool ofSteps, int k)
    {
        var rows = WithoutEarlier(counted, table);
        People[] people = [.. rows.Select(PeopleOf)];
        var merged = MergeRule.Apply(people, k);

        // Whoever took steps of two kinds is one person: a line has at least as many women, and as many men, as one of its kinds.
        People Fewest(Line line) => new(line.Categories.Max(index => people[index].Woman), line.Categories.Max(index => people[index].Man));
        var isSplit = ofSteps ? MergeRule.Splits(merged.Lines.Select(Fewest), k) : merged.IsSplit;
        return merged.Lines.Select(line => Shown(LineOf(rows, line, table + Merged), isSplit ? RowsShown.All : RowsShown.TotalOnly, k));
    }

    /// <summary>Shares of the answers, with those categories together that are together in the table of answers of the same window.</summary>
    private static IEnumerable<ReportRow> AnswerShares(ReportTable shares, ReportTable followUps, int k)
    {
        var answers = WithoutEarlier([.. followUps.Rows.Where(row => row.Key.StartsWith(FollowUpTable.AnswerPrefix, StringComparison.Ordinal))], FollowUpTable.AnswerPrefix);
        if (answers.Count == 0)
        {
            return [];
        }

        var merged = MergeRule.Apply([.. answers.Select(PeopleOf)], k);
        GenderCounts Denominator(string basis) => shares.Rows.First(row => row.Label(FollowUpSharesTable.Basis) == basis).People!.Value;
        var (answered, due) = (Denominator(FollowUpSharesTable.OfAnswered), Denominator(FollowUpSharesTable.OfDue));
        return
            from line in merged.Lines
            let category = LineOf(answers, line, FollowUpTable.AnswerPrefix + Merged)
            let numerator = new GenderCounts(line.People.Woman, line.People.Man, 0)
            from row in FollowUpSharesTable.RowsOf(category.Key, numerator, answered, due)
            let shown = BaseRule.Apply(PeopleOf(row), k)
            select Shown(row with { Categories = category.Categories }, shown == RowsShown.All && !merged.IsSplit ? RowsShown.TotalOnly : shown, k);
    }

    /// <summary>Makes one category of the codes that the project no longer uses.</summary>
    internal static IReadOnlyList<ReportRow> WithoutEarlier(IReadOnlyList<ReportRow> rows, string table)
    {
        ReportRow[] earlier = [.. rows.Where(row => row.ListedWhenFilled)];
        return earlier.Length == 0 ? rows :
        [
            .. rows.Where(row => !row.ListedWhenFilled),
            ReportRow.Counts(table + Earlier, Sum(earlier)) with { People = GenderCounts.Sum(earlier.Select(row => row.People!.Value)) },
        ];
    }

    /// <summary>Takes a line for what it is: a category, or several that are added up.</summary>
    internal static ReportRow LineOf(IReadOnlyList<ReportRow> rows, Line line, string mergedKey) => line.IsMerged
        ? ReportRow.Counts(mergedKey, Sum(line.Categories.Select(index => rows[index]))) with { Categories = [.. line.Categories.Select(index => rows[index].Key)] }
        : rows[line.Categories[0]];

    internal static GenderCounts Sum(IEnumerable<ReportRow> rows) =>
        GenderCounts.Sum(rows.Select(row => new GenderCounts((int)(row[GenderGroup.Woman] ?? 0), (int)(row[GenderGroup.Man] ?? 0), 0)));

    internal static People PeopleOf(ReportRow row) => new(row.People!.Value.Woman, row.People.Value.Man);

    /// <summary>Leaves a row's women, men and total, or of these what is shown.</summary>
    internal static ReportRow Shown(ReportRow row, RowsShown shown, int k)
    {
        ReportCell OfGender(GenderGroup who) => shown == RowsShown.All ? new ReportCell(who, row[who]) : new ReportCell(who, null, Withheld: true);
        return row with
        {
            Cells =
            [
                OfGender(GenderGroup.Woman),
                OfGender(GenderGroup.Man),
                shown == RowsShown.None ? new ReportCell(GenderGroup.Total, null, Withheld: true, FewerThan: k) : new ReportCell(GenderGroup.Total, row[GenderGroup.Total]),
            ],
        };
    }
}
