using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Bodies;

namespace OutcomeApi.Contract.Document;

/// <summary>
/// Completes the schemas of request bodies. Unknown fields are refused, strings get a maximum length, and members that the service computes are
/// removed.
/// </summary>
internal sealed class RequestBodies : IOpenApiDocumentTransformer
{
    private const int LongestText = 200;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var optional = context.DescriptionGroups.SelectMany(group => group.Items)
            .Where(operation => OperationFacts.From(operation).Body is { } type && OptionalBodyAttribute.For(type))
            .Select(operation => operation.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().Last().EndpointName)
            .ToHashSet();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            if (operation.RequestBody is not OpenApiRequestBody body)
            {
                continue;
            }

            body.Required = !optional.Contains(operation.OperationId!);
            foreach (var (_, media) in body.Content!)
            {
                Close(media.Schema, document);
            }

            body.Description = body.Content.Values.Select(media => media.Schema?.Description).FirstOrDefault();
        }

        return Task.CompletedTask;
    }

    private static void Close(IOpenApiSchema? schema, OpenApiDocument document)
    {
        switch (schema)
        {
            case OpenApiSchemaReference { Reference.Id: { } name }:
                Close(document.Components!.Schemas![name], document);
                break;
            case OpenApiSchema { AdditionalPropertiesAllowed: false } or null:
                break;
            case OpenApiSchema { Properties: { } members } closed:
                closed.AdditionalPropertiesAllowed = false;
                foreach (var computed in members.Where(m => m.Value.ReadOnly).ToArray())
                {
                    members.Remove(computed);
                }

                foreach (var member in members.Values)
                {
                    Close(member, document);
                }

                break;
            case OpenApiSchema { Type: { } type, Enum: null, Pattern: null, Format: null } text when type.HasFlag(JsonSchemaType.String):
                text.MinLength = 1;
                text.MaxLength ??= LongestText;
                break;
            case OpenApiSchema other:
                foreach (var part in (other.OneOf ?? []).Concat(other.AllOf ?? []).Append(other.Items))
                {
                    Close(part, document);
                }

                break;
        }
    }
}
