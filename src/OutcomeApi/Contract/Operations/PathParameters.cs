using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Document;
using OutcomeApi.Domain.Register;

namespace OutcomeApi.Contract.Operations;

/// <summary>The names that stand in braces in paths.</summary>
internal static class PathParameters
{
    private static readonly Dictionary<string, (string Description, string? Example)> Known = new()
    {
        ["project"] = ("Id of the project.", "iris2"),
        ["reference"] = ("The sender's own id of the record.", null),
        ["enrollmentReference"] = ("The sender's own id of the enrollment.", null),
        ["id"] = ("The id that the service gave.", "019aaa8b-51d4-7c5e-9d0a-2f4b8a6c1e37"),
    };

    /// <summary>Describes a parameter. What is not in the table is documented by its name alone, and a test asks for it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="statement">The statement whose key it belongs to: its example gives the value.</param>
    public static OpenApiParameter Of(string name, Type? statement)
    {
        var (description, example) = Known.GetValueOrDefault(name);
        return new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = description,
            Schema = name == "id"
                ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }
                : new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ReferenceAttribute.Pattern, MinLength = 1, MaxLength = ReferenceAttribute.MaxLength },
            Example = example is not null ? (JsonNode)example : statement is null ? null : Examples.Find(statement.Name)?[name]?.DeepClone(),
        };
    }
}
