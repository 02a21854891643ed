using System.Collections.Concurrent;
using System.Globalization;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Figures;

/// <summary>
/// What steering groups see of projects. It is decided once for a state of a project's register, by everything in it, and the same for all who ask: pages,
/// filters and reports agree because they show from one decision. The newest decisions are kept.
/// </summary>
public sealed class Publications
{
    private const int Kept = 64;

    private readonly ConcurrentDictionary<string, Lazy<ProjectPublication>> _decided = new();
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Decides, or remembers what was decided.</summary>
    /// <param name="project">The project.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="facts">All that is registered.</param>
    /// <param name="cutOff">The newest entry of the history that is in it.</param>
    /// <param name="asOf">The day that is today.</param>
    /// <param name="threshold">Numbers from 1 to this less one are small.</param>
    public ProjectPublication Of(ProjectDefinition project, GoalBook goals, RegisteredFacts facts, long cutOff, DateOnly asOf, int threshold)
    {
        var definitions = string.Join(',', goals.Versions.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}:{v.Version}")));
        var state = string.Create(CultureInfo.InvariantCulture, $"{project.Id}|{project.Period}|{cutOff}|{asOf:yyyy-MM-dd}|{threshold}|{definitions}");
        return Keep(state, () => SteeringGroupFigures.Publish(project, goals, facts, asOf, threshold));
    }

    /// <summary>Remembers what was decided for a run, so that readers who are paging through it see the same to its end.</summary>
    public void Remember(string computation, ProjectPublication publication) => Keep(computation, () => publication);

    /// <summary>What was decided for a run; null: it is no longer known.</summary>
    public ProjectPublication? OfRun(string computation) => _decided.TryGetValue(computation, out var known) ? known.Value : null;

    private ProjectPublication Keep(string key, Func<ProjectPublication> decide)
    {
        var own = new Lazy<ProjectPublication>(decide);
        var kept = _decided.GetOrAdd(key, own);
        if (ReferenceEquals(own, kept))
        {
            _order.Enqueue(key);
            while (_decided.Count > Kept && _order.TryDequeue(out var oldest))
            {
                _decided.TryRemove(oldest, out _);
            }
        }

        return kept.Value;
    }
}
