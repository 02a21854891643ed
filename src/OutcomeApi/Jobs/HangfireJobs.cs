using System.Collections.Concurrent;
using System.Linq.Expressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>Hands jobs to Hangfire. What it does not take is not lost: the tables say that it is undone.</summary>
public sealed class HangfireJobs(JobStorage storage, TimeProvider clock, ILogger<HangfireJobs> log) : IJobs
{
    /// <summary>A job that another node has begun stays asked for here: after so long it is asked for again.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(1);

    private readonly BackgroundJobClient _client = new(storage);

    private readonly ConcurrentDictionary<string, long> _asked = new();

    private HashSet<string> _inHand = [];

    /// <summary>Names a job as an operator reads it: <c>ComputeFigures(iris2)</c>.</summary>
    public static string NameOf(Job job) => $"{job.Method.Name}({string.Join(", ", job.Args.OfType<string>())})";

    /// <summary>Asks only for jobs that Hangfire does not have: none that waits now, runs, or is to be tried again.</summary>
    public IJobs IfMissing()
    {
        var monitor = storage.GetMonitoringApi();
        return new HangfireJobs(storage, clock, log)
        {
            _inHand =
            [
                .. monitor.Queues().SelectMany(queue => monitor.EnqueuedJobs(queue.Name, 0, 1000)).Select(job => job.Value?.Job)
                    .Concat(monitor.ProcessingJobs(0, 1000).Select(job => job.Value?.Job))
                    .Concat(monitor.ScheduledJobs(0, 1000).Select(job => job.Value?.Job))
                    .OfType<Job>()
                    .Select(NameOf),
            ],
        };
    }

    public void ComputeFigures(string project)
    {
        var now = clock.GetTimestamp();
        if (!_asked.TryGetValue(project, out var since) ? _asked.TryAdd(project, now) : clock.GetElapsedTime(since, now) >= Forgotten && _asked.TryUpdate(project, now, since))
        {
            Enqueue(job => job.ComputeFigures(project, CancellationToken.None));
        }
    }

    /// <summary>A computation of the project's figures begins.</summary>
    public void HasBegun(string project) => _asked.TryRemove(project, out _);

    public void RunComputation(string computation) => Enqueue(job => job.RunComputation(computation, CancellationToken.None));

    public void WorkThroughBatch(string batch) => Enqueue(job => job.WorkThroughBatch(batch, CancellationToken.None));

    public void CheckFigures(string project) => Enqueue(job => job.CheckFigures(project, CancellationToken.None));

    public void ApplyRetention(string project) => Enqueue(job => job.ApplyRetention(project, CancellationToken.None));

    public void ScrubDatabase() => Enqueue(job => job.ScrubDatabase(CancellationToken.None));

    /// <summary>Whoever asks has committed already: that Hangfire's storage does not answer is not to be its fault.</summary>
    private void Enqueue(Expression<Func<BackgroundJobs, Task>> call)
    {
        var job = Job.FromExpression(call);
        if (_inHand.Contains(NameOf(job)))
        {
            return;
        }

        try
        {
            _client.Create(job, new EnqueuedState());
        }
        catch (Exception e)
        {
            log.LogError(e, "{Job} could not be asked for now; the sweeper will", NameOf(job));
        }
    }
}
