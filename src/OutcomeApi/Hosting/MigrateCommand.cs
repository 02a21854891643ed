using System.CommandLine;

namespace OutcomeApi.Hosting;

/// <summary>Runs <c>migrate</c>: brings the database up to date, with an account that may change its schema, and does not serve.</summary>
public static class MigrateCommand
{
    public const string Name = "migrate";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var command = new Command(
            Name, "Brings the database up to date, for services whose account does not change the schema. Nodes of the version before go on working.");
        command.SetAction((arguments, ct) => onServices(services =>
            RunAsync(services.GetRequiredService<DatabaseSchema>(), arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, ct)));
        return command;
    }

    /// <summary>Returns the exit code. 0: the database is up to date; 2: it could not be brought there.</summary>
    private static async Task<int> RunAsync(DatabaseSchema schema, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        try
        {
            foreach (var done in await schema.MigrateAsync(ct))
            {
                output.WriteLine($"Done: {done}");
            }
        }
        catch (InvalidOperationException e)
        {
            errors.WriteLine(e.Message.ReplaceLineEndings(" "));
            return ServiceProgram.CouldNot;
        }

        output.WriteLine("The database is up to date.");
        return 0;
    }
}
