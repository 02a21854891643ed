using System.Runtime.InteropServices;
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

    /// <summary>All steps, in the order of the people.</summary>
    private Taken[] Steps => field ??=
    [
        .. from person in Enumerable.Range(0, _identified.Length)
           from step in _identified[person].Steps
           select new Taken(person, _kinds.IndexOf(step), step.On.DayNumber)
    ];

    /// <summary>
    /// Computes the total and every kind, also if the count is zero, then the months. A combination of month, kind and subproject is listed
    /// only if it has a step.
    /// </summary>
    public IReadOnlyList<ReportRow> Of(Cohort window)
    {
        var total = new Counts();
        Counts[] ofKinds = [.. _kinds.Codes.Select(_ => new Counts())];
        foreach (var step in StepsIn(window))
        {
            total.Add(step, _identified);
            ofKinds[step.Kind].Add(step, _identified);
        }

        return
        [
            RowOf(Total, null, null, null, total),
            .. _kinds.Codes.Select((kind, index) => RowOf(KindPrefix + kind, null, kind, null, ofKinds[index]) with
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
        var kinds = KindsOf(StepsIn(window));
        Taken[][] ofMonths = [.. months.Select(month => StepsIn(month).ToArray())];
        var all = new SharedCategories(
            months.Length, _identified, ofMonths.SelectMany((steps, month) => steps.Select(step => (month, step.Person))));
        return StepLines.Find(kinds, all, KindsOfLine);

        MergedTable KindsOfLine(Line line, int k) => line.IsMerged
            ? KindsOf(line.Categories.SelectMany(month => ofMonths[month])).Merge(k)
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

    private SharedCategories KindsOf(IEnumerable<Taken> steps) => new(_kinds.Codes.Count, _identified, steps.Select(step => (step.Kind, step.Person)));

    private IReadOnlyList<ReportRow> RowsOf(Cohort month)
    {
        if (_months.TryGetValue(month, out var known))
        {
            return known;
        }

        var found = new Dictionary<(int Kind, string? Subproject), Counts>();
        foreach (var step in StepsIn(month))
        {
            var key = (step.Kind, _identified[step.Person].Subproject);
            (CollectionsMarshal.GetValueRefOrAddDefault(found, key, out _) ??= new Counts()).Add(step, _identified);
        }

        return _months[month] =
        [
            .. from own in found
               orderby own.Key.Kind, own.Key.Subproject is null, own.Key.Subproject
               let code = ReportMonths.CodeOf(month.From)
               let kind = _kinds.Codes[own.Key.Kind]
               let key = $"{code}:{kind}" + (own.Key.Subproject is { } subproject ? ":" + subproject : string.Empty)
               select RowOf(key, code, kind, own.Key.Subproject, own.Value) with { ListedWhenFilled = true }
        ];
    }

    private IEnumerable<Taken> StepsIn(Cohort days)
    {
        var (from, to) = (days.From.DayNumber, days.To.DayNumber);
        return Steps.Where(step => step.Day >= from && step.Day <= to);
    }

    private static ReportRow RowOf(string key, string? month, string? kind, string? subproject, Counts counts) => ReportRow.Counts(
        key,
        counts.Steps,
        new RowLabel(Month, month),
        new RowLabel(Kind, kind),
        new RowLabel(Subproject, subproject)) with
    {
        People = counts.People,
    };

    /// <summary>A step that somebody has taken.</summary>
    /// <param name="Person">The place of the person among the identified ones.</param>
    /// <param name="Kind">The place of its kind.</param>
    /// <param name="Day">The number of its day.</param>
    private readonly record struct Taken(int Person, int Kind, int Day);

    /// <summary>
    /// Counts steps that come in the order of the people. Someone who takes two steps counts twice among the steps, but once among the people.
    /// </summary>
    private sealed class Counts
    {
        private int _last = -1;

        public GenderCounts Steps { get; private set; }

        public GenderCounts People { get; private set; }

        public void Add(Taken step, Participation[] people)
        {
            var one = GenderCounts.One(people[step.Person].Gender);
            Steps += one;
            People += step.Person == _last ? default : one;
            _last = step.Person;
        }
    }
}
