using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Contract.Document;

/// <summary>Schemas that operations share without an endpoint naming them, and what each tag is about.</summary>
internal sealed class SharedParts : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, string> Tags = new()
    {
        ["information"] = "What this interface is.",
        ["api-keys"] = "Keys of systems and people.",
        ["audit-events"] = "GenderGroup read or wrote what.",
        ["jobs"] = "The work that is done while nobody waits.",
        ["participants"] = "What is held about a person, and for how long.",
        ["erasures"] = "Erasing people.",
        ["projects"] = "Projects with their goals, as data.",
        ["goals"] = "The goals of a project, in all their versions.",
        ["attainment"] = "Goal attainment.",
        ["associations"] = "Associations, which own projects.",
        ["code-lists"] = "Codes with their texts.",
        ["batches"] = "Many records in one call.",
        ["data-quality"] = "What weakens the figures of a project.",
        ["changes"] = "The feed of changed records.",
        ["tertial-reports"] = "The reports of a project.",
        ["computations"] = "Computing figures now.",
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

    /// <summary>A kind of record says itself what it is.</summary>
    private static string? DescriptionOfBody(OpenApiDocument document, string tag) => document.Paths.Values
        .SelectMany(path => path.Operations!.Values)
        .Where(operation => operation.Tags?.Any(t => t.Name == tag) == true)
        .Select(operation => operation.RequestBody?.Content?["application/json"].Schema?.Description)
        .FirstOrDefault(description => description is not null);
}
