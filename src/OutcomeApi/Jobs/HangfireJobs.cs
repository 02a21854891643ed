using System.Collections.Concurrent;
using System.Linq.Expressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>Hands jobs to Hangfire. A job that Hangfire does not accept is not lost, because the tables show that the work is undone.</summary>
public sealed class HangfireJobs(JobStorage storage, TimeProvider clock, ILogger<HangfireJobs> log) : IJobs
{
    /// <summary>
    /// How long a request for a project's figures is remembered. This node does not see that another node has begun the job, so after this time the
    /// job is requested again.
    /// </summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing must have been registered for those who register to have come to an end.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly BackgroundJobClient _client = new(storage);

    private readonly ConcurrentDictionary<string, long> _asked = new();

    private long _lastChange = long.MinValue;

    private HashSet<string> _inHand = [];

    public bool IsQuiet => Interlocked.Read(ref _lastChange) is var at && (at == long.MinValue || clock.GetElapsedTime(at) > Quiet);

    /// <summary>Returns the name of a job as an operator sees it. Example: <c>ComputeFigures(iris2)</c>.</summary>
    public static string NameOf(Job job) => $"{job.Method.Name}({string.Join(", ", job.Args.OfType<string>())})";

    /// <summary>
    /// Returns an instance that requests only jobs that Hangfire does not have. It skips jobs that are waiting, running or to be tried again.
    /// </summary>
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
        Interlocked.Exchange(ref _lastChange, now);
        if (!_asked.TryGetValue(project, out var since)
            ? _asked.TryAdd(project, now)
            : clock.GetElapsedTime(since, now) >= Forgotten && _asked.TryUpdate(project, now, since))
        {
            Enqueue(job => job.ComputeFigures(project, CancellationToken.None));
        }
    }

    /// <summary>Notes that a computation of the project's figures has begun.</summary>
    public void HasBegun(string project) => _asked.TryRemove(project, out _);

    public void RunComputation(string computation) => Enqueue(job => job.RunComputation(computation, CancellationToken.None));

    public void WorkThroughBatch(string batch) => Enqueue(job => job.WorkThroughBatch(batch, CancellationToken.None));

    public void CheckFigures(string project) => Enqueue(job => job.CheckFigures(project, CancellationToken.None));

    public void ApplyRetention(string project) => Enqueue(job => job.ApplyRetention(project, CancellationToken.None));

    public void ScrubDatabase() => Enqueue(job => job.ScrubDatabase(CancellationToken.None));

    /// <summary>
    /// Hands a job to Hangfire. Exceptions are only logged: the caller has already committed, so an unavailable storage must not fail its request.
    /// </summary>
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
