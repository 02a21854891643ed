using System.Text.Json;

namespace OutcomeApi.Stored;

/// <summary>Keeps who has sent a batch that waits: what it may do is decided by what the credential reached when it sent.</summary>
/// <param name="Credential">Id of the credential.</param>
/// <param name="Role">Code of its role.</param>
/// <param name="Projects">The projects that it reached.</param>
/// <param name="Associations">The associations that it reached.</param>
/// <param name="Referrers">The referrers whose people it was bound to.</param>
public sealed record StoredCaller(string Credential, string Role, IReadOnlyList<string> Projects, IReadOnlyList<string> Associations, IReadOnlyList<string>? Referrers)
{
    public string Write() => JsonSerializer.Serialize(this, StoredJson.Options);

    public static StoredCaller Read(string json) => JsonSerializer.Deserialize<StoredCaller>(json, StoredJson.Options)!;
}
