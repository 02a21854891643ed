namespace OutcomeApi.Pipeline;

/// <summary>
/// Requests background work. Request it when the change that makes it necessary has been committed. The tables show what is undone, so a request
/// that gets lost is made again, see <see cref="IUndoneWork"/>.
/// </summary>
public interface IJobs
{
    /// <summary>
    /// Whether nobody is registering anything at the moment, as far as this node knows. A batch counts when it is done: that is when it asks for figures.
    /// </summary>
    bool IsQuiet { get; }

    /// <summary>
    /// Brings the figures of a project up to date with its register. If it is requested several times before it begins, it is done once.
    /// </summary>
    void ComputeFigures(string project);

    /// <summary>Runs a computation that a caller has requested.</summary>
    void RunComputation(string computation);

    /// <summary>Processes a waiting batch.</summary>
    void WorkThroughBatch(string batch);

    /// <summary>Computes a project from scratch and compares the result with its stored figures.</summary>
    void CheckFigures(string project);

    /// <summary>Erases the data that a project must no longer keep.</summary>
    void ApplyRetention(string project);

    /// <summary>Removes deleted data from the database's files.</summary>
    void ScrubDatabase();
}

/// <summary>Finds undone work in the tables and requests it.</summary>
public interface IUndoneWork
{
    /// <summary>Requests all undone work.</summary>
    /// <param name="session">A session to read with.</param>
    /// <param name="missing">Takes the requests. It skips work that the job engine already has.</param>
    /// <param name="ct">Cancels the work.</param>
    Task AskAsync(DbSession session, IJobs missing, CancellationToken ct);
}
