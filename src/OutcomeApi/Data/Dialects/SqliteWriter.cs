using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Data.Dialects;

/// <summary>
/// The only writer of a SQLite file. Commands take turns on one connection, each in a savepoint of its own, and one commit makes several of them durable:
/// while a commit waits for the disk, the next commands queue up, and the last of them commits for all. A command that fails takes back its savepoint
/// and nothing else.
/// </summary>
/// <remarks>
/// Group commit is described by DeWitt et al., "Implementation Techniques for Main Memory Database Systems" (1984).
/// </remarks>
internal sealed class SqliteWriter(string connectionString) : IDisposable
{
    /// <summary>Maximum number of commands that wait for their turn. More are refused, so that they can be sent again later.</summary>
    public const int MostWaiting = 2000;

    // How long the first command of a group waits at most for the others.
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private PreparedConnection? _connection;
    private Group? _group;
    private int _waiting;

    /// <summary>Begins a transaction when its turn has come.</summary>
    /// <param name="isShort">
    /// True for a command that takes a few milliseconds at most: its commit may be shared with others. Nobody waits for the commit of another command that
    /// takes longer.
    /// </param>
    /// <param name="ct">Cancels the waiting.</param>
    /// <exception cref="DatabaseBusyException">Too many commands are waiting already.</exception>
    public async Task<IWriteTransaction> BeginAsync(bool isShort, CancellationToken ct)
    {
        await TakeTurnAsync(ct);
        try
        {
            if (!isShort)
            {
                CommitGroup();
            }

            _connection ??= PreparedConnection.Open(connectionString);
            if (_group is null)
            {
                // Not deferred: a transaction that begins by reading may be unable to become the writer later.
                _connection.Execute("BEGIN IMMEDIATE");
                _group = new Group();
            }

            _connection.Execute("SAVEPOINT command");
            return new Turn(this, _connection, _group, isShort);
        }
        catch (SqliteException e)
        {
            Break(e);
            _turn.Release();
            throw;
        }
    }

    /// <summary>Keeps all writers out until the result is disposed. No transaction is open then.</summary>
    public async Task<IAsyncDisposable> PauseAsync(CancellationToken ct)
    {
        await TakeTurnAsync(ct);
        CommitGroup();
        return new Pause(_turn);
    }

    /// <summary>Closes the connection. What has been committed is durable; nothing else is.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private async Task TakeTurnAsync(CancellationToken ct)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new DatabaseBusyException($"More than {MostWaiting} commands wait for their turn to write.");
        }

        try
        {
            await _turn.WaitAsync(ct);
            Interlocked.Decrement(ref _waiting);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _waiting);

            // Whoever had the turn may have left the commit to this command.
            if (_turn.Wait(0, CancellationToken.None))
            {
                PassOn(isShort: true);
            }

            throw;
        }
    }

    /// <summary>Passes the turn on. Commits first if nobody waits who could do it, or if the first command of the group has waited long enough.</summary>
    private void PassOn(bool isShort)
    {
        if (!isShort || Volatile.Read(ref _waiting) == 0 || _group?.Age > LongestGroup)
        {
            CommitGroup();
        }

        _turn.Release();
    }

    private void CommitGroup()
    {
        if (_group is not { } group)
        {
            return;
        }

        try
        {
            _connection!.Execute("COMMIT");
            _group = null;
            group.IsDurable();
        }
        catch (SqliteException e)
        {
            Break(e);
        }
    }

    /// <summary>Ends the group after a fault that took back the whole transaction. The next command begins on a new connection.</summary>
    private void Break(SqliteException fault)
    {
        // Closing the connection takes back what is left of the transaction.
        _connection?.Dispose();
        _connection = null;
        _group?.IsLost(fault);
        _group = null;
    }

    /// <summary>Commands that are committed together.</summary>
    private sealed class Group
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly TaskCompletionSource<SqliteException?> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan Age => Stopwatch.GetElapsedTime(_began);

        /// <summary>Completes when the commands are durable, with null, or lost, with the reason.</summary>
        public Task<SqliteException?> Settled => _settled.Task;

        public void IsDurable() => _settled.SetResult(null);

        public void IsLost(SqliteException fault) => _settled.SetResult(fault);
    }

    /// <summary>The turn of a command.</summary>
    private sealed class Turn(SqliteWriter writer, PreparedConnection connection, Group group, bool isShort) : IWriteTransaction
    {
        private bool _isOver;

        public DbConnection Connection => connection;

        public DbTransaction? Transaction => null;

        public async Task CommitAsync()
        {
            End("RELEASE command");
            if (await group.Settled is { } fault)
            {
                throw new SqliteException(fault.Message, fault.SqliteErrorCode, fault.SqliteExtendedErrorCode);
            }
        }

        /// <summary>
        /// Takes back the command. What it has read of the commands before it may be why it ends, so it is answered only when they are durable.
        /// </summary>
        public async ValueTask DisposeAsync()
        {
            if (!_isOver)
            {
                End("ROLLBACK TO command", "RELEASE command");
                await group.Settled;
            }
        }

        private void End(params ReadOnlySpan<string> statements)
        {
            _isOver = true;
            try
            {
                foreach (var statement in statements)
                {
                    connection.Execute(statement);
                }
            }
            catch (SqliteException e)
            {
                writer.Break(e);
            }

            writer.PassOn(isShort);
        }
    }

    private sealed class Pause(SemaphoreSlim turn) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
