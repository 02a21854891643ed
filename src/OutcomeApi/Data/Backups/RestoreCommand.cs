using System.CommandLine;
using Microsoft.Data.Sqlite;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;

namespace OutcomeApi.Data.Backups;

/// <summary>
/// Runs <c>restore FILE</c>: makes a backup the database of the service, where there is none. The feed of changes begins
/// a new epoch: positions that were given after the backup was made are never given again.
/// </summary>
public static class RestoreCommand
{
    public const string Name = "restore";

    private const string InsertEpochSql =
        "INSERT INTO feed_epochs (last_before, first_after, started_at) VALUES (@LastBefore, @FirstAfter, @Now)";

    private const string SelectLastSql = "SELECT COALESCE(MAX(id), 0) FROM record_history";

    private const string SelectSequenceSqliteSql = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'record_history'";

    private const string UpdateSequenceSqliteSql = "UPDATE sqlite_sequence SET seq = @Last WHERE name = 'record_history'";

    private const string InsertSequenceSqliteSql = "INSERT INTO sqlite_sequence (name, seq) VALUES ('record_history', @Last)";

    // Positions of an epoch begin with the seconds since then. No register grows by a million entries in each second of its life, so an epoch never
    // reaches the next one, and positions stay below 2^53 for a century.
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var command = new Command(
            Name, "Makes a backup the database, where there is none. The feed of changes tells its readers what is gone.") { file };
        command.SetAction((arguments, _) => onServices(services =>
        {
            var dialect = services.GetRequiredService<ISqlDialect>();
            return RunAsync(
                dialect.Name, dialect.Connect().ConnectionString, services, arguments.GetRequiredValue(file), arguments.InvocationConfiguration.Output);
        }));
        return command;
    }

    /// <summary>Returns the exit code. 0: the backup is the database; 1: it is not; 2: the server restores its own backups.</summary>
    /// <param name="provider">Kind of database.</param>
    /// <param name="connectionString">The database that is to come to be.</param>
    /// <param name="services">Services of the program.</param>
    /// <param name="file">The backup.</param>
    /// <param name="output">Where the result is said.</param>
    public static async Task<int> RunAsync(string provider, string connectionString, IServiceProvider services, string file, TextWriter output)
    {
        if (provider != "sqlite")
        {
            await output.WriteLineAsync("The server restores its own backups: RESTORE DATABASE.");
            return 2;
        }

        var target = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (!File.Exists(file) || File.Exists(target))
        {
            await output.WriteLineAsync(File.Exists(file) ? $"There is a database already: {target}. Nothing is overwritten." : $"There is no file {file}.");
            return 1;
        }

        var part = target + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            Delete(part);
            SqliteBackup.Copy(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString(), part);
            var first = await BeginEpochAsync(services, part);
            File.Move(part, target, overwrite: false);
            await output.WriteLineAsync($"Restored to {target}. The feed of changes goes on with position {first}.");
            return 0;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await output.WriteLineAsync($"Nothing is restored: {e.Message}");
            return 1;
        }
        finally
        {
            Delete(part);
        }
    }

    /// <summary>Brings the copy up to date and begins the epoch, so that no database without it comes to be.</summary>
    private static async Task<long> BeginEpochAsync(IServiceProvider services, string file)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        using var dialect = new SqliteDialect(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await new Migrator(dialect, clock, services.GetRequiredService<ILogger<Migrator>>()).MigrateAsync(CancellationToken.None);
        await using var session = new DbSession(dialect);
        var first = 0L;
        await session.WriteAsync(
            async () =>
            {
                var last = await session.ScalarAsync<long>(SelectLastSql, null, CancellationToken.None);
                var given = Math.Max(last, await session.ScalarAsync<long>(SelectSequenceSqliteSql, null, CancellationToken.None));
                first = Math.Max(given, (long)(clock.GetUtcNow() - Beginning).TotalSeconds << 20) + 1;
                await session.ExecuteAsync(InsertEpochSql, new { LastBefore = last, FirstAfter = first, Now = clock.GetUtcNow() }, CancellationToken.None);
                if (await session.ExecuteAsync(UpdateSequenceSqliteSql, new { Last = first - 1 }, CancellationToken.None) == 0)
                {
                    await session.ExecuteAsync(InsertSequenceSqliteSql, new { Last = first - 1 }, CancellationToken.None);
                }
            },
            CancellationToken.None);
        await dialect.ScrubAsync(CancellationToken.None);
        return first;
    }

    private static void Delete(string file)
    {
        foreach (var one in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
        {
            File.Delete(one);
        }
    }
}
