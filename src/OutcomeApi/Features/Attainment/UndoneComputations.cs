using OutcomeApi.Pipeline;

namespace OutcomeApi.Features.Attainment;

/// <summary>Finds requested computations that are not completed, and requests the jobs that are missing for them.</summary>
public sealed class UndoneComputations : IUndoneWork
{
    private const string SelectSql = "SELECT public_id FROM computations WHERE status IN ('queued', 'running') ORDER BY id";

    public async Task AskAsync(DbSession session, IJobs missing, CancellationToken ct)
    {
        foreach (var computation in await session.QueryAsync<string>(SelectSql, null, ct))
        {
            missing.RunComputation(computation);
        }
    }
}
