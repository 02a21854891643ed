using System.Linq.Expressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;

namespace OutcomeApi.Jobs;

/// <summary>Schedules the nightly jobs, by local time in the configured time zone (by default Sweden's).</summary>
public sealed class RecurringJobs(JobStorage storage, TimeProvider clock, TimeZoneInfo zone)
{
    private static readonly (int Hour, int Minute, Expression<Func<BackgroundJobs, Task>> Job)[] Nightly =
    [
        (2, 10, job => job.KeepHouse(CancellationToken.None)),
        (2, 30, job => job.ApplyAllRetention(CancellationToken.None)),
        (3, 00, job => job.CheckAllFigures(CancellationToken.None)),
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
        var known = Nightly.Select(night => (night.Hour, night.Minute, Job: Job.FromExpression(night.Job))).ToArray();
        foreach (var (hour, minute, job) in known)
        {
            recurring.AddOrUpdate(job.Method.Name, job, Cron.Daily(hour, minute), new RecurringJobOptions { TimeZone = zone });
        }

        using var connection = storage.GetConnection();
        foreach (var stale in connection.GetRecurringJobs().Select(job => job.Id).Except(known.Select(night => night.Job.Method.Name)))
        {
            recurring.RemoveIfExists(stale);
        }

        _isKept = true;
    }
}
