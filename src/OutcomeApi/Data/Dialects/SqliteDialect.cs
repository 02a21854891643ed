using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OutcomeApi.Data.Dialects;

/// <summary>The embedded database SQLite: one file with a write-ahead log. Every commit is on disk before the request is answered.</summary>
public sealed class SqliteDialect : ISqlDialect, IDisposable
{
    /// <summary>Options that a writing connection needs. Readers need none: the log mode is stored in the file, and readers never wait.</summary>
    internal const string WritingPragmas =
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";

    private const string SelectInsertedSqliteSql = "SELECT last_insert_rowid()";

    internal const string DateFormat = "yyyy-MM-dd";

    internal const string InstantFormat = "O";

    private readonly string _connectionString;
    private readonly SqliteWriter _writer;
    private long _commits;

    static SqliteDialect()
    {
        // Nobody asks how much memory SQLite has, and counting it takes a lock for every piece. Nor is a connection ever used by two threads at once, so
        // that it needs no lock for every call. Both are refused, without harm, once a database has been opened.
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    /// <summary>Creates the dialect, and the folder of the database file when it does not exist.</summary>
    public SqliteDialect(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
        _connectionString = builder.ToString();

        // Not pooled: when the writer gives up a connection, its transaction must end with it.
        builder.Pooling = false;
        _writer = new SqliteWriter(builder.ToString());
        if (builder.Mode != SqliteOpenMode.Memory && Path.GetDirectoryName(Path.GetFullPath(builder.DataSource)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    public string Name => "sqlite";

    public long? Commits => Interlocked.Read(ref _commits);

    public bool HasOneWriter => true;

    public void HasCommitted() => Interlocked.Increment(ref _commits);

    public DbConnection Connect() => new SqliteConnection(_connectionString);

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = Connect();
        await connection.OpenAsync(ct);
        return connection;
    }

    public async Task PrepareForWritingAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = WritingPragmas;
        await command.ExecuteNonQueryAsync(ct);
    }

    public Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct) =>
        _writer.BeginAsync(isShort, ct);

    public Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    /// <summary>Does nothing, because there is only one writer at a time.</summary>
    public Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct) => Task.CompletedTask;

    public string SelectInsertedSql => SelectInsertedSqliteSql;

    public string Page(string orderedSelect) => orderedSelect + "\nLIMIT @Take OFFSET @Skip";

    /// <summary>Runs one prepared statement for every row.</summary>
    public async Task BulkInsertAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows,
        TimeSpan? time,
        CancellationToken ct)
    {
        await using var command = ((PreparedConnection)connection).Inner.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => "$" + i))})";
        var parameters = columns.Select((_, i) => command.Parameters.Add(new SqliteParameter("$" + i, null))).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                SetValue(parameters[i], row[i]);
            }

            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public void SetValue(DbParameter parameter, object? value) => Set(parameter, value);

    /// <inheritdoc cref="ISqlDialect.SetValue"/>
    internal static void Set(DbParameter parameter, object? value) => parameter.Value = StoredAs(value) ?? DBNull.Value;

    /// <summary>Returns a value in the form in which it is stored: days and instants are texts.</summary>
    private static object? StoredAs(object? value) => value switch
    {
        DateOnly date => date.ToString(DateFormat, CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <summary>
    /// Rewrites the file and empties the write-ahead log. Deleted cells are overwritten at once (secure_delete), but moved pages and the log can
    /// still hold the old content.
    /// </summary>
    public async Task ScrubAsync(CancellationToken ct)
    {
        await using var alone = await _writer.PauseAsync(ct);
        await using var connection = await OpenAsync(ct);
        await PrepareForWritingAsync(connection, ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM";
        await command.ExecuteNonQueryAsync(ct);
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) != 0)
        {
            throw new DatabaseBusyException("The write-ahead log could not be emptied: somebody is reading.");
        }
    }

    public string? WhyNotWritten(DbException exception) => exception is not SqliteException fault ? null : fault.SqliteErrorCode switch
    {
        5 or 6 => "busy",
        8 => "read-only",
        13 => "disk-full",

        // The memory beside the write-ahead log is a file, which could not grow.
        10 when fault.SqliteExtendedErrorCode == 4874 => "disk-full",
        11 or 26 => "corrupted",
        10 or 14 => "unreachable",
        _ => null,
    };

    public bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    public Task RequireSettingsAsync(DbConnection connection, CancellationToken ct) => Task.CompletedTask;

    public Task<IAsyncDisposable> LockSchemaAsync(DbConnection connection, CancellationToken ct) => _writer.PauseAsync(ct);

    public void Dispose() => _writer.Dispose();
}
