using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Points members that have a <see cref="JsonFormAttribute"/> to the hand-written schema of their form. This is done after all schemas are built. While
/// it builds schemas, the framework follows references, and it would loop: goal conditions contain goal conditions.
/// </summary>
internal sealed class JsonForms : IOpenApiDocumentTransformer
{
    private const string Mark = nameof(JsonFormAttribute);
    private const string NullMark = Mark + " or null";

    /// <summary>Marks a member with the name of its form. The reference is added when all schemas are built.</summary>
    public static void MarkWith(OpenApiSchema member, string form, bool orNull) =>
        (member.Metadata ??= new Dictionary<string, object>())[orNull ? NullMark : Mark] = form;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var member in document.Components!.Schemas!.Values.SelectMany(schema => schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
        {
            if (member.Metadata?.TryGetValue(Mark, out var form) == true)
            {
                Refer(member, new OpenApiSchemaReference((string)form, document));
            }
            else if (member.Metadata?.TryGetValue(NullMark, out var orNull) == true)
            {
                member.OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, new OpenApiSchemaReference((string)orNull, document)];
            }
        }

        GoalSchemas.AddTo(document);
        return Task.CompletedTask;
    }

    private static void Refer(OpenApiSchema member, OpenApiSchemaReference form)
    {
        if (member.Type?.HasFlag(JsonSchemaType.Array) == true)
        {
            member.Items = form;
        }
        else
        {
            member.AllOf = [form];
        }
    }
}
