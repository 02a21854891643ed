using System.CommandLine;

namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>Runs <c>template</c>: fetches the workbook that is filled in for a project.</summary>
internal static class TemplateCommand
{
    public const string Name = "template";

    /// <summary>Declares the command.</summary>
    public static Command Declare()
    {
        var service = new ServiceArguments();
        var file = new Option<string?>("--out") { Description = "The file to write. The default is the id of the project with .xlsx.", HelpName = "FILE" };
        var command = new Command(Name, "Fetches the workbook that is filled in for a project.") { file };
        service.AddTo(command);
        command.SetAction(async (arguments, ct) => service.Read(arguments) is { } options
            ? await RunAsync(options, arguments.GetValue(file), arguments.InvocationConfiguration.Output, ct)
            : 2);
        return command;
    }

    /// <summary>Returns the exit code. 0: the workbook is there; 2: it could not be had.</summary>
    private static async Task<int> RunAsync(ServiceOptions options, string? @out, TextWriter output, CancellationToken ct)
    {
        var file = @out ?? options.Project + ".xlsx";
        if (File.Exists(file))
        {
            await output.WriteLineAsync($"{file} exists already. Nothing is overwritten.");
            return 2;
        }

        try
        {
            using var http = options.Connect();
            using var answer = await http.GetAsync(options.AddressOf("batch-template"), ct);
            if (!answer.IsSuccessStatusCode)
            {
                await ServiceOptions.SayRefusalAsync(answer, output);
                return 2;
            }

            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(ct), ct);
            await output.WriteLineAsync($"Written: {file}");
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"It could not be done: {e.Message}");
            return 2;
        }
    }
}
