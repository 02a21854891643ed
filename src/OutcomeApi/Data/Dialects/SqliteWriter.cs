using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Data.Dialects;

/// <summary>
/// The only writer of a SQLite file: a thread that lets commands write one after the other on one connection, each in a savepoint of its own. One commit
/// makes several of them durable: while a commit waits for the disk, the next commands queue up, and they are committed together. A command that fails
/// takes back its savepoint and nothing else.
/// </summary>
/// <remarks>
/// Group commit is described by DeWitt et al., "Implementation Techniques for Main Memory Database Systems" (1984). A command runs on the thread of the
/// writer until it first waits for something else than the database, which is usually its commit, so that no turn is lost by changing threads.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Maximum number of commands that wait for their turn. More are refused, so that they can be sent again later.</summary>
    public const int MostWaiting = 2000;

    // Of the thread, as Linux counts it: from -20, which goes first, to 19. 0 is what others have.
    private const int Niceness = -10;

    // How long the first command of a group waits at most for the others.
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(2);

    // How long a shutdown waits for the commands that still have a turn.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly string _connectionString;
    private readonly BlockingCollection<Turn> _queue = new(new ConcurrentQueue<Turn>(), MostWaiting);
    private readonly Thread _thread;
    private PreparedConnection? _connection;
    private Group? _group;

    public SqliteWriter(string connectionString)
    {
        _connectionString = connectionString;
        _thread = new Thread(TakeTurns) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Begins a transaction when its turn has come.</summary>
    /// <param name="isShort">
    /// True for a command that takes a few milliseconds at most: its commit may be shared with others. Nobody waits for the commit of another command that
    /// takes longer.
    /// </param>
    /// <param name="ct">Cancels the waiting.</param>
    /// <exception cref="DatabaseBusyException">Too many commands are waiting already.</exception>
    public async Task<IWriteTransaction> BeginAsync(bool isShort, CancellationToken ct) => await QueueAsync(new Turn(isShort, writes: true), ct);

    /// <summary>Keeps all writers out until the result is disposed. No transaction is open then.</summary>
    public async Task<IAsyncDisposable> PauseAsync(CancellationToken ct) => await QueueAsync(new Turn(isShort: false, writes: false), ct);

    /// <summary>Lets the commands that wait have their turn, and closes the connection.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(LongestEnd);
    }

    private async Task<Turn> QueueAsync(Turn turn, CancellationToken ct)
    {
        if (_queue.IsAddingCompleted || !_queue.TryAdd(turn, 0, CancellationToken.None))
        {
            throw new DatabaseBusyException($"{MostWaiting} commands wait for their turn to write, or the program ends.");
        }

        await using var cancelled = ct.Register(() => turn.Cancel(ct));
        await turn.Begun;
        return turn;
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    private static extern int SetScheduler(int thread, int policy, in int priority);

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint thread, int niceness);

    /// <summary>
    /// Lets this thread go before the others of the program, because all of them wait for it. Linux must allow it (RLIMIT_NICE, or the capability
    /// SYS_NICE); otherwise it takes turns with them.
    /// </summary>
    private static void GoFirst()
    {
        Thread.CurrentThread.Priority = ThreadPriority.Highest;

        // .NET leaves priorities out on Linux, where each thread has a niceness of its own. A thread has that of the one that has made it, and this one may
        // be the one that makes threads of the pool: first, that is turned off (see sched(7) on SCHED_RESET_ON_FORK).
        const int ThisThread = 0, Others = 0, ResetOnFork = 0x40000000, OfThread = 0, NotRealTime = 0;
        if (OperatingSystem.IsLinux() && SetScheduler(ThisThread, Others | ResetOnFork, NotRealTime) == 0)
        {
            _ = SetPriority(OfThread, ThisThread, Niceness);
        }
    }

    private void TakeTurns()
    {
        GoFirst();
        foreach (var turn in _queue.GetConsumingEnumerable())
        {
            Take(turn);
            if (!turn.IsShort || _queue.Count == 0 || _group?.Age > LongestGroup)
            {
                CommitGroup();
            }
        }

        _connection?.Dispose();
        _queue.Dispose();
    }

    private void Take(Turn turn)
    {
        if (!turn.IsShort)
        {
            CommitGroup();
        }

        try
        {
            if (turn.Writes)
            {
                _connection ??= PreparedConnection.Open(_connectionString);
                if (_group is null)
                {
                    // Not deferred: a transaction that begins by reading may be unable to become the writer later.
                    _connection.Execute("BEGIN IMMEDIATE");
                    _group = new Group();
                }

                // Positioned, because every command needs it. BEGIN and COMMIT go through the provider, which waits longer for another program that writes.
                _connection.WriteRow("SAVEPOINT command", []);
            }
        }
        catch (SqliteException e)
        {
            Break(e);
            turn.Fail(e);
            return;
        }

        if (turn.Begin(_connection, _group) is { } fault)
        {
            Break(fault);
        }
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
    private sealed class Turn(bool isShort, bool writes) : IWriteTransaction
    {
        // Not asynchronous: the command goes on at once, on the thread of the writer.
        private readonly TaskCompletionSource _begun = new();
        private readonly ManualResetEventSlim _over = new();
        private PreparedConnection? _connection;
        private Group? _group;
        private SqliteException? _fault;

        public bool IsShort => isShort;

        public bool Writes => writes;

        /// <summary>Completes when the turn has come.</summary>
        public Task Begun => _begun.Task;

        public DbConnection Connection => _connection!;

        public DbTransaction? Transaction => null;

        /// <summary>Lets the command have its turn, and waits until it is over.</summary>
        /// <returns>The fault that has ended the transaction of the whole group. Null when there was none.</returns>
        public SqliteException? Begin(PreparedConnection? connection, Group? group)
        {
            (_connection, _group) = (connection, group);
            if (!_begun.TrySetResult())
            {
                // Nobody waits any more. What has begun is taken back.
                End("ROLLBACK TO command", "RELEASE command");
            }

            _over.Wait();
            return _fault;
        }

        public void Fail(SqliteException fault) => _begun.TrySetException(fault);

        public void Cancel(CancellationToken ct) => _begun.TrySetCanceled(ct);

        public async Task CommitAsync()
        {
            End("RELEASE command");
            if (await _group!.Settled is { } fault)
            {
                throw new SqliteException(fault.Message, fault.SqliteErrorCode, fault.SqliteExtendedErrorCode);
            }
        }

        /// <summary>
        /// Takes back the command. What it has read of the commands before it may be why it ends, so it is answered only when they are durable.
        /// </summary>
        public async ValueTask DisposeAsync()
        {
            if (!_over.IsSet)
            {
                End("ROLLBACK TO command", "RELEASE command");
                if (writes)
                {
                    await _group!.Settled;
                }
            }
        }

        private void End(params ReadOnlySpan<string> statements)
        {
            try
            {
                foreach (var statement in writes ? statements : [])
                {
                    _connection!.WriteRow(statement, []);
                }
            }
            catch (SqliteException e)
            {
                _fault = e;
            }

            _over.Set();
        }
    }
}
