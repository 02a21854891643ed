using OutcomeApi.Data;

namespace OutcomeApi.Pipeline;

/// <summary>
/// Asks for work that is done while nobody waits. It is asked for when what makes it necessary has been committed; the tables say that it is undone, so what is
/// lost on the way is asked for again: see <see cref="IUndoneWork"/>.
/// </summary>
public interface IJobs
{
    /// <summary>Makes the figures of a project follow its register. Asked for many times before it begins, it is done once.</summary>
    void ComputeFigures(string project);

    /// <summary>Does a computation that somebody has asked for.</summary>
    void RunComputation(string computation);

    /// <summary>Works through a batch that waits.</summary>
    void WorkThroughBatch(string batch);

    /// <summary>Computes a project from scratch and compares.</summary>
    void CheckFigures(string project);

    /// <summary>Erases what a project keeps no longer.</summary>
    void ApplyRetention(string project);

    /// <summary>Takes what was deleted out of the database's files.</summary>
    void ScrubDatabase();
}

/// <summary>Finds in the tables of a room what is undone, and asks for it.</summary>
public interface IUndoneWork
{
    /// <param name="session">A session that reads.</param>
    /// <param name="missing">Where it is asked for; what the job engine has already is not asked for twice.</param>
    /// <param name="ct">Cancels.</param>
    Task AskAsync(DbSession session, IJobs missing, CancellationToken ct);
}
