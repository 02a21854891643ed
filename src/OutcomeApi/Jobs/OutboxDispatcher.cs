using OutcomeApi.Data;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>
/// Hands outbox rows to the job engine: at once when the bell rings, and by looking every second. Of equal jobs one runs at a time; the next
/// one starts when it is done and so sees everything that was written meanwhile.
/// </summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes, HangfireEngine engine, OutboxBell bell, BusinessDay day, IEnumerable<RecurringJob> recurring, Measurements measurements,
    ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    /// <summary>A row that was started so long ago, and not marked again since, was started by a process that has died.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromMinutes(10);

    private const string LookSql =
        """
        SELECT COUNT(*) AS row_count, MIN(created_at) AS oldest_at,
               COALESCE(SUM(CASE WHEN (started_at IS NULL AND (not_before IS NULL OR not_before <= @Now)) OR started_at < @GivenUp THEN 1 ELSE 0 END), 0) AS due
        FROM outbox
        """;

    private const string SelectWaitingSql =
        "SELECT id FROM outbox WHERE started_at IS NULL AND (not_before IS NULL OR not_before <= @Now) ORDER BY id";

    // Asked again for every row: two equal rows may both be waiting, when one has failed and another was written while it ran.
    private const string ClaimSql =
        """
        UPDATE outbox SET started_at = @Now
        WHERE id = @Id AND started_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.job = outbox.job AND r.argument = outbox.argument AND r.started_at IS NOT NULL)
        """;

    private const string ReleaseSql = "UPDATE outbox SET started_at = NULL WHERE started_at < @Before";

    /// <summary>Claims the rows that are due and hands them to the engine.</summary>
    public async Task DispatchAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        var look = (await session.QueryOneAsync<Look>(LookSql, new { day.Now, GivenUp = day.Now - GivenUp }, ct))!;
        measurements.OutboxSeen(look.RowCount, look.OldestAt is { } oldest ? day.Now - oldest : TimeSpan.Zero);
        if (look.Due == 0)
        {
            return;
        }

        var claimed = new List<long>();
        await session.WriteAsync(
            async () =>
            {
                await session.LockAsync("outbox", ct);
                await session.ExecuteAsync(ReleaseSql, new { Before = day.Now - GivenUp }, ct);
                foreach (var id in await session.QueryAsync<long>(SelectWaitingSql, new { day.Now }, ct))
                {
                    if (await session.ExecuteAsync(ClaimSql, new { Id = id, day.Now }, ct) == 1)
                    {
                        claimed.Add(id);
                    }
                }
            },
            ct);
        foreach (var id in claimed)
        {
            engine.Start(id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ReleaseCutOffAsync(stoppingToken);
        engine.Schedule([.. recurring]);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The outbox could not be read");
            }

            await bell.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    /// <summary>On the embedded database this process is the only one: whatever is marked as started was cut off.</summary>
    private async Task ReleaseCutOffAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        if (session.Dialect.Name == "sqlite")
        {
            await session.WriteAsync(() => session.ExecuteAsync(ReleaseSql, new { Before = DateTimeOffset.MaxValue }, ct), ct);
        }
    }

    private sealed record Look
    {
        public required int RowCount { get; init; }

        public DateTimeOffset? OldestAt { get; init; }

        public required int Due { get; init; }
    }
}
