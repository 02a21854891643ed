using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Records;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Describes records in answers. The framework cannot do it, because a converter writes them. A record has the members of its content, all of
/// which are present, and those of <see cref="RecordMeta"/>. A patch has any of the members of the content. A version
/// has the content as JSON.
/// </summary>
internal sealed class RecordSchemas : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.ElementType is { } element && IsRecord(element))
        {
            schema.Items = await context.GetOrCreateSchemaAsync(element, null, cancellationToken);
        }

        if (WireNames.IsGeneric(context.JsonTypeInfo.Type, typeof(RecordVersion<>)))
        {
            var stated = await context.GetOrCreateSchemaAsync(context.JsonTypeInfo.Type.GenericTypeArguments[0], null, cancellationToken);
            schema.Properties!["content"] = stated;
        }

        if (WireNames.IsGeneric(context.JsonTypeInfo.Type, typeof(MergePatch<>)))
        {
            var patched = await context.GetOrCreateSchemaAsync(context.JsonTypeInfo.Type.GenericTypeArguments[0], null, cancellationToken);
            schema.Type = JsonSchemaType.Object;
            schema.Description = "The members to change. Null removes a value. " + patched.Description;
            schema.Properties = patched.Properties;
            schema.Required = null;
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

    private static bool IsRecord(Type type) => WireNames.IsGeneric(type, typeof(Record<>));
}
