namespace OutcomeApi.Domain.Goals;

/// <summary>One version of a goal. Versions are only ever added.</summary>
/// <param name="Version">The version number within the goal's key: 1, 2, …</param>
/// <param name="ValidFrom">The first day on which this version holds.</param>
/// <param name="Definition">The definition. Null when the goal is closed from that day.</param>
public sealed record GoalVersion(string Key, int Version, DateOnly ValidFrom, GoalDefinition? Definition);

/// <summary>Holds every version of every goal of a project.</summary>
/// <param name="Versions">The versions. Goals are in the project's order; the versions of a goal can be in any order.</param>
public sealed record GoalBook(IReadOnlyList<GoalVersion> Versions)
{
    /// <summary>
    /// Returns the goals in force on a day: for each key, the newest version that holds by that day. The newest registration wins. Example:
    /// version 2 holds from 1 May, and the later version 3 holds from 1 March. Version 3 then replaces version 2 completely.
    /// </summary>
    public IReadOnlyList<GoalVersion> InForceOn(DateOnly day) =>
    [
        .. Versions
            .GroupBy(v => v.Key)
            .Select(key => key.Where(v => v.ValidFrom <= day).MaxBy(v => v.Version))
            .Where(v => v?.Definition is not null)!
    ];

    /// <summary>Finds a goal and every goal whose figures depend on it in some version, directly or through other goals.</summary>
    public static IReadOnlySet<string> Dependents(string key, IEnumerable<GoalVersion> versions)
    {
        var references = versions.Where(v => v.Definition is not null).Select(v => (v.Key, To: v.Definition!.References.ToArray())).ToArray();
        var dependents = new HashSet<string>(StringComparer.Ordinal) { key };
        int before;
        do
        {
            before = dependents.Count;
            dependents.UnionWith(references.Where(r => r.To.Any(dependents.Contains)).Select(r => r.Key));
        }
        while (dependents.Count > before);

        return dependents;
    }
}
