using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;

namespace OutcomeApi.Data.Dialects;

/// <summary>The database SQL Server, for production with several nodes.</summary>
public sealed class SqlServerDialect(string connectionString) : ISqlDialect
{
    // Uses application locks, because not every server that speaks T-SQL honours lock hints.
    // The server raises no error when a lock is not granted: it returns a negative outcome, which must be checked.
    private const string TransactionLockSqlServerSql =
        """
        DECLARE @Outcome int;
        EXEC @Outcome = sp_getapplock @Resource = @Resource, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000;
        SELECT @Outcome;
        """;

    private const string SchemaLockSqlServerSql =
        """
        DECLARE @Outcome int;
        EXEC @Outcome = sp_getapplock @Resource = 'outcome-api-schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 120000;
        SELECT @Outcome;
        """;

    private const string SchemaUnlockSqlServerSql = "EXEC sp_releaseapplock @Resource = 'outcome-api-schema', @LockOwner = 'Session'";

    public string Name => "sqlserver";

    public long? Commits => null;

    public void HasCommitted()
    {
    }

    public DbConnection Connect() => new SqlConnection(connectionString);

    public Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    public async Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct)
    {
        var connection = await open(ct);
        return new WriteTransaction(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct));
    }

    /// <summary>
    /// Begins a transaction with repeatable reads. It shows one state only when the caller also takes the project's lock: all writers of the project
    /// take the same lock.
    /// </summary>
    public async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    /// <exception cref="DatabaseBusyException">Another transaction has held the lock for 30 seconds.</exception>
    public async Task LockAsync(DbSession session, string resource, CancellationToken ct) =>
        RequireGranted(await session.ScalarAsync<int>(TransactionLockSqlServerSql, new { Resource = resource }, ct), resource);

    public string Page(string orderedSelect) => orderedSelect + "\nOFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    public async Task BulkInsertAsync(
        DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        using var values = new DataTable();
        values.Columns.AddRange([.. columns.Select(column => new DataColumn(column, typeof(object)))]);
        foreach (var row in rows)
        {
            values.Rows.Add([.. row.Select(value => value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value)]);
        }

        using var copy = new SqlBulkCopy((SqlConnection)connection, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction?)transaction)
        {
            DestinationTableName = table,
        };
        foreach (var column in columns)
        {
            copy.ColumnMappings.Add(column, column);
        }

        await copy.WriteToServerAsync(values, ct);
    }

    public void SetValue(DbParameter parameter, object? value)
    {
        parameter.Value = value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value;
        if (value is string text)
        {
            // Of one length, so that the server does not plan the statement for each length.
            parameter.Size = text.Length <= 4000 ? 4000 : -1;
        }
    }

    /// <summary>Does nothing. The server cleans up its files itself, and its files and backups are encrypted (docs/threat-model.md).</summary>
    public Task ScrubAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Maps error numbers to reasons. 1105 and 9002: the data file or the log is full. 3906: the database is read-only. 1205 (deadlock), 1222 (lock timeout)
    /// and -2 (command timeout): other transactions block this one. 823 to 825: a page could not be read as it was written. From severity 20 on, the
    /// connection has ended or could not be made.
    /// </summary>
    public string? WhyNotWritten(DbException exception) => exception is not SqlException fault ? null : fault.Number switch
    {
        1105 or 9002 => "disk-full",
        3906 => "read-only",
        1205 or 1222 or -2 => "busy",
        823 or 824 or 825 => "corrupted",
        _ => fault.Class >= 20 ? "unreachable" : null,
    };

    public bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: 2601 or 2627 };

    public async Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct)
    {
        RequireGranted(
            await connection.ExecuteScalarAsync<int>(new CommandDefinition(SchemaLockSqlServerSql, commandTimeout: 130, cancellationToken: ct)),
            "schema");
        return new SchemaLock(connection);
    }

    private static void RequireGranted(int outcome, string resource)
    {
        if (outcome < 0)
        {
            throw new DatabaseBusyException($"The lock {resource} was not granted ({outcome}).");
        }
    }

    private sealed class SchemaLock(DbConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await connection.ExecuteAsync(SchemaUnlockSqlServerSql);
    }

    private sealed class WriteTransaction(DbConnection connection, DbTransaction transaction) : IWriteTransaction
    {
        public DbConnection Connection => connection;

        public DbTransaction? Transaction => transaction;

        public Task CommitAsync() => transaction.CommitAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
