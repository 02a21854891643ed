using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reporting;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>
/// Every figure about people that steering groups can read of a project: attainment of all its goals and the tables of all its tertial reports. In what a
/// participation counts is found by computing the figures of that participation alone, so a new table needs no words here.
/// </summary>
public sealed class SteeringGroupFigures
{
    private const string GoalTable = "goals";

    // Sides of a participation. The subproject, the tertial of the exit and whether there is a follow-up are the bond of all sides.
    private const string Start = "start";
    private const string Exit = "exit";
    private const string Documentation = "documentation";
    private const string FollowUp = "follow-up";
    private const string Referral = "referral";

    /// <summary>
    /// The sections that are decided, with the side of a participation that they count. The other sections about people are withheld from steering groups: they
    /// are finer than the windows, or say over again what the goals say.
    /// </summary>
    private static readonly Dictionary<ReportSection, string> Sections = new()
    {
        [ReportSection.Flow] = Start,
        [ReportSection.Referrers] = Start,
        [ReportSection.FinsamCounts] = Start,
        [ReportSection.Exits] = Exit,
        [ReportSection.TimeInProject] = Start,
        [ReportSection.Documentation] = Documentation,
        [ReportSection.FollowUps] = FollowUp,
    };

    // Whoever has not exited has no ending.
    private static readonly IReadOnlySet<ReportSection> SectionsOfAll = Sections.Keys.ToHashSet();
    private static readonly IReadOnlySet<ReportSection> SectionsOfStarts = Sections.Where(s => s.Value == Start).Select(s => s.Key).ToHashSet();

    private static readonly Whom[] OfGoals = [Whom.Woman, Whom.Man, Whom.Other, Whom.Unknown, Whom.Total];

    private readonly ProjectDefinition _project;
    private readonly GoalBook _goals;
    private readonly DateOnly _asOf;
    private readonly Dictionary<string, GoalDefinition> _definitions;
    private readonly Dictionary<string, string> _sideOf;

