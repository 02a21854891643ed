using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using MediatR;

namespace OutcomeApi.Jobs.Hangfire;

/// <summary>The engine for several nodes. What must survive is in the outbox here, too: Hangfire only says which node runs a row.</summary>
public sealed class HangfireEngine(IBackgroundJobClient client, IRecurringJobManager manager, JobStorage storage, TimeZoneInfo zone) : IJobEngine
{
    public Task StartAsync(long outboxId, CancellationToken ct)
    {
        // The token is Hangfire's when the job runs.
        client.Enqueue<OutboxJob>(job => job.RunAsync(outboxId, CancellationToken.None));
        return Task.CompletedTask;
    }

    public Task ScheduleAsync(IReadOnlyList<RecurringJob> jobs, CancellationToken ct)
    {
        foreach (var recurring in jobs)
        {
            manager.AddOrUpdate(
                IdOf(recurring),
                Job.FromExpression<AskJob>(job => job.RunAsync(recurring.Job, recurring.Argument, CancellationToken.None)),
                Cron.Daily(recurring.Hour, recurring.Minute),
                new RecurringJobOptions { TimeZone = zone });
        }

        // Hangfire keeps them in the database: what an older program has scheduled stays until it is removed.
        using var connection = storage.GetConnection();
        foreach (var stale in connection.GetRecurringJobs().Select(job => job.Id).Except(jobs.Select(IdOf)))
        {
            manager.RemoveIfExists(stale);
        }

        return Task.CompletedTask;
    }

    private static string IdOf(RecurringJob job) => $"recurring-{job.Job}-{job.Argument}";

    /// <summary>Runs an outbox row. The outbox says when it is tried again, so Hangfire does not.</summary>
    public sealed class OutboxJob(OutboxRunner runner)
    {
        [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
        public Task RunAsync(long outboxId, CancellationToken ct) => runner.RunAsync(outboxId, ct);
    }

    /// <summary>Puts a recurring job into the outbox.</summary>
    public sealed class AskJob(IMediator mediator)
    {
        public async Task RunAsync(string job, string argument, CancellationToken ct) => await mediator.Send(new AskForJob(job, argument), ct);
    }
}
