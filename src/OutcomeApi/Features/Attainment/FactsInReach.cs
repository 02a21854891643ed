using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Leaves out of a project's facts what a caller does not reach.</summary>
internal static class FactsInReach
{
    /// <summary>Keeps the participations and referrals that a caller reaches: those of its parts, if it is limited to parts of the project.</summary>
    public static ProjectFacts For(this ProjectFacts facts, Caller caller)
    {
        if (caller.PartsOf(facts.Project.Id) is not { } parts)
        {
            return facts;
        }

        // A reported figure is of the project, unless a goal of these parts reads it.
        var read = facts.Goals.Select(goal => goal.Version.Definition)
            .Where(goal => goal is { Figure: not null, Subprojects.Count: > 0 } && goal.Subprojects.All(parts.Contains))
            .Select(goal => goal!.Figure)
            .ToHashSet();

        IReadOnlyList<Participation> Reached(IReadOnlyList<Participation> all) => [.. all.Where(p => caller.ReachesPart(facts.Project.Id, p.Subproject))];
        return facts with
        {
            Facts = new(
                Reached(facts.Facts.Participations), Reached(facts.Facts.Referrals), [.. facts.Facts.Reported.Where(r => read.Contains(r.Figure))]),
        };
    }
}
