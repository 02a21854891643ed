using OutcomeApi.Pipeline;

namespace OutcomeApi.Runs;

/// <summary>
/// Finds projects whose figures lag behind their register: they have no run, or their run lacks newer history entries, or it was computed
/// on another day. A project with a batch that is being worked through is left alone: figures are asked for when the batch is done.
/// </summary>
public sealed class StaleRuns(BusinessDay day) : IUndoneWork
{
    private const string SelectSql =
        """
        SELECT p.id
        FROM projects p
        LEFT JOIN current_runs r ON r.project_id = p.id
        LEFT JOIN computations c ON c.id = r.computation_id
        WHERE (c.id IS NULL OR c.as_of <> @Today OR c.cut_off < (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = p.id))
            AND NOT EXISTS (SELECT b.id FROM batches b WHERE b.project_id = p.id AND b.status = 'running')
        ORDER BY p.id
        """;

    /// <summary>Finds the ids of these projects.</summary>
    public Task<IReadOnlyList<string>> FindAsync(DbSession session, CancellationToken ct) => session.QueryAsync<string>(SelectSql, new { day.Today }, ct);

    public async Task AskAsync(DbSession session, IJobs missing, CancellationToken ct)
    {
        foreach (var project in await FindAsync(session, ct))
        {
            missing.ComputeFigures(project);
        }
    }
}
