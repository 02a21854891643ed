using Microsoft.Data.Sqlite;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Data;

/// <summary>The writer of SQLite: commands take turns and share commits, and none touches another.</summary>
public sealed class WriterTests : IAsyncLifetime, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-writer-");
    private SqliteDialect _dialect = null!;

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "writer.db")};Pooling=False";

    public async Task InitializeAsync()
    {
        _dialect = new SqliteDialect(ConnectionString);
        await using var session = new DbSession(_dialect);
        await session.WriteAsync(
            async () =>
            {
                await session.ExecuteAsync("CREATE TABLE parents (id INTEGER PRIMARY KEY)", null, None);
                await session.ExecuteAsync("CREATE TABLE texts (content BLOB)", null, None);

                // Checked only by the commit, so that a commit can fail.
                await session.ExecuteAsync(
                    "CREATE TABLE rows (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)", null, None);
            },
            None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _dialect.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_command_that_fails_takes_back_what_it_has_written_and_nothing_of_its_neighbours()
    {
        var commits = 0;
        var answers = await TogetherAsync(90, async (session, number) =>
        {
            await session.ExecuteAsync("INSERT INTO rows (id) VALUES (@Id)", new { Id = number }, None);
            switch (number % 3)
            {
                case 1:
                    return false;
                case 2:
                    await session.ExecuteAsync("INSERT INTO rows (id) VALUES (@Id)", new { Id = number }, None);
                    return true;
                default:
                    Interlocked.Increment(ref commits);
                    return true;
            }
        });

        answers.Select((failed, number) => (failed, number)).ShouldAllBe(answer => (answer.failed != null) == (answer.number % 3 == 2));
        (await RowsAsync()).ShouldBe(Enumerable.Range(0, 90).Where(number => number % 3 == 0));
        commits.ShouldBe(30);
    }

    // Only Linux has setpriv.
    [InstalledFact("bash", "nice", "setpriv")]
    public async Task The_thread_that_writes_goes_before_the_others_as_far_as_Linux_allows_it()
    {
        // Whoever may not take another niceness is told his own.
        var (_, said, _) = await ServiceProcess.RunScriptAsync(_folder.FullName, "nice -n $((-10 - $(nice))) nice", TimeSpan.FromSeconds(60));
        var allowed = said.Trim();
        var (writer, made) = (string.Empty, string.Empty);

        // The command waits for its turn, so that it goes on where the writer is.
        var pause = await _dialect.LockSchemaAsync(null!, None);
        await using var session = new DbSession(_dialect);
        var writing = Task.Run(() => session.WriteAsync(
            () =>
            {
                writer = StatOfThread();
                var thread = new Thread(() => made = StatOfThread());
                thread.Start();
                thread.Join();
                return Task.CompletedTask;
            },
            None));
        await pause.DisposeAsync();
        await writing;

        writer.ShouldContain("(SQLite writer)");
        NicenessIn(writer).ShouldBe(allowed);
        NicenessIn(made).ShouldBe(allowed.StartsWith('-') ? "0" : allowed, "Threads that it makes do not go first.");

        static string StatOfThread() => File.ReadAllText("/proc/thread-self/stat");

        // After the name, which stands in parentheses: the state, and then fifteen numbers before this one.
        static string NicenessIn(string stat) => stat.Split(") ")[1].Split(' ')[16];
    }

    [Fact]
    public async Task Commands_that_are_committed_together_are_lost_together_and_all_are_told()
    {
        // All wait while the writer is kept out, so that most of them are one group.
        var answers = await TogetherAsync(5, async (session, number) =>
        {
            var row = new { Id = number, Parent = number == 3 ? 99 : (int?)null };
            await session.ExecuteAsync("INSERT INTO rows (id, parent) VALUES (@Id, @Parent)", row, None);
            return true;
        });

        answers[3].ShouldBeOfType<Microsoft.Data.Sqlite.SqliteException>();
        (await RowsAsync()).ShouldBe(Enumerable.Range(0, 5).Where(number => answers[number] is null), "who was told so is there, and nobody else");

        // The next ones are written as ever.
        await using var next = new DbSession(_dialect);
        await next.WriteAsync(() => next.ExecuteAsync("INSERT INTO rows (id) VALUES (70)", null, None), None);
        (await RowsAsync()).ShouldContain(70);
    }

    [Fact]
    public async Task Whoever_shares_a_commit_with_a_command_that_finds_the_disk_full_is_told_so()
    {
        var lost = 0;
        for (var round = 1; lost == 0 && round < 100; round++)
        {
            var first = round * 10;
            var answers = await TogetherAsync(5, async (session, number) =>
            {
                if (number == 3)
                {
                    await session.ExecuteAsync("PRAGMA max_page_count = 1", null, None);
                    await session.ExecuteAsync("INSERT INTO texts (content) VALUES (randomblob(1000000))", null, None);
                }

                await session.ExecuteAsync("INSERT INTO rows (id) VALUES (@Id)", new { Id = first + number }, None);
                return true;
            });

            answers[3].ShouldNotBeNull();
            answers.ShouldAllBe(answer => answer == null || IsDiskFull(answer));
            var stored = await RowsAsync();
            Enumerable.Range(0, 5).ShouldAllBe(number => stored.Contains(first + number) == (answers[number] == null));
            lost = answers.Take(3).Count(answer => answer is not null);
        }

        lost.ShouldBeGreaterThan(0, "no command has shared the commit");
    }

    [Fact]
    public async Task Values_in_order_are_stored_in_the_forms_of_the_database()
    {
        object?[] values = ["å", 7, true, null, new DateOnly(2026, 4, 30), new DateTimeOffset(2026, 4, 30, 8, 0, 0, TimeSpan.FromHours(2))];
        string[] stored = ["text å", "integer 7", "integer 1", "null ", "text 2026-04-30", "text 2026-04-30T06:00:00.0000000Z"];
        const string Select = "SELECT CONCAT(typeof(content), ' ', content) FROM texts WHERE content = @Content OR content IS NULL AND @Content IS NULL";
        await using var session = new DbSession(_dialect);
        await session.WriteAsync(
            async () =>
            {
                foreach (var (value, form) in values.Zip(stored))
                {
                    await session.WriteRowAsync("INSERT INTO texts (content) VALUES (@Content)", [value], None);
                    (await session.ReadRowsAsync(Select, [value], row => row.GetString(0), None)).ShouldBe([form]);
                }

                await Should.ThrowAsync<ArgumentException>(async () => await session.WriteRowAsync("INSERT INTO texts (content) VALUES (@Content)", [], None));
            },
            None);

        // Outside the writer, the same values find the same rows.
        foreach (var (value, form) in values.Zip(stored))
        {
            (await session.ReadRowsAsync(Select, [value], row => row.GetString(0), None)).ShouldBe([form]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Values_are_taken_by_the_order_in_which_a_statement_first_names_them(bool isWriting)
    {
        await using var session = new DbSession(_dialect);
        await RunAsync(session, isWriting, async () =>
            (await session.ReadRowsAsync("SELECT @B - @A, @A", [10, 3], row => (row.GetInt32(0), row.GetInt32(1)), None)).ShouldBe([(7, 3)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Columns_are_read_in_the_forms_in_which_they_were_stored(bool isWriting)
    {
        const string Select = "SELECT 7, 9000000000, 1, NULL, 'å', '2026-04-30', '2026-04-30T06:00:00.0000000Z' UNION ALL SELECT 8, 0, 0, 1, '', '', ''";
        await using var session = new DbSession(_dialect);
        await RunAsync(session, isWriting, async () =>
        {
            var rows = await session.ReadRowsAsync(
                Select,
                [],
                row => row.GetInt32(0) == 8
                    ? "8"
                    : $"{row.GetInt64(1)} {row.GetBoolean(2)} {row.IsNull(3)} {row.GetString(4)} {row.GetDate(5):O} {row.GetInstant(6):O}",
                None);
            rows.ShouldBe(["9000000000 True True å 2026-04-30 2026-04-30T06:00:00.0000000+00:00", "8"]);
            await Should.ThrowAsync<InvalidOperationException>(async () => await session.ReadRowsAsync(Select, [], row => row.GetString(3), None));
        });
    }

    [Fact]
    public async Task A_statement_that_was_refused_can_be_executed_again()
    {
        const string Insert = "INSERT INTO rows (id) VALUES (@Id)";
        await using var session = new DbSession(_dialect);
        await session.WriteAsync(
            async () =>
            {
                await session.WriteRowAsync(Insert, [1], None);
                var refused = await Should.ThrowAsync<SqliteException>(async () => await session.WriteRowAsync(Insert, [1], None));
                _dialect.IsUniqueViolation(refused).ShouldBeTrue();
                await session.ExecuteAsync("ALTER TABLE rows ADD COLUMN more TEXT", null, None);
                await session.WriteRowAsync(Insert, [2L], None);
            },
            None);
        (await RowsAsync()).ShouldBe([1, 2]);
    }

    private static async Task RunAsync(DbSession session, bool isWriting, Func<Task> work)
    {
        if (isWriting)
        {
            await session.WriteAsync(work, None);
        }
        else
        {
            await work();
        }
    }

    [Fact]
    public async Task Nobody_waits_for_a_commit_with_a_command_that_takes_long()
    {
        await using var slow = new DbSession(_dialect);
        await using var quick = new DbSession(_dialect);
        var pause = await _dialect.LockSchemaAsync(null!, None);
        var written = quick.WriteAsync(() => quick.ExecuteAsync("INSERT INTO rows (id) VALUES (1)", null, None), None);
        var begun = slow.BeginWriteAsync(None);
        await pause.DisposeAsync();

        await using (await begun)
        {
            // The long command has its turn, and the short one is durable.
            await written.WaitAsync(TimeSpan.FromSeconds(20));
            (await RowsAsync()).ShouldBe([1]);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_nothing_and_the_queue_goes_on()
    {
        await using var patient = new DbSession(_dialect);
        await using var other = new DbSession(_dialect);
        using var gaveUp = new CancellationTokenSource();
        var pause = await _dialect.LockSchemaAsync(null!, None);
        var given = other.WriteAsync(() => other.ExecuteAsync("INSERT INTO rows (id) VALUES (1)", null, None), gaveUp.Token);
        var written = patient.WriteAsync(() => patient.ExecuteAsync("INSERT INTO rows (id) VALUES (2)", null, None), None);
        await gaveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);

        await pause.DisposeAsync();
        await written;
        (await RowsAsync()).ShouldBe([2]);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_what_waits_is_still_written()
    {
        var pause = await _dialect.LockSchemaAsync(null!, None);
        var waiting = new List<Task>();
        while (waiting.Count < 2000)
        {
            var session = new DbSession(_dialect);
            var id = waiting.Count;
            waiting.Add(session.WriteAsync(() => session.ExecuteAsync("INSERT INTO rows (id) VALUES (@Id)", new { Id = id }, None), None));
        }

        await using var late = new DbSession(_dialect);
        await Should.ThrowAsync<DatabaseBusyException>(late.BeginWriteAsync(None));
        await pause.DisposeAsync();
        await Task.WhenAll(waiting);
        (await RowsAsync()).Count.ShouldBe(2000);
    }

    [Fact]
    public async Task An_end_lets_those_who_wait_write()
    {
        var dialect = new SqliteDialect(ConnectionString);
        var pause = await dialect.LockSchemaAsync(null!, None);
        await using var session = new DbSession(dialect);
        var written = session.WriteAsync(() => session.ExecuteAsync("INSERT INTO rows (id) VALUES (1)", null, None), None);
        var ended = Task.Run(dialect.Dispose);
        await pause.DisposeAsync();
        await ended;
        await written;
        (await RowsAsync()).ShouldBe([1]);
    }

    private static bool IsDiskFull(Exception answer) => answer is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 13 };

    /// <summary>Runs commands that all wait for the same moment. Each says whether it commits. Returns what each has failed by.</summary>
    private async Task<Exception?[]> TogetherAsync(int count, Func<DbSession, int, Task<bool>> command)
    {
        var pause = await _dialect.LockSchemaAsync(null!, None);
        var running = Enumerable.Range(0, count).Select(RunAsync).ToArray();
        await pause.DisposeAsync();
        return await Task.WhenAll(running);

        async Task<Exception?> RunAsync(int number)
        {
            await using var session = new DbSession(_dialect);
            try
            {
                await using var turn = await session.BeginWriteAsync(None, isShort: true);
                if (await command(session, number))
                {
                    await session.CommitAsync(None);
                }

                return null;
            }
            catch (Microsoft.Data.Sqlite.SqliteException e)
            {
                return e;
            }
        }
    }

    private async Task<IReadOnlyList<int>> RowsAsync()
    {
        await using var session = new DbSession(_dialect);
        return await session.QueryAsync<int>("SELECT id FROM rows ORDER BY id", null, None);
    }
}
