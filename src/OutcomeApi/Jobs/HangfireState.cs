using Hangfire;
using Hangfire.Common;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>Reads the state of the jobs from Hangfire's storage.</summary>
public sealed class HangfireState(JobStorage storage) : IJobsState
{
    private const int MostFailures = 20;

    public JobsState Read()
    {
        var monitor = storage.GetMonitoringApi();
        var now = monitor.GetStatistics();
        var queues = monitor.Queues();
        var oldest = queues.SelectMany(queue => queue.FirstJobs).Select(job => job.Value?.EnqueuedAt).OfType<DateTime>().Select(Instant);
        var failed = monitor.FailedJobs(0, MostFailures).Select(job => job.Value).OfType<Hangfire.Storage.Monitoring.FailedJobDto>()
            .Select(job => new JobFailure(NameOf(job.Job), Instant(job.FailedAt ?? DateTime.MinValue), TypeOf(job.ExceptionType), null));
        var retrying = monitor.ScheduledJobs(0, MostFailures).Select(job => (job.Key, Job: job.Value)).Where(job => job.Job is not null)
            .Select(job => new JobFailure(
                NameOf(job.Job.Job), Instant(job.Job.ScheduledAt ?? DateTime.MinValue), ErrorOf(monitor, job.Key), Instant(job.Job.EnqueueAt)));
        return new JobsState(
            [.. queues.Select(queue => (queue.Name, queue.Length))],
            oldest.Order().Select(at => (DateTimeOffset?)at).FirstOrDefault(),
            now.Processing,
            now.Scheduled,
            now.Failed,
            (int)now.Servers,
            [.. failed.Concat(retrying).OrderByDescending(failure => failure.At).Take(MostFailures)]);
    }

    /// <summary>Reads the type of the exception of a job that will be tried again. Hangfire keeps it in the job's history.</summary>
    private static string ErrorOf(Hangfire.Storage.IMonitoringApi monitor, string id) => TypeOf(
        monitor.JobDetails(id)?.History
            .Select(state => state.Data.TryGetValue("ExceptionType", out var type) ? type : null)
            .FirstOrDefault(type => type is not null));

    private static string NameOf(Job? job) => job is null ? "(unknown)" : HangfireJobs.NameOf(job);

    private static string TypeOf(string? exception) => exception?[(exception.LastIndexOf('.') + 1)..] ?? "(unknown)";

    private static DateTimeOffset Instant(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
