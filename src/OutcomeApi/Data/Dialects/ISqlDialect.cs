using System.Data.Common;

namespace OutcomeApi.Data.Dialects;

/// <summary>The handful of things in which the two databases differ. Everything else is one statement text in the portable subset.</summary>
public interface ISqlDialect
{
    /// <summary>Folder of the migration scripts below <c>db/</c>.</summary>
    string Name { get; }

    /// <summary>How many transactions have been committed, when this process is the only one that writes; null: others write as well.</summary>
    long? Commits { get; }

    DbConnection Connect();

    /// <summary>Counts a commit, before it is answered.</summary>
    void HasCommitted();

    /// <summary>Prepares a connection for writing.</summary>
    Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Begins a transaction that may write. Dispose the lease after the transaction has ended.</summary>
    Task<(DbTransaction Transaction, IDisposable Lease)> BeginWriteAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Begins a transaction whose reads all see one state of the database.</summary>
    Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Makes other transactions that lock the same resource wait until this one ends.</summary>
    Task LockAsync(DbSession session, string resource, CancellationToken ct);

    /// <summary>The rows from <c>@Skip</c> on, at most <c>@Take</c>, of a statement that ends with ORDER BY.</summary>
    string Page(string orderedSelect);

    /// <summary>Inserts many rows.</summary>
    Task BulkInsertAsync(
        DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct);

    /// <summary>Takes what was deleted out of the database's files. Outside any transaction.</summary>
    /// <exception cref="DatabaseBusyException">Somebody is reading what it was before; nothing is lost by trying again.</exception>
    Task ScrubAsync(CancellationToken ct);

    bool IsUniqueViolation(DbException exception);

    /// <summary>Why the database can not be written: <c>disk-full</c>, <c>read-only</c>, <c>busy</c>, or <c>unreachable</c>.</summary>
    string WhyNotWritten(DbException exception);

    /// <summary>Makes migrations of several nodes wait for each other. Dispose to let the next one in.</summary>
    Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct);
}
