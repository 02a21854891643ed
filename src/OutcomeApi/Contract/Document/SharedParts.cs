using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Contract.Document;

/// <summary>Adds the schemas of problems, which all operations share but no endpoint declares, and the tags.</summary>
internal sealed class SharedParts : IOpenApiDocumentTransformer
{
    /// <summary>
    /// The tags in the order in which they are read: what project systems send comes first, then what is read, then what projects are, last what
    /// administrators do. Null: the tag of a kind of record, which is described by the record.
    /// </summary>
    private static readonly (string Name, string? Description)[] Tags =
    [
        ("referrals", null),
        ("enrollments", null),
        ("exits", null),
        ("follow-ups", null),
        ("steps", null),
        ("placements", null),
        ("job-offers", null),
        ("self-assessments", null),
        ("fidelity-reviews", null),
        ("reported-figures", null),
        ("batches", "Many records in one request."),
        ("changes", "Feed of changed records."),
        ("code-lists", "Codes with their texts."),
        ("data-quality", "Problems in the data that make the figures of a project less reliable."),
        ("attainment", "Attainment of the goals."),
        ("tertial-reports", "Tertial reports of a project."),
        ("associations", "Associations. Each project is owned by an association."),
        ("projects", "Projects and their goals, defined as data."),
        ("goals", "The goals of a project, in all their versions."),
        ("computations", "Computation of figures on request."),
        ("share-links", "Links by which a steering group reads the pages of a project or an association."),
        ("participants", "The data that are held about a person, and how long they are kept."),
        ("erasures", "Erasure of people's data."),
        ("api-keys", "API keys of systems and people."),
        ("audit-events", "The audit log: who read or wrote what, and when."),
        ("jobs", "Background jobs of the service."),
        ("information", "Information about this API."),
    ];

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var error = await context.GetOrCreateSchemaAsync(typeof(ProblemError), null, cancellationToken);
        document.AddComponent<IOpenApiSchema>(nameof(ProblemError), error);
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        ((OpenApiSchema)problem.Properties!["errors"]).Items = new OpenApiSchemaReference(nameof(ProblemError), document);
        document.AddComponent<IOpenApiSchema>(ProblemAnswers.Schema, problem);

        var used = document.Tags!.Select(tag => tag.Name).ToHashSet();
        document.Tags = new HashSet<OpenApiTag>(Tags.Where(tag => used.Contains(tag.Name)).Select(tag =>
            new OpenApiTag { Name = tag.Name, Description = tag.Description ?? DescriptionOfBody(document, tag.Name) }));
    }

    /// <summary>Returns the description of the body that operations with a tag take. The tag of a kind of record uses it as its own description.</summary>
    private static string? DescriptionOfBody(OpenApiDocument document, string tag) => document.Paths.Values
        .SelectMany(path => path.Operations!.Values)
        .Where(operation => operation.Tags?.Any(t => t.Name == tag) == true)
        .Select(operation => operation.RequestBody?.Content?.Values.First().Schema?.Description)
        .FirstOrDefault(description => description is not null);
}
