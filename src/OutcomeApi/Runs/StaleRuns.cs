using OutcomeApi.Data;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Runs;

/// <summary>Projects whose figures do not follow their register: without a run, with one that is behind the history, or with one of yesterday.</summary>
public sealed class StaleRuns(BusinessDay day) : IUndoneWork
{
    private const string SelectSql =
        """
        SELECT p.id
        FROM projects p
        LEFT JOIN current_runs r ON r.project_id = p.id
        LEFT JOIN computations c ON c.id = r.computation_id
        WHERE c.id IS NULL OR c.as_of <> @Today OR c.cut_off < (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = p.id)
        ORDER BY p.id
        """;

    /// <summary>Their ids.</summary>
    public Task<IReadOnlyList<string>> FindAsync(DbSession session, CancellationToken ct) => session.QueryAsync<string>(SelectSql, new { day.Today }, ct);

    public async Task AskAsync(DbSession session, IJobs missing, CancellationToken ct)
    {
        foreach (var project in await FindAsync(session, ct))
        {
            missing.ComputeFigures(project);
        }
    }
}
