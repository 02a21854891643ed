using System.CommandLine;
using System.Text.Json;

namespace OutcomeApi.Hosting;

/// <summary>
/// Runs <c>ready</c>: asks the service of this machine, at the addresses that the settings name, whether it is ready. A container without a shell checks its
/// health so. No service is made for it, so that it is quick.
/// </summary>
public static class ReadyCommand
{
    public const string Name = "ready";

    private const string UsualAddress = "http://localhost:5000";

    /// <summary>How long an answer is waited for. A write that takes longer is no good sign.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Declares the command.</summary>
    public static Command Declare(ServiceProgram program)
    {
        var command = new Command(Name, "Asks the service of this machine whether it is ready, and says what is waited for. Exit code 1: it is not.");
        command.SetAction((arguments, ct) => RunAsync(program.CreateBuilder().Configuration, arguments.InvocationConfiguration.Output, ct));
        return command;
    }

    /// <summary>Returns the exit code. 0: the service is ready; 1: it is not, or it does not answer.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        var address = new Uri(AddressOf(configuration), "/health/ready");

        // The certificate is of the outer name. Who answers here is this machine itself.
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Host = HostOf(configuration) } };
            using var answer = await http.SendAsync(request, ct);
            await output.WriteLineAsync(WaitsFor(await answer.Content.ReadAsStringAsync(ct)) ?? $"{address} answered {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{address} does not answer: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    /// <summary>Returns the first address that the service is told to serve at, as it is reached from this machine.</summary>
    internal static Uri AddressOf(IConfiguration configuration)
    {
        var address = First(configuration["urls"])
            ?? (First(configuration["http_ports"]) is { } port ? "http://*:" + port : null)
            ?? (First(configuration["https_ports"]) is { } secure ? "https://*:" + secure : null)
            ?? UsualAddress;
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;

        static string? First(string? list) => list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
    }

    /// <summary>Returns a host name that the service answers. Null: the address has one.</summary>
    internal static string? HostOf(IConfiguration configuration)
    {
        var hosts = (configuration["AllowedHosts"] ?? "*").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hosts is [] || hosts.Any(host => host is "*" or "[::]" or "0.0.0.0" or "localhost")
            ? null
            : hosts[0].Replace("*.", "health.", StringComparison.Ordinal);
    }

    /// <summary>Reads <c>{"status":"Unhealthy","start":"the start"}</c>. Null: it is nothing of the kind.</summary>
    private static string? WaitsFor(string answer)
    {
        try
        {
            return JsonElement.Parse(answer) is { ValueKind: JsonValueKind.Object } said
                ? string.Join(", ", said.EnumerateObject().Select(part => $"{part.Name}: {part.Value}"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
