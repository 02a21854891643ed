using OutcomeApi.Pipeline;

namespace OutcomeApi.Features.Batches;

/// <summary>Finds batches that are queued, or that were running when a process died, and requests the jobs that are missing for them.</summary>
public sealed class UndoneBatches : IUndoneWork
{
    private const string SelectSql = "SELECT public_id FROM batches WHERE status IN ('queued', 'running') ORDER BY id";

    public async Task AskAsync(DbSession session, IJobs missing, CancellationToken ct)
    {
        foreach (var batch in await session.QueryAsync<string>(SelectSql, null, ct))
        {
            missing.WorkThroughBatch(batch);
        }
    }
}
