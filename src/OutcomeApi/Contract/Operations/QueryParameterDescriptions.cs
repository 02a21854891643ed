using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Contract.Operations;

/// <summary>
/// Describes query parameters as their endpoints declare them. Their examples stand in words: a page that fills in an example would send it.
/// </summary>
internal static class QueryParameterDescriptions
{
    /// <summary>Describes a query parameter.</summary>
    public static OpenApiParameter Describe(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Example is null ? parameter.Description : $"{parameter.Description} For example `{parameter.Example}`.",
        Schema = SchemaOf(parameter),
    };

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => parameter switch
    {
        { Number: var (least, most, preset) } => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = most > int.MaxValue ? "int64" : "int32",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
            Maximum = most.ToString(CultureInfo.InvariantCulture),
            Default = preset,
        },
        { Codes: ["true", "false"] } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        { Codes: { } codes } => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)code)] },
        { IsTertial: true } => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]{4}-T[1-3]$" },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1 },
    };
}
