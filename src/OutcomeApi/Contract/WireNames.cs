using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Contract;

/// <summary>Names the schemas. The framework would silently merge two types with the same name into one schema. Here they raise an error.</summary>
public static class WireNames
{
    private static readonly ConcurrentDictionary<string, Type> Types = new();

    /// <summary>Returns the name of a type's schema. Null for types whose schema is written inline where they are used.</summary>
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

    /// <summary>
    /// Returns the noun in the names of a record's answer and list. Example: <c>Exit</c> for an exit, <c>Project</c> for a
    /// <see cref="ProjectFile"/>.
    /// </summary>
    private static string NounOf(Type content) =>
        content.Name.EndsWith("File", StringComparison.Ordinal) ? content.Name[..^"File".Length] : content.Name;

    private static string? NameOf(JsonTypeInfo json) =>
        json.Type.GetCustomAttribute<JsonFormAttribute>() is { } form ? form.Schema
        : IsGeneric(json.Type, typeof(Record<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "Record"
        : IsGeneric(json.Type, typeof(RecordList<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "List"
        : IsGeneric(json.Type, typeof(RecordVersion<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "Version"
        : IsGeneric(json.Type, typeof(RecordVersionList<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "VersionList"
        : IsGeneric(json.Type, typeof(MergePatch<>)) ? NounOf(json.Type.GenericTypeArguments[0]) + "Patch"
        : IsGeneric(json.Type, typeof(ByWindow<>)) ? ShownIn(json.Type.GenericTypeArguments[0]).Name + "ByWindow"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(json);

    /// <summary>Returns the type itself, or that of the rows of a list.</summary>
    private static Type ShownIn(Type window) => IsGeneric(window, typeof(IReadOnlyList<>)) ? window.GenericTypeArguments[0] : window;

    /// <summary>Returns whether a type is made from a generic one. Example: a record of exits from <see cref="Record{T}"/>.</summary>
    internal static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
