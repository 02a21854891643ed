using System.Diagnostics;
using MediatR;
using OutcomeApi.Data;

namespace OutcomeApi.Jobs;

/// <summary>Does the work of one outbox row: sends its command, and removes the row once the command has succeeded.</summary>
public sealed class OutboxRunner(
    IServiceScopeFactory scopes, IEnumerable<JobDefinition> catalogue, OutboxBell bell, BusinessDay day, TimeProvider clock, ILogger<OutboxRunner> log)
{
    public const string ActivitySourceName = "OutcomeApi.Jobs";

    private const string SelectSql = "SELECT id, job, argument, trace_parent, attempts FROM outbox WHERE id = @Id";

    private const string DeleteSql = "DELETE FROM outbox WHERE id = @Id";

    private const string RetrySql = "UPDATE outbox SET started_at = NULL, attempts = attempts + 1, not_before = @NotBefore WHERE id = @Id";

    private const string StillRunningSql = "UPDATE outbox SET started_at = @Now WHERE id = @Id AND started_at IS NOT NULL";

    /// <summary>How often a job that runs says so; well within the time after which its row is given up.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromMinutes(2);

    private static readonly ActivitySource Source = new(ActivitySourceName);

    private readonly Dictionary<string, JobDefinition> _jobs = catalogue.ToDictionary(j => j.Name);

    public async Task RunAsync(long id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } row)
        {
            return;
        }

        using var activity = Source.StartActivity(row.Job, ActivityKind.Consumer, row.TraceParent);
        try
        {
            if (!await SendAsync(row, ct))
            {
                log.LogWarning("Job {Job} {Id} was refused and is dropped", row.Job, id);
            }

            await WriteAsync(DeleteSql, new { Id = id }, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, row.Attempts)));
            log.LogError(e, "Job {Job} {Id} failed and is tried again in {Wait}", row.Job, id, wait);
            await WriteAsync(RetrySql, new { Id = id, NotBefore = day.Now + wait }, ct);
        }

        bell.Ring();
    }

    private async Task<bool> SendAsync(OutboxRow row, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var alive = clock.CreateTimer(_ => _ = SayAliveAsync(row), null, SignOfLife, SignOfLife);
        return (await _jobs[row.Job].SendAsync(scope.ServiceProvider.GetRequiredService<IMediator>(), row.Argument, ct)).IsSuccess;
    }

    private async Task SayAliveAsync(OutboxRow row)
    {
        try
        {
            await WriteAsync(StillRunningSql, new { row.Id, day.Now }, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Job {Job} {Id} could not say that it is running", row.Job, row.Id);
        }
    }

    private async Task<OutboxRow?> FindAsync(long id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DbSession>().QueryOneAsync<OutboxRow>(SelectSql, new { Id = id }, ct);
    }

    /// <summary>In a session of its own: the command's may have been left in any state.</summary>
    private async Task WriteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await session.WriteAsync(() => session.ExecuteAsync(sql, parameters, ct), ct);
    }

    private sealed record OutboxRow
    {
        public required long Id { get; init; }

        public required string Job { get; init; }

        public required string Argument { get; init; }

        public string? TraceParent { get; init; }

        public int Attempts { get; init; }
    }
}
