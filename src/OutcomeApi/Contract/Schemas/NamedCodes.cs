using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Security;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Gives each list of codes one schema of its own, named after the enum that it comes from. Members and parameters with these codes refer to it, so that
/// a client has one type for them.
/// </summary>
internal sealed class NamedCodes : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, Type> Enums = new[] { typeof(Code).Assembly, typeof(Role).Assembly }
        .SelectMany(assembly => assembly.GetExportedTypes().Where(type => type.IsEnum))
        .GroupBy(type => Key(Enum.GetNames(type).Select(Code.Kebab)))
        .Where(same => same.Count() == 1)
        .ToDictionary(same => same.Key, same => same.Single());

    /// <summary>Lists of codes that are no enum, and more than one parameter has.</summary>
    private static readonly Dictionary<string, (string Name, string Description)> Others = new()
    {
        [Key(["woman", "man", "other", "unknown", "total"])] = ("RowGender", "The gender that a row is about, or the total."),
        [Key(["json", "csv"])] = ("ListFormat", "The form of an answer that is a list."),
    };

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var used = new SortedDictionary<string, OpenApiSchema>(StringComparer.Ordinal);
        new SchemaWalk(schema => Refer(schema, document, used)).Through(document);
        foreach (var (name, schema) in used)
        {
            schema.Description ??= (await context.GetOrCreateSchemaAsync(Enums.Values.Single(type => type.Name == name), null, cancellationToken)).Description;
            document.AddComponent<IOpenApiSchema>(name, schema);
        }
    }

    private static IOpenApiSchema Refer(OpenApiSchema schema, OpenApiDocument document, SortedDictionary<string, OpenApiSchema> used)
    {
        var codes = schema.Enum?.OfType<JsonValue>().Where(code => !JsonNullSentinel.IsJsonNullSentinel(code)).Select(code => code.ToString()).ToArray();
        if (codes is null or [])
        {
            return schema;
        }

        var (name, description) = Enums.TryGetValue(Key(codes), out var type) ? (type.Name, null) : Others.GetValueOrDefault(Key(codes));
        if (name is null)
        {
            return schema;
        }

        used[name] = new OpenApiSchema { Type = JsonSchemaType.String, Description = description, Enum = [.. codes.Select(code => (JsonNode)code)] };
        return schema.Type?.HasFlag(JsonSchemaType.Null) == true
            ? new OpenApiSchema
            {
                Description = schema.Description,
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, new OpenApiSchemaReference(name, document)],
            }
            : new OpenApiSchemaReference(name, document) { Description = schema.Description };
    }

    private static string Key(IEnumerable<string> codes) => string.Join('|', codes.Order(StringComparer.Ordinal));
}
