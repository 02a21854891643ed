using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Contract.Schemas;

/// <summary>A code that a project uses: a text, or an object that says more about it. Its converter hides this from the framework.</summary>
internal static class ProjectCodeSchema
{
    public static OpenApiSchema Describe(Type list) => new()
    {
        AnyOf =
        [
            CodeOf(list, "Just the code."),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The code, with what the project calls it and the days between which it uses it.",
                Required = new HashSet<string> { "code" },
                AdditionalPropertiesAllowed = false,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = CodeOf(list, "A code of the product's list. Its meaning is the product's."),
                    ["text"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object | JsonSchemaType.Null,
                        Description = "What the project calls it.",
                        Properties = new Dictionary<string, IOpenApiSchema> { ["sv"] = Text("Swedish."), ["en"] = Text("English.") },
                    },
                    ["validFrom"] = Date("First day on which the project uses it."),
                    ["validTo"] = Date("Last day on which the project uses it."),
                },
            },
        ],
    };

    private static OpenApiSchema CodeOf(Type list, string description) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = [.. Enum.GetNames(list).Select(name => (JsonNode)Code.Kebab(name))],
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };

    private static OpenApiSchema Date(string description) =>
        new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date", Description = description };
}
