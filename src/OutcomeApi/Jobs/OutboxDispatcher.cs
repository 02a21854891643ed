using OutcomeApi.Data;

namespace OutcomeApi.Jobs;

/// <summary>
/// Hands outbox rows to the job engine: at once when the bell rings, and by looking every second. Of equal jobs one runs at a time; the next
/// one starts when it is done and so sees everything that was written meanwhile.
/// </summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes, IJobEngine engine, OutboxBell bell, BusinessDay day, IEnumerable<RecurringJob> recurring, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    /// <summary>A row that was started so long ago was started by a process that has died.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromMinutes(10);

    private const string SelectWaitingSql =
        """
        SELECT o.id
        FROM outbox o
        WHERE o.started_at IS NULL AND (o.not_before IS NULL OR o.not_before <= @Now)
          AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.job = o.job AND r.argument = o.argument AND r.started_at IS NOT NULL)
        ORDER BY o.id
        """;

    private const string ClaimSql = "UPDATE outbox SET started_at = @Now WHERE id = @Id AND started_at IS NULL";

    private const string ReleaseSql = "UPDATE outbox SET started_at = NULL WHERE started_at < @Before";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On the embedded database this process is the only one: whatever is marked as started was cut off.
        await ReleaseAsync(day.Now, onlyEmbedded: true, stoppingToken);
        await engine.ScheduleAsync([.. recurring], stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The outbox could not be read");
            }

            await bell.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task DispatchAsync(CancellationToken ct)
    {
        await ReleaseAsync(day.Now - GivenUp, onlyEmbedded: false, ct);
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        foreach (var id in await session.QueryAsync<long>(SelectWaitingSql, new { day.Now }, ct))
        {
            if (await session.ExecuteAsync(ClaimSql, new { Id = id, day.Now }, ct) == 1)
            {
                await engine.StartAsync(id, ct);
            }
        }
    }

    private async Task ReleaseAsync(DateTimeOffset before, bool onlyEmbedded, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        if (!onlyEmbedded || session.Dialect.Name == "sqlite")
        {
            await session.ExecuteAsync(ReleaseSql, new { Before = before }, ct);
        }
    }
}
