using System.Diagnostics;
using MediatR;
using OutcomeApi.Data;

namespace OutcomeApi.Jobs;

/// <summary>Does the work of one outbox row: sends its command, and removes the row once the command has succeeded.</summary>
public sealed class OutboxRunner(IServiceScopeFactory scopes, IEnumerable<JobDefinition> catalogue, OutboxBell bell, BusinessDay day, ILogger<OutboxRunner> log)
{
    public const string ActivitySourceName = "OutcomeApi.Jobs";

    private const string SelectSql = "SELECT id, job, argument, trace_parent, attempts FROM outbox WHERE id = @Id";

    private const string DeleteSql = "DELETE FROM outbox WHERE id = @Id";

    private const string RetrySql = "UPDATE outbox SET started_at = NULL, attempts = attempts + 1, not_before = @NotBefore WHERE id = @Id";

    private static readonly ActivitySource Source = new(ActivitySourceName);

    private readonly Dictionary<string, JobDefinition> _jobs = catalogue.ToDictionary(j => j.Name);

    public async Task RunAsync(long id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        if (await session.QueryOneAsync<OutboxRow>(SelectSql, new { Id = id }, ct) is not { } row)
        {
            return;
        }

        using var activity = Source.StartActivity(row.Job, ActivityKind.Consumer, row.TraceParent);
        try
        {
            var outcome = await _jobs[row.Job].SendAsync(scope.ServiceProvider.GetRequiredService<IMediator>(), row.Argument, ct);
            if (!outcome.IsSuccess)
            {
                log.LogWarning("Job {Job} {Id} was refused and is dropped", row.Job, id);
            }

            await session.ExecuteAsync(DeleteSql, new { Id = id }, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, row.Attempts)));
            log.LogError(e, "Job {Job} {Id} failed and is tried again in {Wait}", row.Job, id, wait);
            await session.EndAsync();
            await session.ExecuteAsync(RetrySql, new { Id = id, NotBefore = day.Now + wait }, ct);
        }

        bell.Ring();
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
