using OutcomeApi.Data;
using OutcomeApi.Jobs;
using OutcomeApi.Register;

namespace OutcomeApi.Runs;

/// <summary>
/// Asks for new runs where the tables say that one is missing: a project without a run, a run behind the history, a run of yesterday. Changes ask for theirs
/// themselves; this finds what no change says, such as midnight.
/// </summary>
public sealed class StaleRuns(IServiceScopeFactory scopes, BusinessDay day, ILogger<StaleRuns> log) : BackgroundService
{
    private const string SelectSql =
        """
        SELECT p.id
        FROM projects p
        LEFT JOIN current_runs r ON r.project_id = p.id
        LEFT JOIN computations c ON c.id = r.computation_id
        WHERE (c.id IS NULL OR c.as_of <> @Today OR c.cut_off < (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = p.id))
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.job = @Job AND o.argument = p.id)
        """;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await AskAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "It could not be found out which runs are stale");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        var jobs = scope.ServiceProvider.GetRequiredService<IJobQueue>();
        var stale = await session.QueryAsync<string>(SelectSql, new { day.Today, Job = RegisterJobs.Recompute }, ct);
        if (stale.Count == 0)
        {
            return;
        }

        await session.WriteAsync(
            async () =>
            {
                foreach (var project in stale)
                {
                    await jobs.EnqueueAsync(session, RegisterJobs.Recompute, project, ct);
                }
            },
            ct);
    }
}
