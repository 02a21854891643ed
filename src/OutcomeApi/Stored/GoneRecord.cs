using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Stored;

/// <summary>Stores what stays known of an erased record beside its kind and reference: who may be told that it is gone.</summary>
/// <param name="Subproject">
/// The subproject that it belonged to. Null when it belonged to the project as a whole, and for a record that was erased before this was stored.
/// </param>
public sealed record GoneRecord([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subproject)
{
    public string Write() => JsonSerializer.Serialize(this, StoredJson.Options);

    public static GoneRecord Read(string json) => JsonSerializer.Deserialize<GoneRecord>(json, StoredJson.Options)!;
}
