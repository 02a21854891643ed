using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Records;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Describes records in answers. The framework cannot do it, because a converter writes them. A record has the members of its content, all of
/// which are present, and those of <see cref="RecordMeta"/>.
/// </summary>
internal sealed class RecordSchemas : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.ElementType is { } element && IsRecord(element))
        {
            schema.Items = await context.GetOrCreateSchemaAsync(element, null, cancellationToken);
        }

        if (!IsRecord(context.JsonTypeInfo.Type))
        {
            return;
        }

        var content = await context.GetOrCreateSchemaAsync(context.JsonTypeInfo.Type.GenericTypeArguments[0], null, cancellationToken);
        var meta = await context.GetOrCreateSchemaAsync(typeof(RecordMeta), null, cancellationToken);
        var members = content.Properties!.Where(p => p.Key != "correction").ToArray();
        schema.Type = JsonSchemaType.Object;
        schema.Description = content.Description;
        schema.Properties = new Dictionary<string, IOpenApiSchema>(members.Concat(meta.Properties!));
        schema.Required = new HashSet<string>(members.Select(p => p.Key).Concat(meta.Required!));
    }

    private static bool IsRecord(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Record<>);
}
