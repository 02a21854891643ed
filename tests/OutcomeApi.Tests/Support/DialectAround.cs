using System.Data.Common;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Support;

/// <summary>A dialect that passes everything on to another. A test overrides what is different in it.</summary>
public abstract class DialectAround(ISqlDialect inner) : ISqlDialect
{
    public string Name => inner.Name;

    public virtual long? Commits => inner.Commits;

    /// <summary>False, so that it is asked for locks.</summary>
    public bool HasOneWriter => false;

    public DbConnection Connect() => inner.Connect();

    public virtual Task<DbConnection> OpenAsync(CancellationToken ct) => inner.OpenAsync(ct);

    public void HasCommitted() => inner.HasCommitted();

    public Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct) => inner.PrepareForWritingAsync(connection, ct);

    public virtual Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct) =>
        inner.BeginWriteAsync(open, isShort, ct);

    public virtual Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct) =>
        inner.BeginSnapshotAsync(connection, resource, ct);

    public virtual Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct) => inner.LockAsync(session, locks, ct);

    public string SelectInsertedSql => inner.SelectInsertedSql;

    public string Page(string orderedSelect) => inner.Page(orderedSelect);

    public virtual Task BulkInsertAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        TimeSpan? time,
        CancellationToken ct) =>
        inner.BulkInsertAsync(connection, transaction, table, columns, rows, time, ct);

    public void SetValue(DbParameter parameter, object? value) => inner.SetValue(parameter, value);

    public Task ScrubAsync(CancellationToken ct) => inner.ScrubAsync(ct);

    public bool IsUniqueViolation(DbException exception) => inner.IsUniqueViolation(exception);

    public virtual string? WhyNotWritten(DbException exception) => inner.WhyNotWritten(exception);

    public Task RequireSettingsAsync(DbConnection connection, CancellationToken ct) => inner.RequireSettingsAsync(connection, ct);

    public Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct) => inner.LockSchemaAsync(connection, ct);
}
