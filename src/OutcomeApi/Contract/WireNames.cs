using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using OutcomeApi.Http;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Contract;

/// <summary>The names of schemas. Two types of one name would silently become one schema; here they stop the document.</summary>
public static class WireNames
{
    private static readonly ConcurrentDictionary<string, Type> Types = new();

    /// <summary>The name of a type's schema; null for types that are written where they are used.</summary>
    /// <exception cref="InvalidOperationException">Another type has the same name.</exception>
    public static string? Find(JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        if (type == typeof(JsonElement) || NameOf(json) is not { } name)
        {
            return null;
        }

        return Types.GetOrAdd(name, type) == type
            ? name
            : throw new InvalidOperationException($"{type} and {Types[name]} would both be the schema {name}: rename one of them.");
    }

    /// <summary>What a record's answer and list are named after: <c>Exit</c> for an exit, <c>Project</c> for a <see cref="ProjectFile"/>.</summary>
    private static string NounOf(Type content) =>
        content.Name.EndsWith("File", StringComparison.Ordinal) ? content.Name[..^"File".Length] : content.Name;

    private static string? NameOf(JsonTypeInfo json) =>
        json.Type.GetCustomAttribute<JsonFormAttribute>() is { } form ? form.Schema
        : IsGeneric(json.Type, typeof(Record<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "Record"
        : IsGeneric(json.Type, typeof(RecordList<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "List"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(json);

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
