using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Projects;

/// <summary>A version of a goal, as it is stored.</summary>
/// <param name="Version">The version with its parsed definition.</param>
/// <param name="Position">Position of the goal in the project's list of goals.</param>
/// <param name="Definition">The definition as it was sent. Null if the version closes the goal.</param>
public sealed record StoredGoal(GoalVersion Version, int Position, JsonElement? Definition);

/// <summary>Reads and adds versions of goals.</summary>
public static class GoalStore
{
    private const string SelectSql =
        """
        SELECT goal_key, version, position, valid_from, definition
        FROM goal_versions
        WHERE project_id = @Project
        ORDER BY position, goal_key, version
        """;

    // The time as well: the number of a version that was not committed is given again.
    private const string SelectNewestSql = "SELECT CONCAT(MAX(id), ' ', MAX(created_at)) FROM goal_versions WHERE project_id = @Project";

    private const string InsertSql =
        """
        INSERT INTO goal_versions (project_id, goal_key, version, position, valid_from, definition, created_at, created_by)
        VALUES (@Project, @Key, @Version, @Position, @ValidFrom, @Definition, @Now, @By)
        """;

    // A definition is parsed once.
    private static readonly BoundedMemory<(string Key, string Text), (JsonElement Json, GoalDefinition Parsed)> Known = new(2000);

    /// <summary>Reads all versions of all goals of a project, in the project's order of goals.</summary>
    public static async Task<IReadOnlyList<StoredGoal>> AllAsync(DbSession session, string project, CancellationToken ct)
    {
        var rows = await session.QueryAsync<Row>(SelectSql, new { Project = project }, ct);

        // The newest version of a goal decides its position.
        var positions = rows.GroupBy(r => r.GoalKey).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version)!.Position);
        return
        [
            .. rows.Select(row => row.ToGoal())
                .OrderBy(g => positions[g.Version.Key])
                .ThenBy(g => g.Version.Key, StringComparer.Ordinal)
                .ThenBy(g => g.Version.Version)
        ];
    }

    /// <summary>Tells which version of a goal of a project was added last. As long as it is the same, so are all versions.</summary>
    public static async Task<string> NewestAsync(DbSession session, string project, CancellationToken ct) =>
        (await session.ReadRowsAsync(SelectNewestSql, [project], row => row.GetString(0), ct))[0];

    /// <summary>Adds a version of a goal.</summary>
    public static Task AddAsync(
        DbSession session, string project, StoredGoal goal, string by, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            InsertSql,
            new
            {
                Project = project,
                goal.Version.Key,
                goal.Version.Version,
                goal.Position,
                goal.Version.ValidFrom,
                Definition = goal.Definition is { } definition ? JsonSerializer.Serialize(definition, Http.Json.Options) : null,
                Now = now,
                By = by,
            },
            ct);

    /// <summary>Returns the newest version of each goal. A closed goal has no definition.</summary>
    public static IReadOnlyList<StoredGoal> Newest(IReadOnlyList<StoredGoal> all) =>
        [.. all.GroupBy(g => g.Version.Key).Select(versions => versions.MaxBy(g => g.Version.Version)!)];

    /// <summary>
    /// Returns the newest definition of each goal, even if it is valid only from a later day. Closed goals are left out.
    /// </summary>
    public static IReadOnlyList<GoalDefinition> Stated(IReadOnlyList<StoredGoal> all) =>
        [.. Newest(all).Select(g => g.Version.Definition).OfType<GoalDefinition>()];

    /// <summary>Builds the next version of a goal from a definition. A new goal is placed last.</summary>
    /// <param name="all">All versions of all goals of the project.</param>
    /// <param name="definition">The parsed definition.</param>
    /// <param name="sent">The definition as it was sent.</param>
    /// <param name="projectStartsOn">The day from which the version is valid if the definition states none.</param>
    public static StoredGoal Next(IReadOnlyList<StoredGoal> all, GoalDefinition definition, JsonElement sent, DateOnly projectStartsOn)
    {
        var newest = Newest(all).FirstOrDefault(g => g.Version.Key == definition.Key);
        return new StoredGoal(
            new GoalVersion(definition.Key, (newest?.Version.Version ?? 0) + 1, definition.ValidFrom ?? projectStartsOn, definition),
            newest?.Position ?? all.Select(g => g.Position + 1).DefaultIfEmpty(0).Max(),
            sent);
    }

    /// <summary>
    /// Returns true if the stored definition equals the one that was sent. The order of members does not matter.
    /// </summary>
    public static bool SaysTheSame(StoredGoal stored, JsonElement sent) =>
        stored.Definition is { } definition && JsonNode.DeepEquals(JsonNode.Parse(definition.GetRawText()), JsonNode.Parse(sent.GetRawText()));

    private sealed record Row
    {
        public required string GoalKey { get; init; }

        public required int Version { get; init; }

        public required int Position { get; init; }

        public required DateOnly ValidFrom { get; init; }

        public string? Definition { get; init; }

        public StoredGoal ToGoal()
        {
            if (Definition is null)
            {
                return new StoredGoal(new GoalVersion(GoalKey, Version, ValidFrom, null), Position, null);
            }

            if (!Known.TryFind((GoalKey, Definition), out var known))
            {
                var json = JsonElement.Parse(Definition);
                known = (json, GoalParser.ParseStored(GoalKey, json));
                Known.Remember((GoalKey, Definition), known);
            }

            return new StoredGoal(new GoalVersion(GoalKey, Version, ValidFrom, known.Parsed), Position, known.Json);
        }
    }
}
