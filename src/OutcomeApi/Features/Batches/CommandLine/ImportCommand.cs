using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using OutcomeApi.Features.Batches.Workbooks;

namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>
/// Runs <c>import FILE</c>: sends a workbook, CSV or lines of JSON to a service as a batch, waits until it is done, and says
/// what became of it. Faults are shown as a table; of a workbook a copy in which they are marked is written beside the file, of other files a table.
/// </summary>
internal static class ImportCommand
{
    public const string Name = "import";

    /// <summary>The most faults that are printed. All are in the file that is written beside the sent one.</summary>
    private const int MostPrinted = 200;

    private const int BarWidth = 30;

    /// <summary>Declares the command.</summary>
    public static Command Declare()
    {
        var service = new ServiceArguments();
        var file = new Argument<string>("FILE") { Description = "The file to send: .xlsx, .csv, .ndjson or .jsonl." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only try. Nothing is stored." };
        var command = new Command(
            Name, "Sends a file to a service as a batch, waits until it is done, and says what became of it. Exit code 1: records have faults.")
        {
            file, dryRun,
        };
        service.AddTo(command);
        command.SetAction(async (arguments, ct) => service.Read(arguments) is { } options
            ? await RunAsync(options, arguments.GetRequiredValue(file), arguments.GetValue(dryRun), arguments.InvocationConfiguration.Output, ct)
            : 2);
        return command;
    }

    /// <summary>Returns the exit code. 0: all is well; 1: records have faults; 2: it could not be done.</summary>
    private static async Task<int> RunAsync(ServiceOptions options, string file, bool dryRun, TextWriter output, CancellationToken ct)
    {
        if (MediaTypeOf(file) is not { } mediaType)
        {
            await output.WriteLineAsync($"{file} is not there, or is no .xlsx, .csv, .ndjson or .jsonl.");
            return 2;
        }

        try
        {
            using var http = options.Connect();
            await using var stream = File.OpenRead(file);
            using var request = new HttpRequestMessage(
                HttpMethod.Post, options.AddressOf($"batches?dryRun={(dryRun ? "true" : "false")}"))
            {
                Content = new StreamContent(stream) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
                Headers = { { "Prefer", "respond-async" } },
            };
            using var answer = await http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                await ServiceOptions.SayRefusalAsync(answer, output);
                return 2;
            }

            // The address as the service knows itself may be another than the one by which it was asked.
            var sent = JsonElement.Parse(await answer.Content.ReadAsStringAsync(ct));
            var address = options.AddressOf("batches/" + sent.GetProperty("id").GetString());
            var batch = await WaitAsync(http, address, output, ct);
            await SayCountsAsync(batch, output);
            if (batch.GetProperty("status").GetString() != "completed")
            {
                return 2;
            }

            var faults = await FaultsAsync(http, address, batch, ct);
            if (faults.Count == 0)
            {
                return 0;
            }

            await SayFaultsAsync(faults, output);
            await WriteBesideAsync(http, address, file, mediaType, faults, output, ct);
            return 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidDataException)
        {
            await output.WriteLineAsync($"It could not be done: {e.Message}");
            return 2;
        }
    }

