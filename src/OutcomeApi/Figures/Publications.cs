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
    private readonly ConcurrentDictionary<string, bool> _asked = new();

    /// <summary>Decides, or remembers what was decided.</summary>
    /// <param name="project">The project.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="facts">All that is registered.</param>
    /// <param name="cutOff">The newest entry of the history that is in it.</param>
    /// <param name="asOf">The day that is today.</param>
    /// <param name="rule">By what it is decided.</param>
    public ProjectPublication Of(ProjectDefinition project, GoalBook goals, RegisteredFacts facts, long cutOff, DateOnly asOf, DisclosureRule rule)
    {
        var definitions = string.Join(',', goals.Versions.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}:{v.Version}")));
        var state = string.Create(CultureInfo.InvariantCulture, $"{project.Id}|{project.Period}|{cutOff}|{asOf:yyyy-MM-dd}|{rule.Threshold}|{rule.Told.Versions}|{definitions}");
        _asked[project.Id] = true;
        return Keep(state, () => SteeringGroupFigures.Publish(project, goals, facts, asOf, rule.Threshold, rule.Told.Figures));
    }

    /// <summary>Remembers what was decided for a run, so that readers who are paging through it see the same to its end.</summary>
    public void Remember(string computation, DisclosureRule rule, ProjectPublication publication) => Keep(RunKey(computation, rule), () => publication);

    /// <summary>What was decided for a run; null: it is no longer known, or the rule has changed.</summary>
    public ProjectPublication? OfRun(string computation, DisclosureRule rule) => _decided.TryGetValue(RunKey(computation, rule), out var known) ? known.Value : null;

    /// <summary>Has anybody asked for the project since the process began?</summary>
    public bool IsAskedFor(string project) => _asked.ContainsKey(project);

    private static string RunKey(string computation, DisclosureRule rule) => string.Create(CultureInfo.InvariantCulture, $"{computation}|{rule.Threshold}|{rule.Told.Versions}");

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

        try
        {
            return kept.Value;
        }
        catch
        {
            // A failure is not remembered.
            _decided.TryRemove(key, out _);
            throw;
        }
    }
}
