namespace OutcomeApi.Domain.Goals;

/// <summary>One version of a goal. Versions are only ever added.</summary>
/// <param name="Version">1, 2, … within the goal's key.</param>
/// <param name="ValidFrom">First day on which this version holds.</param>
/// <param name="Definition">What it says; null: the goal is closed from that day.</param>
public sealed record GoalVersion(string Key, int Version, DateOnly ValidFrom, GoalDefinition? Definition);

/// <summary>Every version of every goal of a project.</summary>
/// <param name="Versions">In the project's order of goals; any order of versions.</param>
public sealed record GoalBook(IReadOnlyList<GoalVersion> Versions)
{
    /// <summary>
    /// The goals in force on a day: of each key the newest version that already holds. The newest registration about a day wins, so a version
    /// whose date lies before an older version's replaces it from that earlier date on.
    /// </summary>
    public IReadOnlyList<GoalVersion> InForceOn(DateOnly day) =>
    [
        .. Versions
            .GroupBy(v => v.Key)
            .Select(key => key.Where(v => v.ValidFrom <= day).MaxBy(v => v.Version))
            .Where(v => v?.Definition is not null)!
    ];

    /// <summary>A goal, and every goal whose figures hang on it in some version, by whatever way.</summary>
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
