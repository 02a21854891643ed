using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>A figure of a run, and the same with everybody counted with the women or the men.</summary>
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
    /// <param name="run">The run.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="goals">All versions of the project's goals.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<RunFigure>> OfTertialAsync(DbSession session, long run, Tertial tertial, IReadOnlyList<StoredGoal> goals, CancellationToken ct) =>
        ListOf(await session.QueryAsync<StoredFigure>(SelectSql, new { Run = run, Tertial = tertial.Index }, ct), goals);

    /// <summary>Makes figures of their rows.</summary>
    public static IReadOnlyList<RunFigure> ListOf(IEnumerable<StoredFigure> rows, IReadOnlyList<StoredGoal> goals)
    {
        var versions = goals.ToDictionary(g => (g.Version.Key, g.Version.Version), g => g.Version);
        return
        [
            .. from row in rows
               let figure = row.ToFigure(versions[(row.GoalKey, row.GoalVersion)])
               select new RunFigure(figure, row.InTwoRows(figure))
        ];
    }
}
