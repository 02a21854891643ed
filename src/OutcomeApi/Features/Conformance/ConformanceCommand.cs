using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OutcomeApi.Features.Conformance;

/// <summary>What the kit is told.</summary>
internal sealed record ConformanceOptions
{
    /// <summary>Where the service is: the sandbox of a demonstration, or a register that is there for tests.</summary>
    public required Uri Url { get; init; }

    /// <summary>A registrar's API key.</summary>
    public required string Key { get; init; }

    /// <summary>The command that starts the sender.</summary>
    public required string Sender { get; init; }

    /// <summary>The project. Null: the first that the key reaches.</summary>
    public string? Project { get; init; }

    /// <summary>The one journey to run. Null: all.</summary>
    public string? Journey { get; init; }

    /// <summary>How long the sender may take for a journey.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// Runs <c>conformance</c>: lets a sender make the journeys that go wrong in some senders, and says for each whether it
/// passed, why not, and what the guide says.
/// </summary>
internal static class ConformanceCommand
{
    public const string Name = "conformance";

    private const string GuidePage = "docs/conformance.md";

    /// <summary>Declares the command.</summary>
    public static Command Declare()
    {
        var url = new Option<string>("--url")
        {
            Description = "Where the service is: a demo with --sandbox, or a register for tests.",
            HelpName = "https://…",
            Required = true,
        };
        var key = new Option<string>("--key") { Description = "A registrar's API key.", HelpName = "KEY" };
        var keyFile = new Option<string>("--key-file") { Description = "The file that holds the key.", HelpName = "FILE" };
        var sender = new Option<string>("--sender") { Description = "The command that starts the sender.", HelpName = "COMMAND", Required = true };
        var project = new Option<string>("--project") { Description = "The project. Default: the first that the key reaches.", HelpName = "ID" };
        var journey = new Option<string>("--journey") { Description = "The one journey to run. Default: all.", HelpName = "NAME" };
        var command = new Command(Name, "Lets a sender make the journeys that go wrong, and says which it passes. Exit code 1: it fails some.")
        {
            url, key, keyFile, sender, project, journey,
        };
        command.SetAction(async (arguments, ct) =>
        {
            var output = arguments.InvocationConfiguration.Output;
            if (Addresses.OfService(arguments.GetRequiredValue(url)) is not { } address)
            {
                await output.WriteLineAsync("Say where the sandbox is: --url https://…");
                return 2;
            }

            var file = arguments.GetValue(keyFile);
            var given = File.Exists(file) ? (await File.ReadAllTextAsync(file, ct)).Trim() : arguments.GetValue(key);
            if (string.IsNullOrEmpty(given))
            {
                await output.WriteLineAsync("Say the API key of a registrar: --key-file FILE, or --key KEY");
                return 2;
            }

            return await RunAsync(
                new ConformanceOptions
                {
                    Url = address,
                    Key = given,
                    Sender = arguments.GetRequiredValue(sender),
                    Project = arguments.GetValue(project),
                    Journey = arguments.GetValue(journey),
                },
                output,
                ct);
        });
        return command;
    }

    /// <summary>Returns the exit code. 0: every journey passed; 1: some failed; 2: it could not be done.</summary>
    public static async Task<int> RunAsync(ConformanceOptions options, TextWriter output, CancellationToken ct = default)
    {
        var journeys = Journey.All.Where(journey => options.Journey is null || journey.Name == options.Journey).ToArray();
        if (journeys.Length == 0)
        {
            await output.WriteLineAsync($"There is no journey {options.Journey}. Journeys: {string.Join(", ", Journey.All.Select(journey => journey.Name))}");
            return 2;
        }

        try
        {
            using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", options.Key) } };
            return await RunAsync(http, options, journeys, output, ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or ConformanceException)
        {
            await output.WriteLineAsync($"It could not be done: {e.Message}");
            return 2;
        }
    }

    private static async Task<int> RunAsync(
        HttpClient http, ConformanceOptions options, IReadOnlyList<Journey> journeys, TextWriter output, CancellationToken ct)
    {
        var project = options.Project ?? await RegisterReader.FirstProjectAsync(http, options.Url, ct)
            ?? throw new ConformanceException("The key reaches no project.");
        var register = new RegisterReader(http, options.Url, project);
        var sandbox = await SandboxControl.FindAsync(http, options.Url, ct);
        var days = await register.DaysAsync(ct);
        var reason = await register.ExitReasonAsync(days.Today < days.EndsOn ? days.Today : days.EndsOn, ct);
        var run = "KIT-" + Guid.CreateVersion7().ToString("N")[^10..];
        var (_, position) = await register.SavedSinceAsync(0, ct);
        var outcomes = new List<JourneyOutcome>();
        foreach (var journey in journeys)
        {
            var records = new JourneyRecords($"{run}-{journey.Name}", days, reason);
            Verdict verdict;
            if (journey.Faults.Count > 0 && sandbox is null)
            {
                verdict = Verdict.Skipped("the service has no sandbox to inject faults");
            }
            else if (journey.Obstacle(records) is { } obstacle)
            {
                verdict = Verdict.Skipped(obstacle);
            }
            else
            {
                (verdict, position) = await MakeAsync(journey, records, register, sandbox, options, project, position, ct);
            }

            outcomes.Add(verdict.Outcome);
            await SayAsync(journey, verdict, output);
        }

        var counts = Enum.GetValues<JourneyOutcome>().Select(outcome => $"{outcomes.Count(one => one == outcome)} {Word(outcome)}");
        await output.WriteLineAsync(string.Join(", ", counts));
        return outcomes.Contains(JourneyOutcome.Failed) ? 1 : outcomes.Contains(JourneyOutcome.Passed) ? 0 : 2;
    }

    private static async Task<(Verdict Verdict, long Position)> MakeAsync(
        Journey journey,
        JourneyRecords records,
        RegisterReader register,
        SandboxControl? sandbox,
        ConformanceOptions options,
        string project,
        long position,
        CancellationToken ct)
    {
        await journey.PrepareAsync(register, records, ct);
        (_, position) = await register.SavedSinceAsync(position, ct);
        if (sandbox is not null)
        {
            await sandbox.ClearAsync(ct);
            foreach (var (fault, seconds) in journey.Faults)
            {
                await sandbox.AddAsync(fault, seconds, ct);
            }
        }

        var task = new JourneyTask
        {
            Journey = journey.Name,
            Url = options.Url,
            Key = options.Key,
            Project = project,
            Events = journey.Events(records),
        };
        var late = await SenderProcess.RunAsync(options.Sender, task, options.Patience, ct);
        var seen = sandbox is null ? [] : await sandbox.SeenAsync(ct);
        if (sandbox is not null)
        {
            await sandbox.ClearAsync(ct);
        }

        (var saved, position) = await register.SavedSinceAsync(position, ct);
        return (late is null ? await journey.JudgeAsync(new JourneyTraces(register, saved, seen), records, ct) : Verdict.Failed(late), position);
    }

    private static async Task SayAsync(Journey journey, Verdict verdict, TextWriter output)
    {
        await output.WriteLineAsync($"{Word(verdict.Outcome),-8} {journey.Name}{(verdict.Reason.Length > 0 ? ": " + verdict.Reason : string.Empty)}");
        if (verdict.Outcome == JourneyOutcome.Failed)
        {
            await output.WriteLineAsync($"         {GuidePage}: {journey.Guide}");
        }
    }

    private static string Word(JourneyOutcome outcome) => outcome switch
    {
        JourneyOutcome.Passed => "passed",
        JourneyOutcome.Failed => "failed",
        _ => "skipped",
    };
}
