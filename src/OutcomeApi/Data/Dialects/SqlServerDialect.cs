using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;

namespace OutcomeApi.Data.Dialects;

/// <summary>SQL Server, for production with several nodes.</summary>
public sealed class SqlServerDialect(string connectionString) : ISqlDialect
{
    // Application locks, because lock hints are not honoured by every server that speaks T-SQL.
    private const string TransactionLockSql =
        "EXEC sp_getapplock @Resource = @Resource, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000";

    private const string SchemaLockSql =
        "EXEC sp_getapplock @Resource = 'outcome-api-schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 120000";

    private const string SchemaUnlockSql = "EXEC sp_releaseapplock @Resource = 'outcome-api-schema', @LockOwner = 'Session'";

    public string Name => "sqlserver";

    public DbConnection Connect() => new SqlConnection(connectionString);

    public Task InitialiseAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    public async Task<(DbTransaction Transaction, IDisposable Lease)> BeginWriteAsync(DbConnection connection, CancellationToken ct) =>
        (await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct), NoLease.Instance);

    /// <summary>Repeatable reads under the project's lock: its writers take the same lock, so what is read is one state.</summary>
    public async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    public async Task LockAsync(DbSession session, string resource, CancellationToken ct) =>
        await session.ExecuteAsync(TransactionLockSql, new { Resource = resource }, ct);

    public string Page(string orderedSelect) => orderedSelect + "\nOFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    public async Task BulkInsertAsync(
        DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        using var values = new DataTable();
        foreach (var row in rows)
        {
            if (values.Columns.Count == 0)
            {
                values.Columns.AddRange([.. columns.Select(column => new DataColumn(column, typeof(object)))]);
            }

            values.Rows.Add([.. row.Select(value => value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value)]);
        }

        using var copy = new SqlBulkCopy((SqlConnection)connection, SqlBulkCopyOptions.CheckConstraints, (SqlTransaction)transaction) { DestinationTableName = table };
        foreach (var column in columns)
        {
            copy.ColumnMappings.Add(column, column);
        }

        await copy.WriteToServerAsync(values, ct);
    }

    public bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: 2601 or 2627 };

    public async Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(SchemaLockSql, commandTimeout: 130, cancellationToken: ct));
        return new SchemaLock(connection);
    }

    private sealed class SchemaLock(DbConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await connection.ExecuteAsync(SchemaUnlockSql);
    }

    private sealed class NoLease : IDisposable
    {
        public static readonly NoLease Instance = new();

        public void Dispose()
        {
        }
    }
}
