using System.Data;
using System.Data.Common;
using Dapper;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data;

/// <summary>
/// Holds the connection of one command or query, and its transaction. Handlers read and write only through the session, so all their statements are part
/// of the transaction. Do not use <c>TransactionScope</c> instead: on SQLite it has no effect and raises no error.
/// </summary>
public sealed class DbSession(ISqlDialect dialect) : IAsyncDisposable
{
    private readonly List<Action> _afterCommit = [];
    private readonly HashSet<ResourceLock> _held = [];
    private DbConnection? _connection;
    private IWriteTransaction? _write;
    private DbTransaction? _snapshot;

    /// <summary>The dialect of the database.</summary>
    public ISqlDialect Dialect { get; } = dialect;

    /// <summary>How long a statement may take. Null: as long as the connection string says, or half a minute.</summary>
    public TimeSpan? StatementTime { get; set; }

    /// <summary>Begins the transaction of a command. It ends when the returned scope is disposed; writes that are not committed are rolled back.</summary>
    /// <param name="ct">Cancels the waiting.</param>
    /// <param name="isShort">True for a command that takes a few milliseconds at most. The database may commit several of them together.</param>
    /// <exception cref="InvalidOperationException">The session is already in a transaction.</exception>
    public async Task<IAsyncDisposable> BeginWriteAsync(CancellationToken ct, bool isShort = false)
    {
        RequireNone();
        _write = await Dialect.BeginWriteAsync(OpenAsync, isShort, ct);
        return new Scope(this);
    }

    /// <summary>
    /// Begins a transaction in which all reads see one state of a project. It ends when the returned scope is disposed. The project's history is seen up to
    /// its newest entry without a gap: no entry appears later before that one.
    /// </summary>
    /// <exception cref="InvalidOperationException">The session is already in a transaction.</exception>
    public async Task<IAsyncDisposable> SnapshotAsync(string project, CancellationToken ct)
    {
        RequireNone();
        _snapshot = await Dialect.BeginSnapshotAsync(await OpenAsync(ct), HistoryOf(project), ct);
        return new Scope(this);
    }

    /// <summary>
    /// Runs a few writes outside a command, in a transaction of their own. They take a few milliseconds at most. On the embedded database they wait for
    /// their turn, like all other writers.
    /// </summary>
    public async Task WriteAsync(Func<Task> write, CancellationToken ct)
    {
        await using var transaction = await BeginWriteAsync(ct, isShort: true);
        await write();
        await CommitAsync(ct);
    }

    /// <summary>
    /// Runs a few writes as <see cref="WriteAsync"/> does, and leaves them out when the database cannot be written, for example because its disk is full.
    /// Use it for what is only noted, or kept to be faster.
    /// </summary>
    public async Task WriteIfPossibleAsync(Func<Task> write, CancellationToken ct)
    {
        try
        {
            await WriteAsync(write, ct);
        }
        catch (Exception e) when (e is DatabaseBusyException || (e is DbException fault && Dialect.WhyNotWritten(fault) is not null))
        {
            // Whoever reads is answered all the same.
        }
    }

    /// <summary>Takes back what the transaction has written so far. The transaction that continues in its place belongs to the same scope.</summary>
    public async Task StartOverAsync(CancellationToken ct)
    {
        await EndAsync();
        await BeginWriteAsync(ct);
    }

    /// <summary>Commits the transaction, then runs the actions given to <see cref="AfterCommit"/>.</summary>
    /// <exception cref="InvalidOperationException">The session is in no transaction.</exception>
    public async Task CommitAsync(CancellationToken ct)
    {
        var transaction = _write ?? throw new InvalidOperationException("There is no transaction to commit.");

        // A commit that has begun must not be cancelled: nobody would know whether it took effect.
        ct.ThrowIfCancellationRequested();
        await transaction.CommitAsync();
        Dialect.HasCommitted();
        Action[] actions = [.. _afterCommit];
        await EndAsync();
        Array.ForEach(actions, action => action());
    }

    /// <summary>Adds an action to run after the commit, for example to wake a waiting job.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Makes other transactions that lock the same resource wait until this one ends.</summary>
    public Task LockAsync(string resource, CancellationToken ct) => LockAllAsync([new ResourceLock(resource)], ct);

