using System.Globalization;
using System.Runtime.InteropServices;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>load</c>: starts the service on a made-up project and a bare endpoint beside it, asks both the same over many connections in turn,
/// and prints how the rates compare. All of it runs on this machine, over the loopback address.
/// </summary>
internal static class LoadCommand
{
    public const string Name = "load";

    /// <summary>Records that are registered whatever has been kept: several batches, so that the service has warmed up for the last.</summary>
    private const int New = 5 * OutcomeService.Batch;

    /// <returns>0; 1 when there were wrong answers; 2 when the arguments can not be understood; 130 when it was broken off.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (LoadOptions.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(LoadOptions.Usage);
            return 2;
        }

        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var folder = Directory.CreateTempSubdirectory("outcome-api-load-");
        try
        {
            return await MeasureAsync(options, folder.FullName, stop.Token) ? 0 : 1;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Stop(PosixSignalContext context)
        {
            // The processes that were started are ended on the way out.
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <returns>Were all answers right?</returns>
    private static async Task<bool> MeasureAsync(LoadOptions options, string folder, CancellationToken ct)
    {
        if (options.Comparison is { } compare)
        {
            var compared = await compare(options, folder, ct);
            Console.WriteLine();
            foreach (var line in compared)
            {
                Console.WriteLine(line);
            }

            return true;
        }

        Console.WriteLine($"{options.Participations} participations, seed {MadeUpRegister.Seed}");
        var kept = options.Keep is null ? null : Path.Combine(options.Keep, $"{options.Participations}");
        var isKept = kept is not null && OutcomeService.TryCopyDatabase(kept, folder);
        using var service = await OutcomeService.StartAsync(folder, options.Patience, ct);
        var facts = await FillAsync(service, options.Participations, isKept, isKept ? null : kept, folder, ct);
        facts.ForEach(Console.WriteLine);

        using var bare = await BareEndpoint.StartAsync(folder, ct);
        var measurement = new Measurement(options, service, bare, folder);
        var results = new List<ScenarioResult>();
        foreach (var scenario in options.Scenarios)
        {
            var result = await measurement.OfAsync(scenario, ct);
            Console.WriteLine(result);
            results.Add(result);
        }

        using var rest = new PeriodicTimer(TimeSpan.FromSeconds(5));
        await rest.WaitForNextTickAsync(ct);
        var (now, most) = service.Process.WorkingSet();
        Console.WriteLine();
        Console.WriteLine($"{options.Participations:N0} participations, {options.Connections} connections, "
            + $"{options.Rounds} rounds of {options.Round.TotalSeconds} s, "
            + $"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}:\n");
        Console.WriteLine(ScenarioResult.Header);
        results.ForEach(Console.WriteLine);
        Console.WriteLine($"\n- {string.Join("\n- ", facts)}\n- working set after the load: {now:0} MB, at most {most:0} MB");
        return !results.Exists(result => result.HasFailed);
    }

    /// <summary>Registers everything, and says how long that took.</summary>
    private static async Task<List<string>> FillAsync(
        OutcomeService service, int participations, bool isKept, string? keepIn, string folder, CancellationToken ct)
    {
        var facts = new List<string>();
        var records = MadeUpRegister.Records(participations).ToArray();
        var last = Math.Max(0, records.Length - New);
        if (!isKept)
        {
            await service.PutProjectAsync(ct);
            var time = await service.RegisterAsync(records[..last], ct);
            facts.Add($"{last} records registered in {time.TotalSeconds:0.0} s");
        }

        if (keepIn is not null)
        {
            await service.UpToDateAsync(ct);
            await service.RestartAsync(ct, () => OutcomeService.TryCopyDatabase(folder, keepIn));
        }

        var lastTime = await service.RegisterAsync(records[last..], ct);
        var upToDate = await service.UpToDateAsync(ct);
        facts.Add($"the last {records.Length - last} in {lastTime.TotalSeconds:0.0} s; up to date {upToDate.TotalSeconds:0.00} s later");
        return facts;
    }
}
