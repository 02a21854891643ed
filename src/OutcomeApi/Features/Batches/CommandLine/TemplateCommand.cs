namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>Runs <c>template</c>, given as arguments of the program: fetches the workbook that is filled in for a project.</summary>
internal static class TemplateCommand
{
    public const string Name = "template";

    private const string Usage = "template --project ID --url https://… --key-file FILE [--out FILE]";

    /// <summary>Returns the exit code. 0: the workbook is there; 2: it could not be had.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (ServiceOptions.Parse(args, ["--out"], [], output) is not { Files.Count: 0 } options)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        var file = options.Others.GetValueOrDefault("--out") ?? options.Project + ".xlsx";
        if (File.Exists(file))
        {
            await output.WriteLineAsync($"{file} exists already. Nothing is overwritten.");
            return 2;
        }

        try
        {
            using var http = options.Connect();
            using var answer = await http.GetAsync(options.AddressOf("batch-template"));
            if (!answer.IsSuccessStatusCode)
            {
                await ServiceOptions.SayRefusalAsync(answer, output);
                return 2;
            }

            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
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
