using System.Text.Json;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores who sent a waiting batch. What the batch may do depends on what the credential could reach when the batch was sent.
/// </summary>
/// <param name="Credential">Id of the credential.</param>
/// <param name="Role">Code of its role.</param>
/// <param name="Projects">The projects that it could reach.</param>
/// <param name="Associations">The associations that it could reach.</param>
/// <param name="Referrers">The referrers that it was limited to: it could reach only the people whom they referred.</param>
/// <param name="Subprojects">The parts of projects that it was limited to. Null in what was stored before there were any.</param>
public sealed record StoredCaller(
    string Credential,
    string Role,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Associations,
    IReadOnlyList<string>? Referrers,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Subprojects = null)
{
    public string Write() => JsonSerializer.Serialize(this, StoredJson.Options);

    public static StoredCaller Read(string json) => JsonSerializer.Deserialize<StoredCaller>(json, StoredJson.Options)!;
}
