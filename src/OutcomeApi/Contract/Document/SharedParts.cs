using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Contract.Document;

/// <summary>Adds the schemas of problems, which all operations share but no endpoint declares, and the descriptions of the tags.</summary>
internal sealed class SharedParts : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, string> Tags = new()
    {
        ["information"] = "Information about this API.",
        ["share-links"] = "Links by which a steering group reads the pages of a project or an association.",
        ["api-keys"] = "API keys of systems and people.",
        ["audit-events"] = "The audit log: who read or wrote what, and when.",
        ["jobs"] = "Background jobs of the service.",
        ["participants"] = "The data that are held about a person, and how long they are kept.",
        ["erasures"] = "Erasure of people's data.",
        ["projects"] = "Projects and their goals, defined as data.",
        ["goals"] = "The goals of a project, in all their versions.",
        ["attainment"] = "Attainment of the goals.",
        ["associations"] = "Associations. Each project is owned by an association.",
        ["code-lists"] = "Codes with their texts.",
        ["batches"] = "Many records in one request.",
        ["data-quality"] = "Problems in the data that make the figures of a project less reliable.",
        ["changes"] = "Feed of changed records.",
        ["tertial-reports"] = "Tertial reports of a project.",
        ["computations"] = "Computation of figures on request.",
    };

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var error = await context.GetOrCreateSchemaAsync(typeof(ProblemError), null, cancellationToken);
        document.AddComponent<IOpenApiSchema>(nameof(ProblemError), error);
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        ((OpenApiSchema)problem.Properties!["errors"]).Items = new OpenApiSchemaReference(nameof(ProblemError), document);
        document.AddComponent<IOpenApiSchema>(ProblemAnswers.Schema, problem);

        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Tags.GetValueOrDefault(tag.Name!) ?? DescriptionOfBody(document, tag.Name!);
        }
    }

    /// <summary>Returns the description of the body that operations with a tag take. The tag of a kind of record uses it as its own description.</summary>
    private static string? DescriptionOfBody(OpenApiDocument document, string tag) => document.Paths.Values
        .SelectMany(path => path.Operations!.Values)
        .Where(operation => operation.Tags?.Any(t => t.Name == tag) == true)
        .Select(operation => operation.RequestBody?.Content?.Values.First().Schema?.Description)
        .FirstOrDefault(description => description is not null);
}
