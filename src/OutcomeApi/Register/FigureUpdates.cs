using OutcomeApi.Data;
using OutcomeApi.Jobs;

namespace OutcomeApi.Register;

/// <summary>Makes the figures follow a change of the register: asks for the job that recomputes, in the change's transaction.</summary>
public sealed class FigureUpdates(DbSession session, IJobQueue jobs)
{
    /// <summary>Asks for a new run of a project, after the change has been written into its history.</summary>
    /// <param name="project">The project.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of the change in the history.</returns>
    public async Task<long> AskAsync(string project, CancellationToken ct)
    {
        await jobs.EnqueueAsync(session, RegisterJobs.Recompute, project, ct);
        return await RecordHistory.NewestAsync(session, project, ct);
    }
}
