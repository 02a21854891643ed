namespace OutcomeApi.Pipeline;

/// <summary>Tells what the job engine has to do, has in hand and has failed at.</summary>
public interface IJobsState
{
    JobsState Read();
}

/// <summary>What the job engine says of itself. Instants are the engine's, which go by the machine's clock.</summary>
/// <param name="Queues">Where jobs wait for a worker, and how many.</param>
/// <param name="OldestWaitingSince">Since when the one that has waited longest waits; null: none does.</param>
/// <param name="Running">Jobs that a worker has in hand.</param>
/// <param name="Retrying">Jobs that have failed and wait to be tried again.</param>
/// <param name="Failed">Jobs that have failed as often as they are tried.</param>
/// <param name="Nodes">Nodes that run jobs and have said so lately.</param>
/// <param name="Failures">The newest of those that have failed, and of those that are tried again.</param>
public sealed record JobsState(
    IReadOnlyList<(string Name, long Length)> Queues, DateTimeOffset? OldestWaitingSince, long Running, long Retrying, long Failed, int Nodes, IReadOnlyList<JobFailure> Failures);

/// <summary>A job that failed.</summary>
/// <param name="Job">Its name with what it is about, as in <c>ComputeFigures(iris2)</c>.</param>
/// <param name="At">When.</param>
/// <param name="Error">The type of the exception. Its text is in the log alone: it may hold anything.</param>
/// <param name="TriedAgainAt">When it is tried again; null: it is not.</param>
public sealed record JobFailure(string Job, DateTimeOffset At, string Error, DateTimeOffset? TriedAgainAt);
