using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the documented steps of a window: in total, by kind, and by month, kind and subproject. Steps are counted, not people, so someone
/// who takes two steps counts twice.
/// </summary>
/// <param name="project">The project. A step of a kind of its own is counted as the kind that the project says it is.</param>
/// <param name="participations">The participations whose steps are counted.</param>
public sealed class StepTable(ProjectDefinition project, IReadOnlyList<Participation> participations)
{
    public const string Month = ReportMonths.Month;
    public const string Kind = "kind";
    public const string Subproject = "subproject";

    public const string Total = "total";
    private const string KindPrefix = "kind:";

    private readonly StepCategories _kinds = new(project, participations);

    private readonly Participation[] _identified = [.. participations.Where(p => !p.Anonymous)];

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
            .. _kinds.Codes.Select((kind, index) => RowOf(KindPrefix + kind, null, kind, null, [.. steps.Where(s => s.Kind == index)]) with
            {
                ListedWhenFilled = kind == StepCategories.Earlier,
            }),
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
        return StepLines.Find(kinds, all, KindsOfLine);

        MergedTable KindsOfLine(Line line, int k) => line.IsMerged
            ? KindsOf(line.Categories.SelectMany(index => ofMonths[months[index]])).Merge(k)
            : KindsOfMonth(months[line.Categories[0]])[k - GroupSize.Least];
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

    private SharedCategories KindsOf(IEnumerable<Taken> steps) => new(_kinds.Codes.Count, steps.Select(step => (step.Kind, step.By)));

    private IReadOnlyList<ReportRow> RowsOf(Cohort month) => _months.TryGetValue(month, out var known) ? known : _months[month] =
    [
        .. from step in StepsIn(month)
           group step by (step.Kind, step.By.Subproject) into own
           orderby own.Key.Kind, own.Key.Subproject is null, own.Key.Subproject
           let code = ReportMonths.CodeOf(month.From)
           let kind = _kinds.Codes[own.Key.Kind]
           let key = $"{code}:{kind}" + (own.Key.Subproject is { } subproject ? ":" + subproject : string.Empty)
           select RowOf(key, code, kind, own.Key.Subproject, [.. own]) with { ListedWhenFilled = true }
    ];

    private Taken[] StepsIn(Cohort days) => [.. Steps.Where(step => days.Contains(step.On))];

    private Taken[] Steps => field ??= [.. _identified.SelectMany(p => p.Steps.Select(step => new Taken(p, _kinds.IndexOf(step), step.On)))];

    /// <summary>Makes a row. Someone who takes two steps counts twice in the cells, but once among the people.</summary>
    private static ReportRow RowOf(string key, string? month, string? kind, string? subproject, IReadOnlyList<Taken> steps) => ReportRow.Counts(
        key,
        GenderCounts.From(steps.Select(s => s.By.Gender)),
        new RowLabel(Month, month),
        new RowLabel(Kind, kind),
        new RowLabel(Subproject, subproject)) with
    {
        People = GenderCounts.From(steps.Select(s => s.By).Distinct<Participation>(ReferenceEqualityComparer.Instance)),
    };

    private readonly record struct Taken(Participation By, int Kind, DateOnly On);
}
