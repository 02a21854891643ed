using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Document;

/// <summary>Writes a parameter that several operations have once, as a component, and lets them refer to it.</summary>
internal sealed class SharedParameters : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var uses = new List<(OpenApiOperation Operation, int Index, OpenApiParameter Parameter, string Text)>();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            for (var i = 0; i < operation.Parameters?.Count; i++)
            {
                if (operation.Parameters[i] is OpenApiParameter parameter)
                {
                    uses.Add((operation, i, parameter, await parameter.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken)));
                }
            }
        }

        foreach (var same in uses.GroupBy(use => use.Text).Where(same => same.Count() > 1))
        {
            var (operation, _, parameter, _) = same.First();

            // When the same word means something else elsewhere, the tag of the first operation tells them apart.
            var name = FreeNames.Find(document.Components!.Parameters, parameter.Name!, $"{operation.Tags!.First().Name}-{parameter.Name}");
            document.AddComponent<IOpenApiParameter>(name, parameter);
            foreach (var use in same)
            {
                use.Operation.Parameters![use.Index] = new OpenApiParameterReference(name, document);
            }
        }
    }
}
