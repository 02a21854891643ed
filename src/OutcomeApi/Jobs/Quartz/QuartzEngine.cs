using System.Globalization;
using MediatR;
using Quartz;

namespace OutcomeApi.Jobs.Quartz;

/// <summary>The engine in process, for one node. It holds nothing that the outbox does not hold.</summary>
public sealed class QuartzEngine(ISchedulerFactory schedulers, TimeProvider clock, TimeZoneInfo zone) : IJobEngine
{
    private const string OutboxId = "outboxId";
    private const string JobName = "job";
    private const string Argument = "argument";

    public async Task StartAsync(long outboxId, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);

        // The scheduler's own clock: a trigger that reckons by another is late for ever, and the scheduler turns without end.
        var job = JobBuilder.Create<OutboxJob>()
            .WithIdentity("outbox-" + outboxId.ToString(CultureInfo.InvariantCulture) + "-" + Guid.CreateVersion7().ToString("N"))
            .UsingJobData(OutboxId, outboxId.ToString(CultureInfo.InvariantCulture))
            .Build();
        await scheduler.ScheduleJob(job, TriggerBuilder.Create(clock).StartNow().Build(), cancellationToken: ct);
    }

    public async Task ScheduleAsync(IReadOnlyList<RecurringJob> jobs, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        foreach (var recurring in jobs)
        {
            var job = JobBuilder.Create<AskJob>()
                .WithIdentity($"recurring-{recurring.Job}-{recurring.Argument}")
                .UsingJobData(JobName, recurring.Job)
                .UsingJobData(Argument, recurring.Argument)
                .Build();
            var trigger = TriggerBuilder.Create(clock)
                .WithCronSchedule(
                    string.Create(CultureInfo.InvariantCulture, $"0 {recurring.Minute} {recurring.Hour} * * ?"), schedule => schedule.InTimeZone(zone))
                .Build();
            await scheduler.ScheduleJob(job, trigger, cancellationToken: ct);
        }
    }

    /// <summary>Runs an outbox row.</summary>
    public sealed class OutboxJob(OutboxRunner runner) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            await runner.RunAsync(long.Parse(context.MergedJobDataMap.GetString(OutboxId)!, CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>Puts a recurring job into the outbox.</summary>
    public sealed class AskJob(IServiceScopeFactory scopes) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
                new AskForJob(context.MergedJobDataMap.GetString(JobName)!, context.MergedJobDataMap.GetString(Argument)!), cancellationToken);
        }
    }
}
