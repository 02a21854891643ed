using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>The parameters of an operation: those of its path, its query and its headers, in this order.</summary>
internal sealed class Parameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = OperationFacts.Of(context.Description);
        operation.Parameters =
        [
            .. facts.PathNames.Select(name => PathParameters.Of(name, facts.Statement)),
            .. facts.Query.Select(QueryParameterDescriptions.Of),
            .. HeaderParameters.Of(facts).Select(header => Shared(header, context.Document!)),
        ];
        return Task.CompletedTask;
    }

    private static OpenApiParameterReference Shared(OpenApiParameter header, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiParameter>(header.Name!, header);
        return new OpenApiParameterReference(header.Name!, document);
    }
}
