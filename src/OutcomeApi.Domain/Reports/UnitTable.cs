using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts what happens month by month with the people of each unit: referrals, starts of identified participations, and documented steps by kind. A
/// project that names no units has no such table.
/// </summary>
public sealed class UnitTable
{
    public const string Month = ReportMonths.Month;
    public const string Unit = ReferrerTable.Unit;
    public const string Kind = StepTable.Kind;

    /// <summary>The kind of a referral.</summary>
    public const string Referred = "referred";

    /// <summary>The kind of a start.</summary>
    public const string Started = "started";

    private static readonly string[] BeforeSteps = [Referred, Started];

    private readonly IReadOnlyList<string> _units;

    private readonly IReadOnlyList<string> _kinds;

    private readonly Event[] _events;

    private readonly bool _isInTwoRows;

    /// <summary>Prepares the table.</summary>
    /// <param name="project">The project.</param>
    /// <param name="participations">The participations whose starts and steps are counted.</param>
    /// <param name="referrals">The referrals that are counted.</param>
    public UnitTable(ProjectDefinition project, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals)
    {
        var facts = participations.Where(p => !p.Anonymous).Concat(referrals).ToArray();
        string[] named = [.. project.ReferrerUnits.Select(unit => unit.Code)];
        var others = facts.Any(fact => fact.ReferrerUnit is { } unit && !named.Contains(unit));
        _units = named.Length == 0 ? [] : [.. named, .. others ? [SteeringGroupReport.Earlier] : Array.Empty<string>(), ReferrerTable.NotStated];
        var steps = new StepCategories(project, participations);
        _kinds = [.. BeforeSteps, .. steps.Codes];
        _isInTwoRows = facts.All(fact => fact.Gender is Gender.Woman or Gender.Man);
        if (_units.Count == 0)
        {
            _events = [];
            return;
        }

        // Who was referred and started is one person.
        var started = participations.Where(p => !p.Anonymous).ToLookup(p => p.Reference);
        _events =
        [
            .. referrals.Select(r => new Event(
                started[r.EnrollmentReference ?? string.Empty].FirstOrDefault() ?? r, r.Gender, PlaceOf(r), 0, r.ReferredOn ?? r.StartedOn)),
            .. participations.Where(p => p is { Anonymous: false, CarriedOver: false }).Select(p => new Event(p, p.Gender, PlaceOf(p), 1, p.StartedOn)),
            .. participations.Where(p => !p.Anonymous)
                .SelectMany(p => p.Steps.Select(step => new Event(p, p.Gender, PlaceOf(p), BeforeSteps.Length + steps.IndexOf(step), step.On))),
        ];

        int PlaceOf(Participation fact) => fact.ReferrerUnit is not { } unit ? _units.Count - 1
            : Array.IndexOf(named, unit) is >= 0 and var place ? place
            : named.Length;
    }

    /// <summary>
    /// Computes every unit and kind of the window, also if the count is zero, then the months. A combination of month, unit and kind is listed only if it
    /// has something to count.
    /// </summary>
    public IReadOnlyList<ReportRow> Of(Cohort window)
    {
        if (_units.Count == 0)
        {
            return [];
        }

        var events = EventsIn(window);
        var cells = events.ToLookup(e => (e.Unit, e.Kind));
        return
        [
            .. from unit in Enumerable.Range(0, _units.Count)
               from kind in Enumerable.Range(0, _kinds.Count)
               select RowOf(null, unit, kind, [.. cells[(unit, kind)]]) with
               {
                   ListedWhenFilled = SteeringGroupReport.Earlier == _units[unit] || SteeringGroupReport.Earlier == _kinds[kind],
               },
            .. from month in ReportMonths.In(window, window.To)
               from own in EventsIn(month).GroupBy(e => (e.Unit, e.Kind)).OrderBy(own => own.Key)
               select RowOf(ReportMonths.CodeOf(month.From), own.Key.Unit, own.Key.Kind, [.. own]) with { ListedWhenFilled = true },
        ];
    }

    /// <summary>
    /// Finds the lines in which steering groups see the units of a window, all its months together. There are none unless everyone is a woman or a man,
    /// because nobody else is in a steering group's table.
    /// </summary>
    public IReadOnlyList<StepLines> LinesOf(Cohort window)
    {
        if (_units.Count == 0 || !_isInTwoRows)
        {
            return [];
        }

        var events = EventsIn(window);
        var ofUnits = events.ToLookup(e => e.Unit);
        return StepLines.Find(
            KindsOf(events),
            new SharedCategories(_units.Count, People, events.Select(e => (e.Unit, Places[e.By]))),
            (line, k) => KindsOf(line.Categories.SelectMany(unit => ofUnits[unit])).Merge(k));
    }

    private SharedCategories KindsOf(IEnumerable<Event> events) => new(_kinds.Count, People, events.Select(e => (e.Kind, Places[e.By])));

    private Participation[] People => field ??= [.. _events.Select(e => e.By).Distinct<Participation>(ReferenceEqualityComparer.Instance)];

    private Dictionary<Participation, int> Places => field ??=
        People.Index().ToDictionary<(int Place, Participation Person), Participation, int>(p => p.Person, p => p.Place, ReferenceEqualityComparer.Instance);

    private Event[] EventsIn(Cohort days) => [.. _events.Where(e => days.Contains(e.On))];

    /// <summary>Makes a row. Someone who takes two steps counts twice in the cells, but once among the people.</summary>
    private ReportRow RowOf(string? month, int unit, int kind, IReadOnlyList<Event> events) => ReportRow.Counts(
        $"{(month is null ? string.Empty : month + ":")}{_units[unit]}:{_kinds[kind]}",
        GenderCounts.From(events.Select(e => e.Gender)),
        new RowLabel(Month, month),
        new RowLabel(Unit, _units[unit]),
        new RowLabel(Kind, _kinds[kind])) with
    {
        People = GenderCounts.From(events.Select(e => e.By).Distinct<Participation>(ReferenceEqualityComparer.Instance)),
    };

    private readonly record struct Event(Participation By, Gender Gender, int Unit, int Kind, DateOnly On);
}
