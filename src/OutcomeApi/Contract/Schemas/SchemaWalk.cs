using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Goes through every schema that is written out in a document, innermost first, and puts in its place what <paramref name="replace"/> returns.
/// </summary>
internal sealed class SchemaWalk(Func<OpenApiSchema, IOpenApiSchema> replace)
{
    private readonly HashSet<OpenApiSchema> _seen = [];

    /// <summary>Goes through the schemas of members, of parameters and of bodies. A component itself stays where it is.</summary>
    public void Through(OpenApiDocument document)
    {
        foreach (var component in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().ToArray())
        {
            Into(component);
        }

        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToArray();
        foreach (var parameter in operations.SelectMany(operation => operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Schema = Replaced(parameter.Schema);
        }

        var bodies = operations.Select(operation => operation.RequestBody?.Content)
            .Concat(operations.SelectMany(operation => operation.Responses!.Values).OfType<OpenApiResponse>().Select(response => response.Content));
        foreach (var media in bodies.SelectMany(content => content?.Values ?? []))
        {
            media.Schema = Replaced(media.Schema);
        }
    }

    private IOpenApiSchema? Replaced(IOpenApiSchema? part)
    {
        if (part is not OpenApiSchema schema)
        {
            return part;
        }

        Into(schema);
        return replace(schema);
    }

    private void Into(OpenApiSchema schema)
    {
        if (!_seen.Add(schema))
        {
            return;
        }

        foreach (var (name, member) in schema.Properties?.ToArray() ?? [])
        {
            schema.Properties![name] = Replaced(member)!;
        }

        foreach (var forms in new[] { schema.OneOf, schema.AnyOf, schema.AllOf })
        {
            for (var i = 0; i < forms?.Count; i++)
            {
                forms[i] = Replaced(forms[i])!;
            }
        }

        schema.Items = Replaced(schema.Items);
        schema.AdditionalProperties = Replaced(schema.AdditionalProperties);
    }
}
