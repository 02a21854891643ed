using OutcomeApi.Pipeline;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Reads the state of the background jobs.</summary>
public sealed record GetJobsState : IRequest<JobsStateResource>
{
    /// <summary>Maps <c>GET /jobs-state</c>.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet(
                "/jobs-state",
                async (HttpContext http, IMediator mediator) => TypedResults.Ok(await mediator.Send(new GetJobsState(), http.RequestAborted)))
            .RequireAuthorization(Policies.OperateJobs)
            .WithTags("jobs")
            .WithName("get-jobs-state")
            .WithSummary("Get the state of the background jobs.")
            .WithDescription(
                "Returns how many jobs are waiting, running and failed, since when the oldest job has been waiting, and what the last nightly "
                + "check found. The dashboard at /jobs shows each job.");
}

/// <summary>The state of the background jobs.</summary>
public sealed record JobsStateResource
{
    /// <summary>The queues of the job engine.</summary>
    public required IReadOnlyList<JobQueue> Queues { get; init; }

    /// <summary>Since when the longest-waiting job has been waiting; null: no job is waiting.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Number of jobs that are running.</summary>
    public required long Running { get; init; }

    /// <summary>Number of jobs that failed and will be retried.</summary>
    public required long Retrying { get; init; }

    /// <summary>Number of jobs that failed on every attempt and are not retried.</summary>
    public required long Failed { get; init; }

    /// <summary>Number of nodes that process jobs.</summary>
    public required int Nodes { get; init; }

    /// <summary>Ids of the projects whose figures do not yet cover all registrations, or were computed as of an earlier day.</summary>
    public required IReadOnlyList<string> BehindTheRegister { get; init; }

    /// <summary>The result of the last nightly check of each project. Projects that have not been checked are left out.</summary>
    public required IReadOnlyList<NightlyCheckResult> LastNightlyCheck { get; init; }

    /// <summary>The most recent failed jobs, newest first, at most twenty.</summary>
    public required IReadOnlyList<JobFailureResource> Failures { get; init; }
}

/// <summary>A queue of the job engine.</summary>
public sealed record JobQueue
{
    /// <summary>Name of the queue.</summary>
    public required string Name { get; init; }

    /// <summary>Number of jobs waiting in the queue.</summary>
    public required long Length { get; init; }
}

/// <summary>The result of the last nightly check of a project.</summary>
public sealed record NightlyCheckResult
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>When the check was completed.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>
    /// Number of figures and reports that differed from a recomputation from the register. Null: the register had changed since the run, so there
    /// was nothing to compare.
    /// </summary>
    public int? Differences { get; init; }
}

/// <summary>A job that failed.</summary>
public sealed record JobFailureResource
{
    /// <summary>Name of the job with its arguments, for example <c>ComputeFigures(iris2)</c>.</summary>
    public required string Job { get; init; }

    /// <summary>When the job failed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The type of the error. The error message is only in the log.</summary>
    public required string Error { get; init; }

    /// <summary>When the job is retried; null: it is not retried, unless the tables still show its work as undone.</summary>
    public DateTimeOffset? TriedAgainAt { get; init; }
}

public sealed class GetJobsStateHandler(DbSession session, IJobsState state, StaleRuns stale) : IRequestHandler<GetJobsState, JobsStateResource>
{
    // A nightly check ends by computing a run of its own. Its result is stored with the run it checked, which is the one before that.
    private const string SelectChecksSql =
        """
        SELECT n.project_id AS project, n.completed_at,
               (SELECT c.difference_count FROM computations c
                WHERE c.id = (SELECT MAX(d.id) FROM computations d WHERE d.project_id = n.project_id AND d.id < n.id)) AS differences
        FROM computations n
        WHERE n.id IN (SELECT MAX(m.id) FROM computations m WHERE m.reason = 'nightly' AND m.status = 'completed' GROUP BY m.project_id)
        ORDER BY n.project_id
        """;

    public async Task<JobsStateResource> Handle(GetJobsState request, CancellationToken cancellationToken)
    {
        var now = state.Read();
        return new JobsStateResource
        {
            Queues = [.. now.Queues.Select(queue => new JobQueue { Name = queue.Name, Length = queue.Length })],
            Oldest = now.OldestWaitingSince,
            Running = now.Running,
            Retrying = now.Retrying,
            Failed = now.Failed,
            Nodes = now.Nodes,
            BehindTheRegister = await stale.FindAsync(session, cancellationToken),
            LastNightlyCheck = await session.QueryAsync<NightlyCheckResult>(SelectChecksSql, null, cancellationToken),
            Failures =
            [
                .. now.Failures.Select(failure => new JobFailureResource
                {
                    Job = failure.Job,
                    At = failure.At,
                    Error = failure.Error,
                    TriedAgainAt = failure.TriedAgainAt,
                })
            ],
        };
    }
}
