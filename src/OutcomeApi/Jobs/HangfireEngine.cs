using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using MediatR;

namespace OutcomeApi.Jobs;

/// <summary>
/// Runs jobs on Hangfire's workers, and keeps the recurring ones going. It holds nothing that the outbox does not hold: Hangfire is told the number of
/// a row, never what the row is about.
/// </summary>
public sealed class HangfireEngine(JobStorage storage, TimeProvider clock, TimeZoneInfo zone)
{
    private readonly BackgroundJobClient _client = new(storage);
    private readonly RecurringJobManager _recurring =
        new(storage, JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => clock.GetUtcNow().UtcDateTime);

    /// <summary>Runs <see cref="OutboxRunner.RunAsync"/> for an outbox row, now or soon, on some worker of some node.</summary>
    public void Start(long outboxId) =>
        // The token is Hangfire's when the job runs.
        _client.Enqueue<OutboxJob>(job => job.RunAsync(outboxId, CancellationToken.None));

    /// <summary>Keeps these recurring jobs going, and no others.</summary>
    public void Schedule(IReadOnlyList<RecurringJob> jobs)
    {
        foreach (var recurring in jobs)
        {
            _recurring.AddOrUpdate(
                IdOf(recurring),
                Job.FromExpression<AskJob>(job => job.RunAsync(recurring.Job, recurring.Argument, CancellationToken.None)),
                Cron.Daily(recurring.Hour, recurring.Minute),
                new RecurringJobOptions { TimeZone = zone });
        }

        // In SQL Server they outlive the program: what an older one has scheduled stays until it is removed.
        using var connection = storage.GetConnection();
        foreach (var stale in connection.GetRecurringJobs().Select(job => job.Id).Except(jobs.Select(IdOf)))
        {
            _recurring.RemoveIfExists(stale);
        }
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
