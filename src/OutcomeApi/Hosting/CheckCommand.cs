using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OutcomeApi.Pages;
using OutcomeApi.Security;

namespace OutcomeApi.Hosting;

/// <summary>
/// Runs <c>check</c>: looks at what the service needs, and changes nothing. A line for each says <c>ok</c>, <c>warning</c> or <c>fault</c>, and how to mend it.
/// </summary>
public static class CheckCommand
{
    public const string Name = "check";

    /// <summary>With less free space than this, the service is not started.</summary>
    private const long LeastBytes = 100_000_000;

    /// <summary>With less free space than this, somebody should look after it.</summary>
    private const long FewBytes = 1_000_000_000;

    private const string TryWritingSql = "UPDATE readiness SET written_at = written_at WHERE id = 1";

    /// <summary>How long the configuration of an issuer is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Declares the command.</summary>
    public static Command Declare(ServiceProgram program)
    {
        var command = new Command(Name, "Looks at the settings, the database, the disk and the issuer, and says what is wrong and how to mend it.");
        command.SetAction((arguments, ct) => RunAsync(program, arguments.InvocationConfiguration.Output, ct));
        return command;
    }

    /// <summary>Returns the exit code. 0: the service can be started; 2: there is a fault.</summary>
    public static async Task<int> RunAsync(ServiceProgram program, TextWriter output, CancellationToken ct)
    {
        var findings = new Findings(output);
        var builder = program.CreateBuilder();
        var faults = Settings.FaultsOf(builder.Configuration);
        var unknown = Settings.UnknownOf(builder.Configuration);
        foreach (var line in unknown)
        {
            findings.Add("warning", "settings", line);
        }

        foreach (var line in faults)
        {
            findings.Add("fault", "settings", line);
        }

        if (faults.Count > 0)
        {
            return findings.ExitCode;
        }

        if (unknown.Count == 0)
        {
            findings.Add("ok", "settings", "all are known and allowed");
        }

        builder.Logging.ClearProviders();
        builder.AddOutcomeApi();
        await using var app = builder.Build();
        var database = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        await CheckDatabaseAsync(app.Services, database, findings, ct);
        CheckDisk(database, findings);
        await CheckIssuerAsync("Security__Jwt__Authority", app.Services.GetRequiredService<IOptions<JwtOptions>>().Value, findings, ct);
        await CheckIssuerAsync("Pages__OpenIdConnect__Authority", app.Services.GetRequiredService<IOptions<PageOptions>>().Value.OpenIdConnect, findings, ct);
        return findings.ExitCode;
    }

    private static async Task CheckDatabaseAsync(IServiceProvider services, DatabaseOptions database, Findings findings, CancellationToken ct)
    {
        var where = database.File is null ? "the server" : database.File;
        try
        {
            if (database.File is { } file && !File.Exists(file))
            {
                CheckFolder(file, findings);
                return;
            }

            var pending = await services.GetRequiredService<DatabaseSchema>().FindPendingAsync(ct);
            if (pending.Count > 0)
            {
                findings.Add(
                    "warning",
                    "database",
                    $"{where} can be read. {pending.Count} migrations wait, the last is {pending[^1]}. Back up: the next start, or migrate, runs them");
                return;
            }

            await TryWritingAsync(services, ct);
            findings.Add("ok", "database", $"{where} can be read and written, and no migrations wait");
        }
        catch (InvalidOperationException e)
        {
            findings.Add("fault", "database", e.Message.ReplaceLineEndings(" "));
        }
        catch (Exception e) when (ServiceProgram.Explain(e, database.File) is { } line)
        {
            findings.Add("fault", "database", line);
        }
    }

    /// <summary>Looks whether the file of a database that does not exist yet can be made.</summary>
    private static void CheckFolder(string file, Findings findings)
    {
        var folder = Path.GetDirectoryName(file)!;
        var existed = Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        using (File.Create(Path.Combine(folder, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose))
        {
        }

        if (!existed)
        {
            Directory.Delete(folder);
        }

        findings.Add("ok", "database", $"{file} is not there yet. The first start makes it");
    }

    private static async Task TryWritingAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await session.WriteAsync(() => session.ExecuteAsync(TryWritingSql, null, ct), ct);
    }

    private static void CheckDisk(DatabaseOptions database, Findings findings)
    {
        if (database.File is not { } file)
        {
            return;
        }

        var folder = Path.GetDirectoryName(file)!;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        var line = string.Create(CultureInfo.InvariantCulture, $"{free / 1_000_000} MB are free at {folder}");
        var grade = free < LeastBytes ? "fault" : free < FewBytes ? "warning" : "ok";
        findings.Add(grade, "disk", grade == "ok" ? line : line + ". Make room: nothing is stored on a full disk");
    }

    private static async Task CheckIssuerAsync(string variable, IssuerOptions issuer, Findings findings, CancellationToken ct)
    {
        if (!issuer.IsConfigured)
        {
            return;
        }

        var address = issuer.Authority!.TrimEnd('/') + "/.well-known/openid-configuration";
        try
        {
            using var http = new HttpClient { Timeout = Patience };
            var configuration = JsonElement.Parse(await http.GetStringAsync(new Uri(address), ct));
            if (configuration.TryGetProperty("issuer", out _) && configuration.TryGetProperty("jwks_uri", out _))
            {
                findings.Add("ok", "issuer", $"{issuer.Authority} publishes its configuration");
                return;
            }

            findings.Add("fault", "issuer", $"{variable}: {address} is not the configuration of an issuer. Set the address of the issuer itself");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException)
        {
            findings.Add(
                "fault",
                "issuer",
                $"{variable}: {address} cannot be read ({e.Message.ReplaceLineEndings(" ")}). Check the address, and that it can be reached from here");
        }
    }

    /// <summary>Says what has been found, and remembers whether there was a fault.</summary>
    private sealed class Findings(TextWriter output)
    {
        public int ExitCode { get; private set; }

        public void Add(string grade, string what, string line)
        {
            ExitCode = grade == "fault" ? ServiceProgram.CouldNot : ExitCode;
            output.WriteLine($"{grade,-8}{what,-10}{line}");
        }
    }
}