    /// <summary>Makes other transactions that lock the same project, or something in it, wait until this one ends.</summary>
    public Task LockProjectAsync(string project, CancellationToken ct) => LockAsync(NameOf(project), ct);

    /// <summary>
    /// Makes other transactions that lock the same project, or the same resources in it, wait until this one ends. Those that lock other resources in it
    /// go on.
    /// </summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="resources">The resources, in the order in which everybody locks them.</param>
    /// <param name="ct">Cancels the waiting.</param>
    /// <returns>True if others may have written meanwhile: what was read before is read again.</returns>
    public async Task<bool> LockInProjectAsync(string project, IEnumerable<string> resources, CancellationToken ct) =>
        !HasAlone(project)
        && await LockAllAsync(resources.Select(r => new ResourceLock($"{NameOf(project)}/{r}")).Prepend(new ResourceLock(NameOf(project), IsShared: true)), ct);

    /// <summary>
    /// Makes those who read the project's history wait until this transaction ends. Take it before an entry gets its number: numbers are given at the insert
    /// and seen at the commit, and whoever has seen a number must have seen those before it. Others who write the history go on.
    /// </summary>
    public Task LockHistoryAsync(string project, CancellationToken ct) =>
        HasAlone(project) ? Task.CompletedTask : LockAllAsync([new ResourceLock(HistoryOf(project), IsShared: true)], ct);

    /// <summary>Runs a query and returns its rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        (await (await ConnectionAsync(ct)).QueryAsync<T>(Command(sql, parameters, ct))).AsList();

    /// <summary>
    /// Runs a query whose rows each hold two objects. The first columns make a <typeparamref name="TFirst"/>. The columns from
    /// <paramref name="splitOn"/> on make a <typeparamref name="TSecond"/>.
    /// </summary>
    public async Task<IReadOnlyList<TResult>> QueryAsync<TFirst, TSecond, TResult>(
        string sql, Func<TFirst, TSecond, TResult> combine, string splitOn, object? parameters, CancellationToken ct) =>
        (await (await ConnectionAsync(ct)).QueryAsync(Command(sql, parameters, ct), combine, splitOn)).AsList();

    /// <summary>Runs a query that returns at most one row. Returns null when there is none.</summary>
    public async Task<T?> QueryOneAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        await (await ConnectionAsync(ct)).QuerySingleOrDefaultAsync<T>(Command(sql, parameters, ct));