    private SteeringGroupFigures(ProjectDefinition project, GoalBook goals, DateOnly asOf)
    {
        (_project, _goals, _asOf) = (project, goals, asOf);
        _definitions = goals.Versions.Where(v => v.Definition is not null).GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.MaxBy(g => g.Version)!.Definition!);
        _sideOf = SidesThatStayApart();
    }

    /// <summary>Decides which of them are shown.</summary>
    /// <param name="project">The project.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="facts">All that is registered.</param>
    /// <param name="asOf">The day that is today.</param>
    /// <param name="threshold">Numbers from 1 to this less one are small.</param>
    /// <param name="told">What certified reports have shown.</param>
    public static ProjectPublication Publish(
        ProjectDefinition project, GoalBook goals, RegisteredFacts facts, DateOnly asOf, int threshold, IReadOnlyList<PublishedFigure> told)
    {
        var figures = new SteeringGroupFigures(project, goals, asOf);
        return ProjectUniverse.Of(figures.Places(facts), figures.People(facts)).Publish(threshold, told);
    }

    /// <summary>Where a goal's figure stands.</summary>
    public static Place PlaceOf(GoalFigure figure) => new(GoalTable, figure.Goal.Key, figure.Subproject, figure.Tertial, figure.Window);

    /// <summary>Where a report's row stands.</summary>
    public static Place PlaceOf(Tertial tertial, ReportTable table, ReportRow row) => new(table.Section.ToString(), row.Key, null, tertial, table.Window);

    /// <summary>Where the exits for a reason stand in the report.</summary>
    public static Place PlaceOfExits(string reason, Tertial tertial, Window window) => new(nameof(ReportSection.Exits), reason, null, tertial, window);

    /// <summary>Whom a report's cell is about.</summary>
    public static Whom WhomOf(Who who) => Enum.Parse<Whom>(who.ToString());

    private IEnumerable<PlaceOfFigures> Places(RegisteredFacts facts) =>
    [
        .. GoalEngine.Compute(_project.Period, _goals, facts, _asOf)
            .Where(f => f.Goal.Definition!.Measure != Measure.Milestone)
            .OrderBy(f => f.Subproject is not null)
            .Select(f => new PlaceOfFigures(PlaceOf(f), [.. NumbersOf(f)], OfGoals, HasRest(f))),
        .. Rows(facts, SectionsOfAll, _project.Period.First)
            .DistinctBy(r => PlaceOf(r.Tertial, r.Table, r.Row))
            .Select(r => new PlaceOfFigures(PlaceOf(r.Tertial, r.Table, r.Row), TotalsOf(r.Row), [.. r.Row.Cells.Select(c => WhomOf(c.Who))], false)),
    ];

    /// <summary>Everybody is looked at alone, so it does not matter by which processor.</summary>
    private IEnumerable<CountedPerson> People(RegisteredFacts facts) =>
    [
        .. facts.Participations.Where(p => !p.RegisteredInError).AsParallel().AsOrdered().Select(participation =>
        {
            var sections = participation.Exit is null ? SectionsOfStarts : SectionsOfAll;
            var countings = CountingsOf(facts with { Participations = [participation], Referrals = [] }, participation, sections).ToLookup(c => c.Side, c => c.Counting);
            var exit = participation.Exit is { } e ? Tertial.Of(e.On).ToString() : "none";
            var bond = $"{participation.Subproject}|{exit}|{participation.Anonymous}|{participation.Exit is not { Reason: var reason } || ExitReasons.AreFollowedUp(reason)}";
            return new CountedPerson(participation.Gender, bond, [.. _sideOf.Values.Distinct().Select(side => new Side(side, string.Empty, [.. countings[side]]))]);
        }),
        .. facts.Referrals.AsParallel().AsOrdered().Select(referral => new CountedPerson(
            referral.Gender,
            Referral,
            [
                new Side(
                    Referral,
                    string.Empty,
                    [.. CountingsOf(facts with { Participations = [], Referrals = [referral] }, referral, SectionsOfStarts).Select(c => c.Counting)]),
            ])),
    ];

    private IEnumerable<(string Side, Counting Counting)> CountingsOf(RegisteredFacts one, Participation person, IReadOnlySet<ReportSection> sections)
    {
        foreach (var figure in GoalEngine.Compute(_project.Period, _goals, one, _asOf).Where(f => f.Goal.Definition!.Measure != Measure.Milestone))
        {
            foreach (var (number, times) in NumbersOf(figure).Select((times, number) => (number, times)).Where(n => n.times > 0))
            {
                yield return (_sideOf[SideOf(figure.Goal.Definition!, number)], new Counting(PlaceOf(figure), number, times));
            }
        }

        foreach (var (tertial, table, row) in Rows(one, sections, FirstOf(person)))
        {
            var place = PlaceOf(tertial, table, row);
            foreach (var (number, times) in TotalsOf(row).Select((times, number) => (number, times)).Where(n => n.times > 0))
            {
                yield return (_sideOf[Sections[table.Section]], new Counting(place, number, times));
            }
        }
    }

    private IEnumerable<(Tertial Tertial, ReportTable Table, ReportRow Row)> Rows(RegisteredFacts facts, IReadOnlySet<ReportSection> sections, Tertial first) =>
        from tertial in _project.Period.TertialsBegunBy(_asOf)
        where tertial.Index >= first.Index
        from table in TertialReport.Of(
            _project, tertial, new ReportFacts { Participations = facts.Participations, Referrals = facts.Referrals }, _asOf, null, sections.Contains).Tables
        from row in table.Rows
        select (tertial, table, row);

    /// <summary>Nobody counts in a report of a time before the first day that is known of them; whoever was carried over was there from the first.</summary>
    private Tertial FirstOf(Participation person) => person.CarriedOver
        ? _project.Period.First
        : Tertial.Of(new[] { person.ReferredOn, person.QueuedOn, person.OfferedOn, person.ReferralClosedOn, person.MappedOn }
            .Aggregate(person.StartedOn, (first, day) => day < first ? day.Value : first));

    private static IEnumerable<int> NumbersOf(GoalFigure figure) => figure.Waiting is { } waiting
        ? [waiting.Total.Started?.Count ?? 0, waiting.Total.StillQueued?.Count ?? 0]
        : figure.Total is { Denominator: { } denominator, Numerator: var numerator } ? [numerator, denominator] : [figure.Total.Numerator];

    /// <summary>The numbers behind a row's total, which stands last.</summary>
    private static int[] TotalsOf(ReportRow row) =>
        [.. Enumerable.Range(1, row.Behind.Count / row.Cells.Count).Select(number => row.Behind[(number * row.Cells.Count) - 1])];

    private static bool HasRest(GoalFigure figure) => figure.Goal.Definition!.Measure is Measure.Share or Measure.ChangeFromBaseline;

    /// <summary>The side on which a number of a goal counts.</summary>
    private string SideOf(GoalDefinition goal, int number)
    {
        var sides = number == 0 || goal.Measure == Measure.Duration ? SidesOfNumerator(goal) : SidesOfDenominator(goal);
        return sides.FirstOrDefault() ?? Exit;
    }

    private HashSet<string> SidesOfDenominator(GoalDefinition goal)
    {
        HashSet<string> sides = goal.OfGoal is { } parent ? SidesOfNumerator(_definitions[parent]) : goal.Population switch
        {
            Population.Enrollments or Population.SupportedInWindow => [Start],
            Population.FollowUpsDue or Population.FollowUpsAnswered => [FollowUp],

            // Whether and when somebody exited is the same on every side.
            _ => [],
        };
        return [.. sides, .. SidesOf(goal.Filter)];
    }

    private HashSet<string> SidesOfNumerator(GoalDefinition goal) => goal.Measure is Measure.Balance or Measure.Duration
        ? [Start]
        :
        [
            // Whoever exited in a window was there in it: of those supported, the numerator asks for nothing that the denominator asks for.
            .. goal.Population == Population.SupportedInWindow && goal.Counts is not null && goal.Filter is null ? [] : SidesOfDenominator(goal),
            .. SidesOf(goal.Counts),
        ];

    private IEnumerable<string> SidesOf(Condition? condition) => condition switch
    {
        null => [],
        Condition.All all => all.Parts.SelectMany(SidesOf),
        Condition.Any any => any.Parts.SelectMany(SidesOf),
        Condition.Not not => SidesOf(not.Part),
        Condition.InGoal other => _definitions.TryGetValue(other.Key, out var goal) ? SidesOfNumerator(goal) : [],
        Condition.Documented => [Documentation],
        Condition.FollowUpAnswerIn => [FollowUp],
        Condition.ExitReasonIn or Condition.StepIn or Condition.JobOfferIn or Condition.NextMeasureReady or Condition.NextStepWithin => [Exit],
        _ => [Start],
    };

    /// <summary>What a goal asks about together is one side.</summary>
    private Dictionary<string, string> SidesThatStayApart()
    {
        var one = new[] { Start, Exit, Documentation, FollowUp }.ToDictionary(side => side, side => side);
        foreach (var goal in _goals.Versions.Select(v => v.Definition).OfType<GoalDefinition>())
        {
            foreach (var together in new[] { SidesOfNumerator(goal), SidesOfDenominator(goal) })
            {
                foreach (var side in together.Skip(1))
                {
                    var (kept, gone) = (one[together.First()], one[side]);
                    foreach (var merged in one.Where(o => o.Value == gone).Select(o => o.Key).ToArray())
                    {
                        one[merged] = kept;
                    }
                }
            }
        }

        return one;
    }
}
