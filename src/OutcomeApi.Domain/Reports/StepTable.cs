using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the documented steps of a window: in total, by kind, and by month, kind and subproject. Steps are counted, not people, so someone
/// who takes two steps counts twice.
/// </summary>
/// <param name="participations">The participations whose steps are counted.</param>
public sealed class StepTable(IReadOnlyList<Participation> participations)
{
    public const string Month = ReportMonths.Month;
    public const string Kind = "kind";
    public const string Subproject = "subproject";

    public const string Total = "total";
    private const string KindPrefix = "kind:";

    private readonly Taken[] _steps = [.. participations.Where(p => !p.Anonymous).SelectMany(p => p.Steps.Select(step => new Taken(p, step.Kind, step.On)))];

    private readonly bool _isInTwoRows = participations.All(p => p.Gender is Gender.Woman or Gender.Man);

    private readonly Dictionary<Cohort, IReadOnlyList<ReportRow>> _months = [];

    private readonly Dictionary<Cohort, IReadOnlyList<MergedTable>> _kindsOfMonths = [];

    /// <summary>
    /// Computes the total and every kind, also if the count is zero, then the months. A combination of month, kind and subproject is listed
    /// only if it has a step.
    /// </summary>
    public IReadOnlyList<ReportRow> Of(Cohort window)
    {
        var steps = StepsIn(window);
        return
        [
            RowOf(Total, null, null, null, steps),
            .. Enum.GetValues<StepKind>().Select(kind => RowOf(KindPrefix + Code.Format(kind), null, kind, null, [.. steps.Where(s => s.Kind == kind)])),
            .. ReportMonths.In(window, window.To).SelectMany(RowsOf)
        ];
    }

    /// <summary>
    /// Finds the lines in which steering groups see the steps of a window. There are none unless everyone is a woman or a man, because
    /// nobody else is in a steering group's table.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="asOf">The day that counts as today: later months have no line.</param>
    public IReadOnlyList<StepLines> LinesOf(Cohort window, DateOnly asOf)
    {
        if (!_isInTwoRows)
        {
            return [];
        }

        Cohort[] months = [.. ReportMonths.In(window, asOf)];
        var taken = StepsIn(window);
        var kinds = KindsOf(taken);
        var ofMonths = months.ToDictionary(month => month, StepsIn);
        var all = new SharedCategories(months.Length, months.SelectMany((month, index) => ofMonths[month].Select(step => (index, step.By))));
        var lines = new List<StepLines>();
        for (var k = GroupSize.Least; k <= GroupSize.Most; k++)
        {
            var (byKind, byMonth) = (kinds.Merge(k), all.Merge(k));
            var kindsOfMonths = byMonth.Lines.Select(line => MergedIn(KindsOfLine(line, k)));
            var found = new StepLines(k, MergedIn(byKind), byKind.IsSplit, MergedIn(byMonth), [.. kindsOfMonths]);
            if (lines.Count == 0 || !lines[^1].HasLinesOf(found))
            {
                lines.Add(found);
            }
        }

        return lines;

        MergedTable KindsOfLine(Line line, int k) => line.IsMerged
            ? KindsOf(line.Categories.SelectMany(index => ofMonths[months[index]])).Merge(k)
            : KindsOfMonth(months[line.Categories[0]])[k - GroupSize.Least];

        static IReadOnlyList<int> MergedIn(MergedTable table) => table.Lines is [.., { IsMerged: true } merged] ? merged.Categories : [];
    }

    private IReadOnlyList<MergedTable> KindsOfMonth(Cohort month)
    {
        if (!_kindsOfMonths.TryGetValue(month, out var known))
        {
            var kinds = KindsOf(StepsIn(month));
            _kindsOfMonths[month] = known = [.. Enumerable.Range(GroupSize.Least, GroupSize.Most - GroupSize.Least + 1).Select(kinds.Merge)];
        }

        return known;
    }

    private static SharedCategories KindsOf(IEnumerable<Taken> steps) =>
        new(Enum.GetValues<StepKind>().Length, steps.Select(step => ((int)step.Kind, step.By)));

    private IReadOnlyList<ReportRow> RowsOf(Cohort month) => _months.TryGetValue(month, out var known) ? known : _months[month] =
    [
        .. from step in StepsIn(month)
           group step by (step.Kind, step.By.Subproject) into own
           orderby own.Key.Kind, own.Key.Subproject is null, own.Key.Subproject
           let code = ReportMonths.CodeOf(month.From)
           let key = $"{code}:{Code.Format(own.Key.Kind)}" + (own.Key.Subproject is { } subproject ? ":" + subproject : string.Empty)
           select RowOf(key, code, own.Key.Kind, own.Key.Subproject, [.. own]) with { ListedWhenFilled = true }
    ];

    private Taken[] StepsIn(Cohort days) => [.. _steps.Where(step => days.Contains(step.On))];

    /// <summary>Makes a row. Someone who takes two steps counts twice in the cells, but once among the people.</summary>
    private static ReportRow RowOf(string key, string? month, StepKind? kind, string? subproject, IReadOnlyList<Taken> steps) => ReportRow.Counts(
        key,
        GenderCounts.From(steps.Select(s => s.By.Gender)),
        new RowLabel(Month, month),
        new RowLabel(Kind, kind is { } k ? Code.Format(k) : null),
        new RowLabel(Subproject, subproject)) with
    {
        People = GenderCounts.From(steps.Select(s => s.By).Distinct<Participation>(ReferenceEqualityComparer.Instance)),
    };

    private readonly record struct Taken(Participation By, StepKind Kind, DateOnly On);
}
