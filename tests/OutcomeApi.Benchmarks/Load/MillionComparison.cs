using System.Diagnostics;
using System.Globalization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>million</c>: measures writing in a register of one project, and again when it has become one of 300 of the same size. Then it measures how long a start
/// takes, and the working set. Both are measured in services of their own, on databases of their own.
/// </summary>
internal static class MillionComparison
{
    public const string Name = "million";

    /// <summary>Participations of all projects together, unless the arguments say otherwise.</summary>
    public const string Participations = "1000000";

    private const int Projects = 300;

    /// <summary>How many times as long a POST may take in the large register.</summary>
    private const double Most = 1.3;

    private const double MostSecondsToReady = 2;

    private const double MostMegabytes = 300;

    /// <summary>Measures both registers, and says how they compare.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(LoadOptions options, string folder, CancellationToken ct)
    {
        var (small, large) = (Path.Combine(folder, "small"), Path.Combine(folder, "large"));
        await FillAsync(options, Directory.CreateDirectory(small).FullName, ct);
        OutcomeService.TryCopyDatabase(small, large);
        var started = Stopwatch.GetTimestamp();
        var rows = RegisterCopies.Add(Path.Combine(large, OutcomeService.DatabaseFile), OutcomeService.ProjectId, Projects - 1);
        Console.WriteLine($"{rows:N0} rows of {Projects - 1} more projects in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        using var bare = await BareEndpoint.StartAsync(folder, ct);
        var (before, _, _) = await MeasureAsync(options, small, bare, ct);
        var (after, ready, megabytes) = await MeasureAsync(options, large, bare, ct);
        return
        [
            $"| {options.Participations / Projects:N0} participations | ratio to bare | of {Projects} × as many | small of large | at most |",
            "| --- | --: | --: | --: | --: |",
            .. before.Zip(after, (one, all) => string.Create(
                CultureInfo.InvariantCulture, $"| {one.Scenario.Name} | {one.Ratio:0.000} | {all.Ratio:0.000} | {one.Ratio / all.Ratio:0.00} | {Most} |")),
            string.Create(CultureInfo.InvariantCulture, $"| start to ready | | {ready.TotalSeconds:0.00} s | | {MostSecondsToReady} s |"),
            string.Create(CultureInfo.InvariantCulture, $"| working set | | {megabytes:0} MB | | {MostMegabytes} MB |"),
        ];
    }

    /// <summary>Registers the participations of one project, and lets its figures be computed.</summary>
    private static async Task FillAsync(LoadOptions options, string folder, CancellationToken ct)
    {
        using var service = await OutcomeService.StartAsync(folder, options.Patience, ct);
        await service.PutProjectAsync(ct);
        await service.RegisterAsync(MadeUpRegister.Records(Math.Max(1, options.Participations / Projects)), ct);
        await service.UpToDateAsync(ct);
        await service.Process.RestAsync(options.Patience, ct);
    }

    private static async Task<(IReadOnlyList<ScenarioResult> Writes, TimeSpan Ready, double Megabytes)> MeasureAsync(
        LoadOptions options, string folder, ChildProcess bare, CancellationToken ct)
    {
        using var service = await OutcomeService.StartAsync(folder, options.Patience, ct);
        await service.UpToDateAsync(ct);
        await service.Process.RestAsync(options.Patience, ct);
        var started = Stopwatch.GetTimestamp();
        await service.RestartAsync(ct);
        await service.ReadyAsync(ct);
        var ready = Stopwatch.GetElapsedTime(started);
        var measurement = new Measurement(options, service, bare, folder);
        var results = new List<ScenarioResult>();
        foreach (var scenario in Scenario.All.Where(scenario => scenario.Write is not null))
        {
            results.Add(await measurement.OfAsync(scenario, ct));
            Console.WriteLine(results[^1]);
        }

        return (results, ready, service.Process.WorkingSet().Now);
    }
}
