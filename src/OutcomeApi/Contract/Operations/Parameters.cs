using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>The parameters of an operation: those of its path, its query and its headers, in this order.</summary>
internal sealed class Parameters : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = OperationFacts.Of(context.Description);
        (Type, OpenApiSchema)? statement = facts.Statement is { } type ? (type, await context.GetOrCreateSchemaAsync(type, null, cancellationToken)) : null;
        operation.Parameters =
        [
            .. facts.PathNames.Select(name => PathParameters.Of(name, statement)),
            .. facts.Query.Select(QueryParameterDescriptions.Of),
            .. HeaderParameters.Of(facts).Select(header => Shared(header, context.Document!)),
        ];
    }

    private static OpenApiParameterReference Shared(OpenApiParameter header, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiParameter>(header.Name!, header);
        return new OpenApiParameterReference(header.Name!, document);
    }
}
