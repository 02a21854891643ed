using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The kinds by which a report counts steps: those that the project uses, seen or not, each kind of its own as what it counts as. Steps of kinds that the
/// project no longer uses are one category after them.
/// </summary>
internal sealed class StepCategories
{
    /// <summary>The category of all kinds together that the project no longer uses.</summary>
    public const string Earlier = SteeringGroupReport.Earlier;

    private readonly Dictionary<string, int> _places;

    /// <summary>Finds the categories.</summary>
    /// <param name="project">The project.</param>
    /// <param name="participations">The participations whose steps are counted.</param>
    public StepCategories(ProjectDefinition project, IReadOnlyList<Participation> participations)
    {
        var used = UsedStepKind.Counted(project.StepKinds);
        _places = used.Select((code, index) => (code, index)).ToDictionary(pair => pair.code, pair => pair.index);
        Codes = participations.Any(p => !p.Anonymous && p.Steps.Any(step => !_places.ContainsKey(step.Code))) ? [.. used, Earlier] : used;
    }

    /// <summary>The codes of the categories, in their order.</summary>
    public IReadOnlyList<string> Codes { get; }

    public int IndexOf(TakenStep step) => _places.GetValueOrDefault(step.Code, Codes.Count - 1);
}
