using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Pipeline;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>How the work stands that is done while nobody waits.</summary>
public sealed record GetJobsState : IRequest<JobsStateResource>
{
    /// <summary><c>GET /jobs-state</c></summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/jobs-state", async (HttpContext http, IMediator mediator) => TypedResults.Ok(await mediator.Send(new GetJobsState(), http.RequestAborted)))
            .RequireAuthorization(Policies.OperateJobs)
            .WithTags("jobs")
            .WithName("get-jobs-state")
            .WithSummary("Says how the background jobs stand.")
            .WithDescription("How many jobs wait, run, and have failed, since when the oldest waits, and what the last nightly check found. The dashboard at /jobs shows each of them.");
}

/// <summary>How the background jobs stand.</summary>
public sealed record JobsStateResource
{
    /// <summary>The queues of the job engine.</summary>
    public required IReadOnlyList<JobQueue> Queues { get; init; }

    /// <summary>Since when the job that has waited longest waits; absent: none does.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Jobs that are being done.</summary>
    public required long Running { get; init; }

    /// <summary>Jobs that have failed and are tried again.</summary>
    public required long Retrying { get; init; }

    /// <summary>Jobs that have failed as often as they are tried.</summary>
    public required long Failed { get; init; }

    /// <summary>Nodes that do jobs.</summary>
    public required int Nodes { get; init; }

    /// <summary>Projects whose figures do not follow their register yet, or are of yesterday.</summary>
    public required IReadOnlyList<string> BehindTheRegister { get; init; }

    /// <summary>What the last nightly check of each project found. A project that has not been checked is missing.</summary>
    public required IReadOnlyList<NightlyCheckResult> LastNightlyCheck { get; init; }

    /// <summary>The newest jobs that have failed, newest first, at most twenty.</summary>
    public required IReadOnlyList<JobFailureResource> Failures { get; init; }
}

/// <summary>A queue of the job engine.</summary>
public sealed record JobQueue
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Jobs that wait in it.</summary>
    public required long Length { get; init; }
}

/// <summary>What the last nightly check of a project found.</summary>
public sealed record NightlyCheckResult
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>How many figures and reports differed from what the register says; absent: the register had moved on, so there was nothing to compare.</summary>
    public int? Differences { get; init; }
}

/// <summary>A job that has failed.</summary>
public sealed record JobFailureResource
{
    /// <summary>Its name with what it is about.</summary>
    public required string Job { get; init; }

    /// <summary>When it failed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The kind of error. Its text is in the log alone.</summary>
    public required string Error { get; init; }

    /// <summary>When it is tried again; absent: it is not, unless the tables say that it is undone.</summary>
    public DateTimeOffset? TriedAgainAt { get; init; }
}

public sealed class GetJobsStateHandler(DbSession session, IJobsState state, StaleRuns stale) : IRequestHandler<GetJobsState, JobsStateResource>
{
    // A check computes a run of its own afterwards; what it found stands with the run that it checked.
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
                .. now.Failures.Select(failure => new JobFailureResource { Job = failure.Job, At = failure.At, Error = failure.Error, TriedAgainAt = failure.TriedAgainAt })
            ],
        };
    }
}
