using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Leaves out of a project's facts what a caller does not reach.</summary>
internal static class FactsInReach
{
    /// <summary>Keeps the participations and referrals that a caller reaches: those of its parts, if it is limited to parts of the project.</summary>
    public static ProjectFacts For(this ProjectFacts facts, Caller caller)
    {
        if (caller.PartsOf(facts.Project.Id) is null)
        {
            return facts;
        }

        IReadOnlyList<Participation> Reached(IReadOnlyList<Participation> all) => [.. all.Where(p => caller.ReachesPart(facts.Project.Id, p.Subproject))];
        return facts with
        {
            Facts = facts.Facts with { Participations = Reached(facts.Facts.Participations), Referrals = Reached(facts.Facts.Referrals) },
        };
    }
}
