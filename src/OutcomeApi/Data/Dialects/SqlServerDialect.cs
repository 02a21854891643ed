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
    // Each lock is a line: the first letter of its mode, then its resource. IntentExclusive goes together with itself, and with no other mode used here.
    // All locks together are waited for less long than a command may take.
    private const string TransactionLocksSqlServerSql =
        """
        DECLARE @Outcome int = 0, @From int = 1, @To int, @Mode nvarchar(32), @Resource nvarchar(255), @Began datetime2 = SYSUTCDATETIME(), @Left int;
        WHILE @Outcome >= 0 AND @From <= LEN(@Locks)
        BEGIN
            SET @To = CHARINDEX(NCHAR(10), @Locks, @From);
            SET @Mode = CASE SUBSTRING(@Locks, @From, 1) WHEN 'I' THEN 'IntentExclusive' ELSE 'Exclusive' END;
            SET @Resource = SUBSTRING(@Locks, @From + 1, @To - @From - 1);
            SET @Left = @Patience - DATEDIFF(millisecond, @Began, SYSUTCDATETIME());
            SET @Left = CASE WHEN @Left > 0 THEN @Left ELSE 0 END;
            EXEC @Outcome = sp_getapplock @Resource = @Resource, @LockMode = @Mode, @LockOwner = 'Transaction', @LockTimeout = @Left;
            SET @From = @To + 1;
        END
        SELECT @Outcome;
        """;

    private const string AwaitSharersSqlServerSql =
        """
        DECLARE @Outcome int;
        EXEC @Outcome = sp_getapplock @Resource = @Resource, @LockMode = 'Shared', @LockOwner = 'Session', @LockTimeout = @Patience;
        SELECT @Outcome;
        """;

    private const string LetSharersGoOnSqlServerSql = "EXEC sp_releaseapplock @Resource = @Resource, @LockOwner = 'Session'";

    // What a transaction sees is fixed by its first read. The table of the migrations is small and always there.
    private const string FirstReadSqlServerSql = "SELECT COUNT(*) FROM schema_migrations";

    private const string SelectSettingsSqlServerSql =
        """
        SELECT name, CAST(is_read_committed_snapshot_on AS int) AS read_committed_snapshot, CAST(snapshot_isolation_state AS int) AS snapshot_isolation
        FROM sys.databases
        WHERE database_id = DB_ID()
        """;

    private const string SelectInsertedSqlServerSql = "SELECT CAST(SCOPE_IDENTITY() AS bigint)";

    private const string SchemaLockSqlServerSql =
        """
        DECLARE @Outcome int;
        EXEC @Outcome = sp_getapplock @Resource = 'outcome-api-schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 120000;
        SELECT @Outcome;
        """;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    // Who writes waits as long behind a reader who waits.
    private static readonly TimeSpan LongestWaitOfReaders = TimeSpan.FromSeconds(5);

    // How long a command may take unless its session says otherwise.
    private readonly TimeSpan _commandTime = TimeSpan.FromSeconds(new SqlConnectionStringBuilder(connectionString).CommandTimeout);

    private const string SchemaUnlockSqlServerSql = "EXEC sp_releaseapplock @Resource = 'outcome-api-schema', @LockOwner = 'Session'";

    public string Name => "sqlserver";

    public string SelectInsertedSql => SelectInsertedSqlServerSql;

    public long? Commits => null;

    public bool HasOneWriter => false;

    public void HasCommitted()
    {
    }

    public DbConnection Connect() => new SqlConnection(connectionString);

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = Connect();
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (InvalidOperationException e)
        {
            // All connections of the pool are in use, or the one that it had is lost. The driver has no error number for that.
            throw new DatabaseBusyException("The pool had no connection to the database.", e);
        }

        return connection;
    }

    public Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    public async Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct)
    {
        var connection = await open(ct);
        try
        {
            return new WriteTransaction(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct));
        }
        catch (InvalidOperationException) when (connection.State != ConnectionState.Open)
        {
            // The session's connection was lost, and that shows only now. The next one is new.
            connection = await open(ct);
            return new WriteTransaction(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct));
        }
    }

    /// <summary>
    /// Begins a transaction in snapshot isolation. Its reads wait for nobody and let nobody wait. Only its beginning waits for those who share the resource,
    /// a few milliseconds before their commit, and those who come meanwhile wait behind it.
    /// </summary>
    public async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct)
    {
        // Not cancelled: nobody would know whether the lock is held, and a connection keeps it in its pool.
        var parameters = new { Resource = resource, Patience = (int)PatienceWithin(_commandTime, LongestWaitOfReaders).TotalMilliseconds };
        RequireGranted(await connection.ExecuteScalarAsync<int>(new CommandDefinition(AwaitSharersSqlServerSql, parameters)), resource);
        DbTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(IsolationLevel.Snapshot, ct);
            await connection.ExecuteScalarAsync<int>(new CommandDefinition(FirstReadSqlServerSql, transaction: transaction, cancellationToken: ct));
        }
        catch when (transaction is not null)
        {
            await transaction.DisposeAsync();
            transaction = null;
            throw;
        }
        finally
        {
            await connection.ExecuteAsync(new CommandDefinition(LetSharersGoOnSqlServerSql, parameters, transaction));
        }

        return transaction;
    }

    /// <exception cref="DatabaseBusyException">
    /// Another transaction has held one of the locks for 20 seconds, or for two thirds of the time that a command may take.
    /// </exception>
    public async Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct)
    {
        // A name with a line break would be two. With a space in its place it is a lock that nobody else needs.
        var lines = string.Concat(locks.Select(l => $"{(l.IsShared ? 'I' : 'E')}{l.Resource.ReplaceLineEndings(" ")}\n"));
        var patience = PatienceWithin(session.StatementTime ?? _commandTime, LongestWait);
        var outcome = await session.ScalarAsync<int>(TransactionLocksSqlServerSql, new { Locks = lines, Patience = (int)patience.TotalMilliseconds }, ct);
        RequireGranted(outcome, locks[0].Resource);
    }

    public string Page(string orderedSelect) => orderedSelect + "\nOFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

    public async Task BulkInsertAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        TimeSpan? time,
        CancellationToken ct)
    {
        using var values = new DataTable();
        values.Columns.AddRange([.. columns.Select(column => new DataColumn(column, typeof(object)))]);
        foreach (var row in rows)
        {
            values.Rows.Add([.. row.Select(value => value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value)]);
        }

        // Ids that are given are kept: the column "id" is the one that the server counts up otherwise.
        var options = SqlBulkCopyOptions.CheckConstraints | (columns.Contains("id") ? SqlBulkCopyOptions.KeepIdentity : SqlBulkCopyOptions.Default);
        using var copy = new SqlBulkCopy((SqlConnection)connection, options, (SqlTransaction?)transaction)
        {
            BulkCopyTimeout = (int)(time ?? _commandTime).TotalSeconds,
            DestinationTableName = table,
        };
        foreach (var column in columns)
        {
            copy.ColumnMappings.Add(column, column);
        }

        await copy.WriteToServerAsync(values, ct);
    }

    /// <summary>
    /// Gives a parameter a value. A null goes as a text, which the server converts to the type of the column; only bytes could not be null that way.
    /// </summary>
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
    /// Maps error numbers to reasons. 1105 and 9002: the data file or the log is full. 3906: the database is read-only. 1204 (no more locks), 1205 (deadlock),
    /// 1222 (lock timeout), 3960 (the row has changed since the snapshot), 3961 (the table has been migrated since the snapshot) and -2 (command timeout):
    /// other transactions block this one. 701, 8645, 8651, 10928, 10929, 40501 and 49918 to 49920: the server has too much to do. 823 to 825: a page could
    /// not be read as it was written. 921, 976, 983, 4060, 6005, 40143, 40197, 40540 and 40613: the database is moving to another server. From severity 20
    /// on, the connection has ended or could not be made.
    /// </summary>
    public string? WhyNotWritten(DbException exception) => exception switch
    {
        LockDeadlock => "busy",
        SqlException fault => fault.Number switch
        {
            1105 or 9002 => "disk-full",
            3906 => "read-only",
            1204 or 1205 or 1222 or 3960 or 3961 or 701 or 8645 or 8651 or 10928 or 10929 or 40501 or 49918 or 49919 or 49920 or -2 => "busy",
            823 or 824 or 825 => "corrupted",
            921 or 976 or 983 or 4060 or 6005 or 40143 or 40197 or 40540 or 40613 => "unreachable",
            _ => fault.Class >= 20 ? "unreachable" : null,
        },
        _ => null,
    };

    public bool MayBeRunAgain(DbException exception) => IsUniqueViolation(exception) || WhyNotWritten(exception) is "busy" or "unreachable";

    public bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: 2601 or 2627 };

    public async Task RequireSettingsAsync(DbConnection connection, CancellationToken ct)
    {
        var settings = await connection.QuerySingleAsync<Settings>(new CommandDefinition(SelectSettingsSqlServerSql, cancellationToken: ct));
        string[] missing =
        [
            .. settings.ReadCommittedSnapshot == 1 ? [] : new[] { $"ALTER DATABASE [{settings.Name}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;" },
            .. settings.SnapshotIsolation == 1 ? [] : new[] { $"ALTER DATABASE [{settings.Name}] SET ALLOW_SNAPSHOT_ISOLATION ON;" },
        ];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException(
                $"The database {settings.Name} does not let readers and writers go on beside each other. Run once: {string.Join(' ', missing)}");
        }
    }

    public async Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct)
    {
        RequireGranted(
            await connection.ExecuteScalarAsync<int>(new CommandDefinition(SchemaLockSqlServerSql, commandTimeout: 130, cancellationToken: ct)),
            "schema");
        return new SchemaLock(connection);
    }

    /// <summary>How long a lock is waited for: less long than the command that waits may take, or nobody would know which of both has ended it.</summary>
    /// <param name="commandTime">How long the command may take. Zero: for ever.</param>
    /// <param name="longest">How long the lock is waited for at most.</param>
    internal static TimeSpan PatienceWithin(TimeSpan commandTime, TimeSpan longest) =>
        commandTime > TimeSpan.Zero && commandTime * 2 / 3 < longest ? commandTime * 2 / 3 : longest;

    private static void RequireGranted(int outcome, string resource)
    {
        if (outcome < 0)
        {
            // -3: the lock was given to another transaction, because both waited for each other.
            var message = $"A lock of {resource.Split('/')[0]} was not granted ({outcome}).";
            throw outcome == -3 ? new LockDeadlock(message) : new DatabaseBusyException(message);
        }
    }

    private sealed class LockDeadlock(string message) : DbException(message);

    private sealed record Settings
    {
        public required string Name { get; init; }

        public required int ReadCommittedSnapshot { get; init; }

        public required int SnapshotIsolation { get; init; }
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
