using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Document;

/// <summary>Tidies descriptions. Moves them from the alternatives of a member to the member itself, and turns XML markup into Markdown.</summary>
internal sealed class Tidying : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
        {
            schema.Description = Markdown(schema.Description);
            foreach (var member in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values)
            {
                Describe(member, document);
            }
        }

        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Markdown(tag.Description);
        }

        return Task.CompletedTask;
    }

    private static void Describe(IOpenApiSchema member, OpenApiDocument document)
    {
        if (member is OpenApiSchema { OneOf: [.., OpenApiSchemaReference { Reference: { Description: { } description, Id: { } name } }] } nullable)
        {
            nullable.Description = description;
            nullable.OneOf[^1] = new OpenApiSchemaReference(name, document);
        }

        member.Description = Markdown(member.Description);
    }

    private static string? Markdown(string? xml) => xml?.Replace("<i>", "*", StringComparison.Ordinal).Replace("</i>", "*", StringComparison.Ordinal);
}
