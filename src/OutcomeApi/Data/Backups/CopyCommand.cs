using System.CommandLine;
using System.Data.Common;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;

namespace OutcomeApi.Data.Backups;

/// <summary>
/// Runs <c>copy --to FILE</c>: copies the whole embedded database into an empty one, on a SQL Server as a rule, and compares what has arrived. The service
/// is stopped meanwhile.
/// </summary>
public static class CopyCommand
{
    public const string Name = "copy";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var to = new Option<string>("--to")
        {
            Description = "A file that holds the connection string of the database to fill: a password in an argument would be in every list of processes.",
            Required = true,
            HelpName = "FILE",
        };
        var provider = new Option<string>("--to-provider")
        {
            Description = "The kind of that database.",
            DefaultValueFactory = _ => "sqlserver",
        };
        provider.AcceptOnlyFromAmong("sqlserver", "sqlite");
        var command = new Command(Name, "Copies the embedded database into an empty one on a SQL Server, and compares what has arrived.") { to, provider };
        command.SetAction((arguments, ct) => onServices(services => RunAsync(
            services,
            arguments.GetRequiredValue(to),
            arguments.GetRequiredValue(provider),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error,
            ct)));
        return command;
    }

    /// <summary>Returns the exit code. 0: everything is there and the same; 2: nothing has been copied.</summary>
    private static async Task<int> RunAsync(
        IServiceProvider services, string file, string provider, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        try
        {
            var source = services.GetRequiredService<ISqlDialect>() as SqliteDialect
                ?? throw new InvalidOperationException("Only the embedded database is copied. A server restores a backup of another: BACKUP and RESTORE.");
            var connectionString = (await File.ReadAllTextAsync(file, ct)).Trim();
            ISqlDialect target = provider == "sqlserver" ? new SqlServerDialect(connectionString) : new SqliteDialect(connectionString);
            using var ownsWriter = target as IDisposable;
            foreach (var (dialect, which) in new[] { (source, "The database"), (target, "The database to fill") })
            {
                await RequireUpToDateAsync(services, dialect, which, ct);
            }

            var tables = await new DatabaseCopy(source, target).RunAsync(ct);
            foreach (var table in tables)
            {
                output.WriteLine($"{table.Rows,12} {table.Name,-24} {table.Sum}");
            }

            output.WriteLine($"Copied {tables.Sum(table => table.Rows)} rows of {tables.Count} tables. Counts and sums of both are the same.");
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException or DbException
            or ArgumentException)
        {
            errors.WriteLine($"Nothing has been copied: {e.Message.ReplaceLineEndings(" ")}");
            return 2;
        }
    }

    private static async Task RequireUpToDateAsync(IServiceProvider services, ISqlDialect dialect, string which, CancellationToken ct)
    {
        var migrator = new Migrator(dialect, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Migrator>>());
        if (await migrator.FindPendingAsync(ct) is { Count: > 0 } pending)
        {
            throw new InvalidOperationException(
                $"{which} is not up to date: {pending.Count} migrations wait. Run \"OutcomeApi migrate\" with its settings first.");
        }
    }
}
