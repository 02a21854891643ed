namespace OutcomeApi.Pipeline;

/// <summary>Reads which jobs are waiting, running and failed in the job engine.</summary>
public interface IJobsState
{
    JobsState Read();
}

/// <summary>The state of the job engine. Times come from the engine and follow the machine's clock.</summary>
/// <param name="Queues">The queues in which jobs wait for a worker, each with its number of jobs.</param>
/// <param name="OldestWaitingSince">The time since which the oldest waiting job has waited. Null if no job is waiting.</param>
/// <param name="Running">The number of jobs that a worker is running.</param>
/// <param name="Retrying">The number of jobs that have failed and wait for the next attempt.</param>
/// <param name="Failed">The number of jobs that have failed in all attempts.</param>
/// <param name="Nodes">The number of nodes that run jobs and have recently reported so.</param>
/// <param name="Failures">The newest failures, both of failed jobs and of jobs that wait for the next attempt.</param>
public sealed record JobsState(
    IReadOnlyList<(string Name, long Length)> Queues,
    DateTimeOffset? OldestWaitingSince,
    long Running,
    long Retrying,
    long Failed,
    int Nodes,
    IReadOnlyList<JobFailure> Failures);

/// <summary>The failure of a job.</summary>
/// <param name="Job">The name of the job with its argument. Example: <c>ComputeFigures(iris2)</c>.</param>
/// <param name="At">The time of the failure.</param>
/// <param name="Error">The type of the exception. Its text is only in the log, because it may contain anything.</param>
/// <param name="TriedAgainAt">The time of the next attempt. Null if there is none.</param>
public sealed record JobFailure(string Job, DateTimeOffset At, string Error, DateTimeOffset? TriedAgainAt);