    private static string? MediaTypeOf(string file) => !File.Exists(file) ? null : Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".xlsx" => WorkbookBatchReader.MediaType,
        ".csv" => "text/csv",
        ".ndjson" or ".jsonl" => "application/x-ndjson",
        _ => null,
    };

    private static async Task<JsonElement> WaitAsync(HttpClient http, Uri address, TextWriter output, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        var shown = -1;
        while (true)
        {
            var batch = await GetAsync(http, address, ct);
            var progress = batch.GetProperty("progress").GetInt32();
            if (progress != shown)
            {
                shown = progress;
                var done = BarWidth * progress / 100;
                await output.WriteAsync($"\r[{new string('#', done)}{new string('.', BarWidth - done)}] {progress,3} %");
            }

            if (batch.GetProperty("status").GetString() is not ("queued" or "running"))
            {
                await output.WriteLineAsync();
                return batch;
            }

            await timer.WaitForNextTickAsync(ct);
        }
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, Uri address, CancellationToken ct)
    {
        using var answer = await http.GetAsync(address, ct);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(ct));
    }

    private static async Task SayCountsAsync(JsonElement batch, TextWriter output)
    {
        var counts = new[] { "received", "created", "unchanged", "corrected", "rejected" }.Select(name => $"{name} {batch.GetProperty(name).GetInt32()}");
        var trial = batch.GetProperty("dryRun").GetBoolean() ? " (only tried, nothing is stored)" : string.Empty;
        await output.WriteLineAsync($"{batch.GetProperty("status").GetString()}{trial}: {string.Join(", ", counts)}");
    }

    private static async Task<List<BatchFinding>> FaultsAsync(HttpClient http, Uri address, JsonElement batch, CancellationToken ct)
    {
        var faults = Read(batch);
        var total = batch.GetProperty("errorsTotal").GetInt32();
        for (var page = 2; faults.Count < total; page++)
        {
            var more = Read(await GetAsync(http, new Uri(string.Create(CultureInfo.InvariantCulture, $"{address}?limit={ShownBatch.Most}&page={page}")), ct));
            if (more.Count == 0)
            {
                break;
            }

            faults.AddRange(more);
        }

        return faults;

        static List<BatchFinding> Read(JsonElement page) => page.GetProperty("errors").Deserialize<List<BatchFinding>>(Json.Options)!;
    }

    private static async Task SayFaultsAsync(IReadOnlyList<BatchFinding> faults, TextWriter output)
    {
        string[][] rows =
        [
            ["sheet", "row", "column", "reference", "fault"],
            .. faults.Take(MostPrinted).Select(fault => new[]
            {
                fault.Sheet ?? fault.Record ?? string.Empty, fault.Line?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                fault.Column ?? fault.Pointer.Split('/', 4).ElementAtOrDefault(3) ?? string.Empty, fault.Reference ?? string.Empty,
                $"{fault.Message} {fault.HowToFix}",
            }),
        ];
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => column < 4 ? cell.PadRight(widths[column]) : cell)));
        }

        if (faults.Count > MostPrinted)
        {
            await output.WriteLineAsync($"… and {faults.Count - MostPrinted} more.");
        }
    }

    private static async Task WriteBesideAsync(
        HttpClient http, Uri address, string file, string mediaType, IReadOnlyList<BatchFinding> faults, TextWriter output, CancellationToken ct)
    {
        var isWorkbook = mediaType == WorkbookBatchReader.MediaType;
        var beside = Path.ChangeExtension(file, isWorkbook ? ".marked.xlsx" : ".result.csv");
        if (isWorkbook)
        {
            await MarkAsync(file, beside, faults);
        }
        else
        {
            await File.WriteAllBytesAsync(beside, await http.GetByteArrayAsync(new Uri($"{address}?format=csv"), ct), ct);
        }

        await output.WriteLineAsync($"Faults are marked in {beside}");
    }

    /// <summary>Writes the copy of a workbook in which the faults are marked. A copy that cannot be finished is removed.</summary>
    /// <exception cref="InvalidDataException">The workbook cannot be read.</exception>
    private static async Task MarkAsync(string file, string beside, IReadOnlyList<BatchFinding> faults)
    {
        try
        {
            await using var source = File.OpenRead(file);
            await using var target = File.Create(beside);
            MarkedWorkbook.Write(
                source,
                target,
                faults.Where(fault => fault is { Sheet: not null, Line: not null })
                    .Select(fault => new CellFault(fault.Sheet!, fault.Line!.Value, fault.Column, $"{fault.Message} {fault.HowToFix}")));
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            // Every way in which a workbook can be broken has an exception of its own.
            File.Delete(beside);
            throw new InvalidDataException($"{file} cannot be read as a workbook, so no copy is marked. ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
