using System.Data.Common;
using Dapper;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data;

/// <summary>
/// One connection for one command or query, and its transaction. Everything that a handler reads and writes goes through here, so that it is
/// inside the transaction without being told to. (<c>TransactionScope</c> does nothing on SQLite and does not say so.)
/// </summary>
public sealed class DbSession(ISqlDialect dialect) : IAsyncDisposable
{
    private readonly List<Action> _afterCommit = [];
    private DbConnection? _connection;
    private DbTransaction? _transaction;
    private IDisposable? _lease;

    public ISqlDialect Dialect { get; } = dialect;

    /// <summary>Begins the one transaction of a command.</summary>
    public async Task BeginWriteAsync(CancellationToken ct)
    {
        RequireNone();
        (_transaction, _lease) = await Dialect.BeginWriteAsync(await OpenAsync(ct), ct);
    }

    /// <summary>From here to the end of the session (or <see cref="EndAsync"/>) all reads see one state.</summary>
    public async Task BeginSnapshotAsync(CancellationToken ct)
    {
        RequireNone();
        _transaction = await Dialect.BeginSnapshotAsync(await OpenAsync(ct), ct);
    }

    /// <summary>A few writes outside a command, in a transaction of their own: on the embedded database they take their turn like every other.</summary>
    public async Task WriteAsync(Func<Task> write, CancellationToken ct)
    {
        await BeginWriteAsync(ct);
        try
        {
            await write();
            await CommitAsync(ct);
        }
        finally
        {
            await EndAsync();
        }
    }

    /// <summary>Makes what was written durable, then does what was asked to follow.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        var transaction = _transaction ?? throw new InvalidOperationException("There is no transaction to commit.");

        // Not broken off half way: nobody would know what has become of it.
        ct.ThrowIfCancellationRequested();
        await transaction.CommitAsync(CancellationToken.None);
        Dialect.HasCommitted();
        Action[] actions = [.. _afterCommit];
        await EndAsync();
        Array.ForEach(actions, action => action());
    }

    /// <summary>Ends the transaction; what was written and not committed is gone.</summary>
    public async Task EndAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
            _transaction = null;
        }

        _lease?.Dispose();
        _lease = null;
        _afterCommit.Clear();
    }

    /// <summary>Something to do once what was written is durable, for example waking whoever waits for it.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public Task LockAsync(string resource, CancellationToken ct) => Dialect.LockAsync(this, resource, ct);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        (await (await OpenAsync(ct)).QueryAsync<T>(Command(sql, parameters, ct))).AsList();

    /// <summary>Rows whose first columns make a <typeparamref name="TFirst"/> and, from <paramref name="splitOn"/> on, a <typeparamref name="TSecond"/>.</summary>
    public async Task<IReadOnlyList<TResult>> QueryAsync<TFirst, TSecond, TResult>(
        string sql, Func<TFirst, TSecond, TResult> combine, string splitOn, object? parameters, CancellationToken ct) =>
        (await (await OpenAsync(ct)).QueryAsync(Command(sql, parameters, ct), combine, splitOn)).AsList();

    public async Task<T?> QueryOneAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        await (await OpenAsync(ct)).QuerySingleOrDefaultAsync<T>(Command(sql, parameters, ct));

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        await (await OpenAsync(ct)).ExecuteScalarAsync<T>(Command(sql, parameters, ct));

    public async Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) =>
        await (await OpenAsync(ct)).ExecuteAsync(Command(sql, parameters, ct));

    /// <summary>Inserts many rows in the way that is quick on this database.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that are given.</param>
    /// <param name="rows">Their values: numbers, texts, booleans, dates, instants, nulls.</param>
    /// <param name="ct">Cancels.</param>
    public async Task BulkInsertAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct) =>
        await Dialect.BulkInsertAsync(
            await OpenAsync(ct), _transaction ?? throw new InvalidOperationException("Many rows are inserted in a transaction."), table, columns, rows, ct);

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
        if (_connection is null)
        {
            var connection = Dialect.Connect();
            await connection.OpenAsync(ct);
            _connection = connection;
        }

        return _connection;
    }

    private void RequireNone()
    {
        // A second one would wait for the first for ever: on SQLite there is one writer.
        if (_transaction is not null)
        {
            throw new InvalidOperationException("The session is in a transaction already. A handler calls what it needs inside its own; it does not send a command.");
        }
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) =>
        new(sql, parameters, _transaction, cancellationToken: ct);
}
