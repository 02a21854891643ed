using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Describes a code that a project uses: a string, or an object with more facts about the code. It is written by hand, because the converter of
/// the type hides its form from the framework.
/// </summary>
internal static class ProjectCodeSchema
{
    /// <summary>Describes a code of a code list.</summary>
    public static OpenApiSchema Describe(Type list) => new()
    {
        AnyOf =
        [
            CodeOf(list, "Only the code."),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The code, with the project's own name for it and the period in which the project uses it.",
                Required = new HashSet<string> { "code" },
                AdditionalPropertiesAllowed = false,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = CodeOf(list, "A code of the product's list. The product defines its meaning."),
                    ["text"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object | JsonSchemaType.Null,
                        Description = "The project's own name for the code.",
                        Properties = new Dictionary<string, IOpenApiSchema> { ["sv"] = Text("The name in Swedish."), ["en"] = Text("The name in English.") },
                    },
                    ["validFrom"] = Date("First day on which the project uses the code."),
                    ["validTo"] = Date("Last day on which the project uses the code."),
                },
            },
        ],
    };

    /// <summary>Describes a kind of step: one of the product's, or one of the project's own.</summary>
    public static OpenApiSchema DescribeStepKind() => new()
    {
        AnyOf =
        [
            CodeOf(typeof(StepKind), "A kind of the product's list."),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "A kind of the project's own.",
                Required = new HashSet<string> { "code", "name" },
                AdditionalPropertiesAllowed = false,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "A code that is not in the product's list: lower-case words joined by hyphens.",
                        MinLength = 1,
                        MaxLength = Domain.Projects.ProjectCodeForm.MaxLength,
                    },
                    ["name"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Description = "The name of the kind.",
                        Properties = new Dictionary<string, IOpenApiSchema> { ["sv"] = Text("The name in Swedish."), ["en"] = Text("The name in English.") },
                    },
                    ["as"] = AsKind(),
                },
            },
        ],
    };

    private static OpenApiSchema AsKind()
    {
        var kind = CodeOf(typeof(StepKind), "The kind of the product's list that it also counts as.");
        kind.Type |= JsonSchemaType.Null;
        kind.Enum!.Add(JsonNullSentinel.JsonNull);
        return kind;
    }

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
