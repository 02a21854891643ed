using OutcomeApi.Domain.Goals;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>A figure of a run, together with the same figure with everyone counted with the women or the men.</summary>
public sealed record RunFigure(GoalFigure Exact, GoalFigure TwoRows)
{
    private const string SelectSql =
        $"""
        SELECT {StoredFigure.Columns}
        FROM attainment
        WHERE computation_id = @Run AND tertial = @Tertial
        ORDER BY position
        """;

    /// <summary>Reads the figures of a tertial.</summary>
    /// <param name="session">The session.</param>
    /// <param name="run">Id of the run's computation.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="goals">All versions of the project's goals.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<IReadOnlyList<RunFigure>> OfTertialAsync(
        DbSession session, long run, Tertial tertial, IReadOnlyList<StoredGoal> goals, CancellationToken ct) =>
        ListOf(await session.QueryAsync<StoredFigure>(SelectSql, new { Run = run, Tertial = tertial.Index }, ct), goals);

    /// <summary>Builds figures from their stored rows.</summary>
    public static IReadOnlyList<RunFigure> ListOf(IEnumerable<StoredFigure> rows, IReadOnlyList<StoredGoal> goals)
    {
        var versions = goals.ToDictionary(g => (g.Version.Key, g.Version.Version), g => g.Version);
        return [.. rows.Select(row => row.ToFigures(versions[(row.GoalKey, row.GoalVersion)]))];
    }
}
