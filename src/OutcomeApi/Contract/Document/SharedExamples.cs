using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Document;

/// <summary>Writes an example that several answers have once, as a component, and lets them refer to it.</summary>
internal sealed class SharedExamples : IOpenApiDocumentTransformer
{
    /// <summary>Name that an answer gives to its only example.</summary>
    private const string Only = "example";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var answers = document.Paths.Values
            .SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Responses!.Values.OfType<OpenApiResponse>())
            .SelectMany(response => response.Content?.Values ?? [])
            .Where(answer => answer.Example is not null);
        foreach (var same in answers.GroupBy(answer => answer.Example!.ToJsonString()).Where(same => same.Count() > 1).ToArray())
        {
            var noun = (same.First().Schema as OpenApiSchemaReference)?.Reference.Id ?? Only;
            var name = FreeNames.Find(document.Components!.Examples, noun);
            document.AddComponent<IOpenApiExample>(name, new OpenApiExample { Value = same.First().Example });
            foreach (var answer in same)
            {
                answer.Example = null;
                answer.Examples = new Dictionary<string, IOpenApiExample> { [Only] = new OpenApiExampleReference(name, document) };
            }
        }

        return Task.CompletedTask;
    }
}
