using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;

namespace OutcomeApi.Features.Attainment;

/// <summary>
/// What a steering group is not shown of a simulation. It chooses the question, so one answer must not tell more than published figures do, and neither
/// must two answers laid side by side.
/// </summary>
/// <remarks>
/// <para>Exits that were made up are known to the one who asks: before and after differ by what was sent. Such a figure is withheld unless all of it is
/// published as it is; and when it would hold a small number.</para>
/// <para>A goal that is defined otherwise could ask anything of the register. Numbers are shown only where nothing but exit reasons are moved, and the
/// exits for these are published: then the answer follows from what is published.</para>
/// <para>Which of the unanswered follow-ups are answered depends on who they are: no figure that hangs on them is shown.</para>
/// </remarks>
public sealed class SimulationWithholding : IWithholding
{
    private readonly HashSet<FigureKey> _small = [];
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<string> _redefined = [];
    private readonly HashSet<string> _freelyRedefined = [];

    private SimulationWithholding()
    {
    }

    /// <summary>Looks at everything that the two sides might tell.</summary>
    /// <param name="facts">The facts as they are.</param>
    /// <param name="changed">The facts as they would be.</param>
    /// <param name="before">The figures as they are.</param>
    /// <param name="after">The figures as they would be.</param>
    /// <param name="publication">What the steering group sees of the figures as they are.</param>
    public static SimulationWithholding Of(
        ProjectFacts facts, ChangedFacts changed, IReadOnlyList<GoalFigure> before, IReadOnlyList<GoalFigure> after, ProjectPublication publication)
    {
        var withholding = new SimulationWithholding();
        var versions = changed.Facts.Goals.Select(g => g.Version).ToArray();
        foreach (var figure in before.Concat(after).Concat(changed.WithoutAddedExits.Compute()))
        {
            if (AttainmentItem.Of(figure, facts.Project.Period, facts.AsOf, publication, null, Language.English).Rows.Any(row => row.Suppressed)
                || AttainmentItem.HoldsSmallNumber(figure, facts.Project.Period, publication.Threshold))
            {
                withholding._small.Add(FigureKey.Of(figure));
            }
        }

        if (changed.AnswersFollowUps)
        {
            foreach (var version in versions.Where(v => v.Definition?.AsksFollowUps == true))
            {
                withholding._answered.UnionWith(GoalBook.Dependents(version.Key, versions));
            }
        }

        foreach (var key in changed.ChangedGoals)
        {
            withholding._redefined.UnionWith(GoalBook.Dependents(key, versions));
            withholding._freelyRedefined.UnionWith(GoalBook.Dependents(key, versions).Where(k => k != key));
            withholding.LookAtReasons(key, facts, versions, publication);
        }

        return withholding;
    }

    public bool IsWithheld(FigureKey figure) => _small.Contains(figure) || _answered.Contains(figure.Goal) || _freelyRedefined.Contains(figure.Goal);

    public bool MayNotTellChange(FigureKey figure) => _answered.Contains(figure.Goal) || _redefined.Contains(figure.Goal);

    private void LookAtReasons(string key, ProjectFacts facts, GoalVersion[] versions, ProjectPublication publication)
    {
        var definitions = versions.Where(v => v.Key == key && v.Definition is not null).OrderBy(v => v.Version).Select(v => v.Definition!).ToArray();
        var moved = definitions[..^1].Select(old => MovedReasons.Between(old, definitions[^1])).ToArray();
        if (moved.Length == 0 || moved.Contains(null))
        {
            _freelyRedefined.Add(key);
            return;
        }

        var reasons = moved.SelectMany(m => m!).DistinctBy(m => m.Key).Select(m => new GoalVersion(m.Key, 1, facts.Project.Period.StartsOn, m)).ToArray();
        var counted = GoalEngine.Compute(
            facts.Project.Period, new GoalBook([.. facts.Goals.Select(g => g.Version), .. reasons]), facts.Facts, facts.AsOf);
        foreach (var figure in counted.Where(f => reasons.Any(r => r.Key == f.Goal.Key)))
        {
            // The table of exits tells the same number for the whole project, and does not tell other gender identities from unknown ones.
            var exits = SteeringGroupFigures.PlaceOfExits(figure.Goal.Key[(key.Length + 1)..], figure.Tertial, figure.Window);
            var isPublished = figure.Goal.Definition is { Filter: null, Subprojects.Count: 0, Counts: Condition.All { Parts.Count: 1 } }
                && new[] { Whom.Woman, Whom.Man, Whom.OtherOrUnknown, Whom.Total }.All(whom => publication.Shows(exits, whom))
                && figure.Other.Numerator == 0 && figure.Unknown.Numerator == 0;
            if (!isPublished)
            {
                _small.Add(FigureKey.Of(figure) with { Goal = key });
            }
        }
    }

}
