using System.Data.Common;

namespace OutcomeApi.Data.Dialects;

/// <summary>Hides the few differences between the two databases. All other SQL is written once, in the subset that both understand.</summary>
public interface ISqlDialect
{
    /// <summary>Name of the dialect, and of the folder of its migration scripts below <c>db/</c>.</summary>
    string Name { get; }

    /// <summary>Number of committed transactions, when this process is the only writer. Null when other processes write as well.</summary>
    long? Commits { get; }

    /// <summary>True if only one transaction writes at a time. It has everything to itself: locks need not be taken.</summary>
    bool HasOneWriter { get; }

    /// <summary>Creates a connection. It is not open yet.</summary>
    DbConnection Connect();

    /// <summary>Opens a connection.</summary>
    /// <exception cref="DatabaseBusyException">There is no connection to be had now.</exception>
    Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>Counts a commit. Call it after each commit and before the request is answered.</summary>
    void HasCommitted();

    /// <summary>Prepares a connection for writing.</summary>
    Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Begins a transaction that may write.</summary>
    /// <param name="open">Opens the connection of the session. A database with a connection for writing of its own does not need it.</param>
    /// <param name="isShort">True for a command that takes a few milliseconds at most. The database may commit several of them together.</param>
    /// <param name="ct">Cancels the waiting.</param>
    /// <exception cref="DatabaseBusyException">Too many writers are waiting.</exception>
    Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct);

    /// <summary>
    /// Begins a transaction in which all reads see one state of the database. Whoever shares a resource is waited for first: that state has what they wrote.
    /// </summary>
    /// <param name="connection">The connection of the session.</param>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="DatabaseBusyException">Somebody has shared the resource for too long.</exception>
    Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct);

    /// <summary>Takes locks, one after the other in their order. They are held until the transaction ends.</summary>
    /// <exception cref="DatabaseBusyException">Another transaction has held one of them for too long.</exception>
    Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct);

    /// <summary>Asks, right after an INSERT of one row, which number the row was given.</summary>
    string SelectInsertedSql { get; }

    /// <summary>Extends a statement that ends with ORDER BY, so that it skips <c>@Skip</c> rows and returns at most <c>@Take</c> rows.</summary>
    string Page(string orderedSelect);

    /// <summary>Inserts many rows in the fastest way that the database offers.</summary>
    /// <param name="connection">The connection of the session.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="columns">Names of the columns to fill.</param>
    /// <param name="rows">The values of each row.</param>
    /// <param name="time">How long it may take. Null: as long as any statement.</param>
    /// <param name="ct">Cancels the operation.</param>
    Task BulkInsertAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        TimeSpan? time,
        CancellationToken ct);

    /// <summary>Gives a parameter a value in the form in which the database holds it: a number, a text, a truth value, a date, an instant or null.</summary>
    void SetValue(DbParameter parameter, object? value);

    /// <summary>Removes deleted data from the files of the database. Call it outside any transaction.</summary>
    /// <exception cref="DatabaseBusyException">A reader still uses the state from before the deletion. It is safe to try again.</exception>
    Task ScrubAsync(CancellationToken ct);

    /// <summary>Returns whether a statement failed because it would violate a unique constraint.</summary>
    bool IsUniqueViolation(DbException exception);

    /// <summary>
    /// Returns why the database cannot be used: <c>disk-full</c>, <c>read-only</c>, <c>busy</c>, <c>corrupted</c> or <c>unreachable</c>. Returns null when the
    /// statement was at fault.
    /// </summary>
    string? WhyNotWritten(DbException exception);

    /// <summary>Returns whether a command that failed may succeed when it is run again from its beginning.</summary>
    bool MayBeRunAgain(DbException exception) => IsUniqueViolation(exception) || WhyNotWritten(exception) == "busy";

    /// <summary>Checks that the database is set as the service needs it.</summary>
    /// <exception cref="InvalidOperationException">It is not. The message says what to run.</exception>
    Task RequireSettingsAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Makes migrations on several nodes wait for each other. Dispose the result to release the lock.</summary>
    Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct);
}