    /// <summary>Runs a query and returns the first column of its first row. Returns null when there is no row or the value is NULL.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        await (await ConnectionAsync(ct)).ExecuteScalarAsync<T>(Command(sql, parameters, ct));

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) =>
        await (await ConnectionAsync(ct)).ExecuteAsync(Command(sql, parameters, ct));

    /// <summary>
    /// Runs a query as <see cref="QueryAsync{T}"/> does, for the few that every write runs, and for those with very many rows: nothing is looked up by name,
    /// which takes longer than such a query, and each row is read when it comes.
    /// </summary>
    /// <param name="sql">The query. A constant.</param>
    /// <param name="values">Its values, in the order in which it first names their parameters.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="ct">Cancels the query.</param>
    public async ValueTask<IReadOnlyList<T>> ReadRowsAsync<T>(string sql, object?[] values, Func<IRow, T> read, CancellationToken ct)
    {
        if (_write?.Connection is PreparedConnection prepared)
        {
            return prepared.ReadRows(sql, values, read);
        }

        await using var statement = await StatementAsync(sql, values, ct);
        await using var reader = await statement.ExecuteReaderAsync(ct);
        var (row, rows) = (new ReaderRow(reader), new List<T>());
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    /// <summary>Runs a statement as <see cref="ExecuteAsync"/> does, for the few that every write runs.</summary>
    /// <param name="sql">The statement. A constant.</param>
    /// <param name="values">Its values, in the order in which it first names their parameters.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async ValueTask WriteRowAsync(string sql, object?[] values, CancellationToken ct)
    {
        if (_write?.Connection is PreparedConnection prepared)
        {
            prepared.WriteRow(sql, values);
            return;
        }

        await using var statement = await StatementAsync(sql, values, ct);
        await statement.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Inserts a row into a table that numbers its rows, as <see cref="WriteRowAsync"/> does.</summary>
    /// <returns>The number that the row was given.</returns>
    public async ValueTask<long> InsertRowAsync(string sql, object?[] values, CancellationToken ct)
    {
        if (_write?.Connection is PreparedConnection prepared)
        {
            prepared.WriteRow(sql, values);
            return prepared.ReadRows(Dialect.SelectInsertedSql, [], row => row.GetInt64(0))[0];
        }

        // In one statement: SQL Server knows the number only where it was given.
        return (await ReadRowsAsync($"{sql};\n{Dialect.SelectInsertedSql}", values, row => row.GetInt64(0), ct))[0];
    }

    /// <summary>Inserts many rows in the fastest way that the database offers. The session must be in a transaction.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="columns">Names of the columns to fill.</param>
    /// <param name="rows">The values of each row: numbers, texts, booleans, dates, instants or nulls.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <exception cref="InvalidOperationException">The session is in no transaction.</exception>
    public async Task BulkInsertAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        var write = _write ?? throw new InvalidOperationException("Many rows are inserted in a transaction.");
        await Dialect.BulkInsertAsync(write.Connection, write.Transaction, table, columns, rows, StatementTime, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        if (_connection is not { State: ConnectionState.Open })
        {
            // A connection that was lost is not used again.
            await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            _connection = null;
            _connection = await Dialect.OpenAsync(ct);
        }

        return _connection;
    }

    private async ValueTask<DbConnection> ConnectionAsync(CancellationToken ct) => _write?.Connection ?? await OpenAsync(ct);

    private async Task EndAsync()
    {
        // Forgotten first: even if the end fails, nothing more is written in this transaction.
        var (write, snapshot) = (_write, _snapshot);
        (_write, _snapshot) = (null, null);
        _afterCommit.Clear();
        _held.Clear();
        try
        {
            await (write?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (snapshot?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (InvalidOperationException) when (_connection is { State: not ConnectionState.Open })
        {
            // The connection is lost, and with it what the transaction has written. Whoever used it has been told why.
        }
    }

    private static string NameOf(string project) => "project:" + project;

    private static string HistoryOf(string project) => "history:" + project;

    /// <summary>Returns whether nobody else writes in a project meanwhile, so that nothing in it has to be locked.</summary>
    private bool HasAlone(string project) => Dialect.HasOneWriter || _held.Contains(new ResourceLock(NameOf(project)));

    private async Task<bool> LockAllAsync(IEnumerable<ResourceLock> locks, CancellationToken ct)
    {
        ResourceLock[] missing = [.. locks.Where(l => !_held.Contains(l))];
        if (missing.Length == 0)
        {
            return false;
        }

        await Dialect.LockAsync(this, missing, ct);
        _held.UnionWith(missing);
        return Dialect.Commits is null;
    }

    private void RequireNone()
    {
        // SQLite has only one writer, so a second transaction would wait for the first one forever.
        if (_write is not null || _snapshot is not null)
        {
            throw new InvalidOperationException(
                "The session is in a transaction already. A handler calls what it needs inside its own; it does not send a command.");
        }
    }

    private async ValueTask<DbCommand> StatementAsync(string sql, object?[] values, CancellationToken ct)
    {
        var statement = (await ConnectionAsync(ct)).CreateCommand();
        statement.Transaction = _write is null ? _snapshot : _write.Transaction;
        statement.CommandText = sql;
        statement.CommandTimeout = (int?)StatementTime?.TotalSeconds ?? statement.CommandTimeout;
        var names = ParameterNames.Of(sql);
        if (names.Count != values.Length)
        {
            throw new ArgumentException($"The statement has {names.Count} parameters and not {values.Length}.", nameof(values));
        }

        foreach (var (name, value) in names.Zip(values))
        {
            var parameter = statement.CreateParameter();
            parameter.ParameterName = name;
            Dialect.SetValue(parameter, value);
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) =>
        new(sql, parameters, _write is null ? _snapshot : _write.Transaction, (int?)StatementTime?.TotalSeconds, cancellationToken: ct);

    /// <summary>The time in which a session is in its transaction.</summary>
    private sealed class Scope(DbSession session) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(session.EndAsync());
    }
}
