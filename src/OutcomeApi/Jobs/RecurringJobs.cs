using System.Linq.Expressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;

namespace OutcomeApi.Jobs;

/// <summary>Schedules the recurring jobs, by local time in the configured time zone (by default Sweden's).</summary>
public sealed class RecurringJobs(JobStorage storage, TimeProvider clock, TimeZoneInfo zone)
{
    private static readonly (string When, Expression<Func<BackgroundJobs, Task>> Job)[] Recurring =
    [
        (Cron.Minutely(), job => job.SealAudit(CancellationToken.None)),
        (Cron.Daily(2, 10), job => job.KeepHouse(CancellationToken.None)),
        (Cron.Daily(2, 30), job => job.ApplyAllRetention(CancellationToken.None)),
        (Cron.Daily(3, 00), job => job.CheckAllFigures(CancellationToken.None)),
    ];

    private bool _isKept;

    /// <summary>
    /// Schedules these jobs and removes all other recurring jobs. In SQL Server, schedules outlive the program that created them.
    /// </summary>
    public void Keep()
    {
        if (_isKept)
        {
            return;
        }

        var recurring = new RecurringJobManager(storage, JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => clock.GetUtcNow().UtcDateTime);
        var known = Recurring.Select(one => (one.When, Job: Job.FromExpression(one.Job))).ToArray();
        foreach (var (when, job) in known)
        {
            recurring.AddOrUpdate(job.Method.Name, job, when, new RecurringJobOptions { TimeZone = zone });
        }

        using var connection = storage.GetConnection();
        foreach (var stale in connection.GetRecurringJobs().Select(job => job.Id).Except(known.Select(one => one.Job.Method.Name)))
        {
            recurring.RemoveIfExists(stale);
        }

        _isKept = true;
    }
}
