using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>
/// JSON as the service writes and reads it. Members that are not known are passed over, so that a newer service does not break an older client.
/// </summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A record as it is sent.</summary>
    public static JsonObject Write<T>(T record)
        where T : IRecord => JsonSerializer.SerializeToNode(record, record.GetType(), Options)!.AsObject();

    /// <summary>The members in which one statement differs from another, as a merge patch (RFC 7396).</summary>
    public static JsonObject Patch(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var name in from.Select(member => member.Key).Union(to.Select(member => member.Key)))
        {
            var (before, after) = (from[name], to[name]);
            if (!JsonNode.DeepEquals(before, after))
            {
                patch[name] = before is JsonObject inner && after is JsonObject changed ? Patch(inner, changed) : after?.DeepClone();
            }
        }

        return patch;
    }
}
