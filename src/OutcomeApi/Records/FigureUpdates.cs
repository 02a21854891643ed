using OutcomeApi.Pipeline;

namespace OutcomeApi.Records;

/// <summary>Keeps the figures up to date when the register changes.</summary>
public sealed class FigureUpdates(DbSession session, IJobs jobs)
{
    /// <summary>
    /// Requests a new run of a project as soon as the current transaction is committed. Write the change to the project's history first.
    /// </summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>The number of the change in the history.</returns>
    public Task<long> AskAsync(string project, CancellationToken ct)
    {
        session.AfterCommit(() => jobs.ComputeFigures(project));
        return RecordHistory.NewestAsync(session, project, ct);
    }
}
