using System.CommandLine;
using Microsoft.Data.Sqlite;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data.Backups;

/// <summary>
/// Runs <c>backup FILE</c>: copies the embedded database into a file while the service runs, and checks the copy.
/// </summary>
public static class BackupCommand
{
    public const string Name = "backup";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write. It must not exist." };
        var command = new Command(Name, "Copies the embedded database into a file while the service runs, and checks the copy.") { file };
        command.SetAction((arguments, _) => onServices(services =>
        {
            var dialect = services.GetRequiredService<ISqlDialect>();
            return Task.FromResult(
                Run(dialect.Name, dialect.Connect().ConnectionString, arguments.GetRequiredValue(file), arguments.InvocationConfiguration.Output));
        }));
        return command;
    }

    /// <summary>Returns the exit code. 0: the backup is there and whole; 1: there is none; 2: the server makes its own backups.</summary>
    /// <param name="provider">Kind of database.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="output">Where the result is said.</param>
    public static int Run(string provider, string connectionString, string file, TextWriter output)
    {
        if (provider != "sqlite")
        {
            output.WriteLine("The server makes its own backups: BACKUP DATABASE.");
            return 2;
        }

        if (File.Exists(file))
        {
            output.WriteLine($"{file} exists already. Nothing is overwritten.");
            return 1;
        }

        var part = file + ".part";
        try
        {
            File.Delete(part);
            SqliteBackup.Copy(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite }.ToString(), part);
            File.Move(part, file, overwrite: false);
            output.WriteLine($"Backup written and checked: {file} ({new FileInfo(file).Length} bytes).");
            return 0;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            File.Delete(part);
            output.WriteLine($"There is no backup: {e.Message}");
            return 1;
        }
    }
}
