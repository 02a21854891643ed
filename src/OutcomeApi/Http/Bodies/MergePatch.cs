using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// Holds the body of a PATCH: a JSON merge patch (RFC 7396). It has the members to change and nothing else. A member that is null removes the value.
/// </summary>
/// <typeparam name="T">The type of what is changed.</typeparam>
/// <param name="Changes">The patch. Undefined when the body could not be read.</param>
/// <param name="Fault">The reason why the body was refused. Null when it is a JSON object.</param>
/// <param name="Sha256">SHA-256 of the bytes of the body, for the check of <c>Idempotency-Key</c>. Empty when no body was read.</param>
public sealed record MergePatch<T>(JsonElement Changes, Fault? Fault, string Sha256) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Reads the body. The framework calls this for every endpoint that has a parameter of this type.</summary>
    public static async ValueTask<MergePatch<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var (json, fault, hash) = await BodyReader.ReadObjectAsync(http, MaxBytesAttribute.For(typeof(T)), MergePatch.MediaType);
        return new MergePatch<T>(json, fault, hash);
    }

    /// <summary>Adds the type of the body to the endpoint's metadata, for the contract.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MergePatch.MediaType], typeof(MergePatch<T>)));
}

/// <summary>Applies JSON merge patches (RFC 7396).</summary>
public static class MergePatch
{
    /// <summary>The media type of a merge patch.</summary>
    public const string MediaType = "application/merge-patch+json";

    /// <summary>
    /// Changes an object by a patch. Nested objects are changed member by member; arrays and single values are replaced; null removes.
    /// </summary>
    /// <param name="target">The object to change.</param>
    /// <param name="changes">The patch, a JSON object.</param>
    public static void Apply(JsonObject target, JsonElement changes)
    {
        foreach (var change in changes.EnumerateObject())
        {
            if (change.Value.ValueKind == JsonValueKind.Null)
            {
                target.Remove(change.Name);
            }
            else if (change.Value.ValueKind == JsonValueKind.Object)
            {
                var nested = target[change.Name] as JsonObject ?? [];
                Apply(nested, change.Value);
                if (nested.Parent is null)
                {
                    target[change.Name] = nested;
                }
            }
            else
            {
                target[change.Name] = JsonNode.Parse(change.Value.GetRawText());
            }
        }
    }
}
