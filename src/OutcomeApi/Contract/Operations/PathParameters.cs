using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Document;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes the parameters in paths. A parameter that is a member of a registration takes its description from that member.</summary>
internal static class PathParameters
{
    private static readonly Dictionary<string, OpenApiParameter> Known = new[]
    {
        Named("project", "Id of the project.", "iris2", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ReferenceAttribute.Pattern }),
        Named(
            "id",
            "The id that the service assigned.",
            "019aaa8b-51d4-7c5e-9d0a-2f4b8a6c1e37",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }),
        Named(
            "linkId",
            "The id that the service assigned to the link.",
            "019aaa8b-51d4-7c5e-9d0a-2f4b8a6c1e37",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }),
        Named("association", "Id of the association.", "lund", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ReferenceAttribute.Pattern }),
        Named(
            "subproject",
            "Id of the subproject within the project.",
            "hoganas",
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ReferenceAttribute.Pattern }),
        Named("name", "Name of the code list.", "exit-reasons", new OpenApiSchema { Type = JsonSchemaType.String }),
        Named(
            "key",
            "Key of the goal.",
            "iris2.work-or-studies",
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Form.KeyPattern, MaxLength = 100 }),
        Named("finding", "Code of the data-quality check.", "late-registration", new OpenApiSchema { Type = JsonSchemaType.String }),
        Named(
            "goal",
            "Key of the goal.",
            "iris2.work-or-studies",
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Form.KeyPattern, MaxLength = 100 }),
        Named(
            "participant",
            "The sender's reference for the participant.",
            "P-5531",
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ReferenceAttribute.Pattern }),
        Named("version", "Number of the certified version.", 1, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }),
        Named(
            "tertial",
            "The tertial (a third of a calendar year).",
            "2024-T2",
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]{4}-T[1-3]$" }),
    }.ToDictionary(p => p.Name!);

    /// <summary>Describes a parameter. One that is neither listed here nor a member gets no description, and then a test fails.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="registration">The registration whose key the path names, and its schema. Null when there is none.</param>
    public static OpenApiParameter Describe(string name, (Type Type, OpenApiSchema Schema)? registration)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (registration?.Schema.Properties?.TryGetValue(name, out var found) != true || found is not OpenApiSchema member)
        {
            return Named(name, null, null, new OpenApiSchema { Type = JsonSchemaType.String });
        }

        var schema = (OpenApiSchema)member.CreateShallowCopy();
        schema.Description = null;
        return Named(name, member.Description, Examples.Find(registration!.Value.Type.Name)?[name]?.DeepClone(), schema);
    }

    /// <summary>Returns the value of a parameter in example addresses. Null when the parameter is not listed here.</summary>
    public static string? ExampleOf(string name) => Known.GetValueOrDefault(name)?.Example?.ToString();

    private static OpenApiParameter Named(string name, string? description, JsonNode? example, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Schema = schema, Example = example };
}
