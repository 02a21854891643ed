using OutcomeApi.Pipeline;

namespace OutcomeApi.Records;

/// <summary>Keeps the figures up to date when the register changes.</summary>
public sealed class FigureUpdates(DbSession session, IJobs jobs)
{
    /// <summary>
    /// Requests a new run of a project as soon as the current transaction is committed. Write the change to the project's history, too.
    /// </summary>
    public void Ask(string project)
    {
        if (!AreHeld)
        {
            session.AfterCommit(() => jobs.ComputeFigures(project));
        }
    }

    /// <summary>Requests a new run of a project at once, for what has been committed.</summary>
    public void AskNow(string project) => jobs.ComputeFigures(project);

    /// <summary>
    /// True while many transactions belong together, as those of a batch do: whoever sets it asks once at the end. If the program dies before, the figures
    /// are behind the register, and the sweeper asks.
    /// </summary>
    public bool AreHeld { get; set; }
}
