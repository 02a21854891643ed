using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes the parameters of an operation: those of its path, its query and its headers, in this order.</summary>
internal sealed class Parameters : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = OperationFacts.From(context.Description);
        (Type, OpenApiSchema)? registration = facts.Registration is { } type
            ? (type, await context.GetOrCreateSchemaAsync(type, null, cancellationToken))
            : null;
        operation.Parameters =
        [
            .. facts.PathNames.Select(name => PathParameters.Describe(name, registration)),
            .. facts.Query.Select(QueryParameterDescriptions.Describe),
            .. HeaderParameters.Describe(facts).Select(header => Shared(header, context.Document!)),
        ];
    }

    private static OpenApiParameterReference Shared(OpenApiParameter header, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiParameter>(header.Name!, header);
        return new OpenApiParameterReference(header.Name!, document);
    }
}
