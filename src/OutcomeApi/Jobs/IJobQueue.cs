using OutcomeApi.Data;

namespace OutcomeApi.Jobs;

/// <summary>Work for later. It is asked for in the transaction that makes it necessary, and is done if, and only if, that commits.</summary>
public interface IJobQueue
{
    /// <summary>Asks for a job. Asking again while the same is still waiting changes nothing.</summary>
    /// <param name="session">The session whose transaction asks.</param>
    /// <param name="job">A name of the job catalogue.</param>
    /// <param name="argument">What it is about, for example a project id. No personal data.</param>
    /// <param name="ct">Cancels.</param>
    Task EnqueueAsync(DbSession session, string job, string argument, CancellationToken ct);
}
