using System.Net;

namespace OutcomeApi.Features.Conformance;

/// <summary>A request that writes, as the sandbox has seen it.</summary>
internal sealed record SandboxRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Milliseconds since the sandbox began.</summary>
    public required long At { get; init; }

    public string? Fault { get; init; }

    /// <summary>How long the sender was told to wait.</summary>
    public int? WaitSeconds { get; init; }
}

/// <summary>Tells the sandbox of a demonstration what is to go wrong, and asks what it has seen.</summary>
internal sealed class SandboxControl(HttpClient http, Uri url)
{
    /// <summary>Finds the sandbox of a service. Null: it has none.</summary>
    public static async Task<SandboxControl?> FindAsync(HttpClient http, Uri url, CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri(url, "sandbox"), ct);
        var isThere = answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "application/json";
        return isThere ? new SandboxControl(http, url) : null;
    }

    /// <summary>Forgets what was to go wrong and what was seen.</summary>
    public async Task ClearAsync(CancellationToken ct) => (await http.DeleteAsync(new Uri(url, "sandbox"), ct)).EnsureSuccessStatusCode();

    /// <summary>Lets something go wrong with the next request that writes.</summary>
    public async Task AddAsync(string fault, int seconds, CancellationToken ct) =>
        (await http.PostAsJsonAsync(new Uri(url, "sandbox/faults"), new { fault, seconds }, Json.Options, ct)).EnsureSuccessStatusCode();

    public async Task<IReadOnlyList<SandboxRequest>> SeenAsync(CancellationToken ct) =>
        (await http.GetFromJsonAsync<IReadOnlyList<SandboxRequest>>(new Uri(url, "sandbox/requests"), Json.Options, ct))!;
}
