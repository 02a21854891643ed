using OutcomeApi.Data;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Records;

/// <summary>Makes the figures follow a change of the register.</summary>
public sealed class FigureUpdates(DbSession session, IJobs jobs)
{
    /// <summary>Asks for a new run of a project once the change is committed, which has been written into its history.</summary>
    /// <param name="project">The project.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of the change in the history.</returns>
    public Task<long> AskAsync(string project, CancellationToken ct)
    {
        session.AfterCommit(() => jobs.ComputeFigures(project));
        return RecordHistory.NewestAsync(session, project, ct);
    }
}
