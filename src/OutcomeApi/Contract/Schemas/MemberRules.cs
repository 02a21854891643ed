using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Adds the rules that the attributes of a member state, in the way that <see cref="Http.Bodies.JsonBodyReader"/> enforces them. On a list, an
/// attribute applies to each value.
/// </summary>
internal sealed class MemberRules : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Format == "date-time")
        {
            // A converter of our own writes instants, so the framework does not know their JSON type.
            schema.Type = JsonSchemaType.String | (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is null ? default : JsonSchemaType.Null);
            schema.Examples = ["2026-11-22T10:15:30Z"];
        }

        if (context.JsonPropertyInfo?.AttributeProvider is { } member)
        {
            Apply(schema, member);
        }

        return Task.CompletedTask;
    }

    private static void Apply(OpenApiSchema schema, ICustomAttributeProvider member)
    {
        if (Attribute<RequiredAttribute>(member) is not null || Attribute<JsonIgnoreAttribute>(member)?.Condition == JsonIgnoreCondition.WhenWritingNull)
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Metadata?.Remove("x-is-nullable-property");
        }

        if (Attribute<JsonFormAttribute>(member) is { } form)
        {
            var isAlwaysThere = Attribute<JsonIgnoreAttribute>(member) is null;
            JsonForms.MarkWith(schema, form.Schema, orNull: isAlwaysThere && (member as PropertyInfo)?.PropertyType == typeof(JsonElement?));
        }

        if ((member as PropertyInfo)?.PropertyType == typeof(IReadOnlyDictionary<string, JsonElement>))
        {
            schema.AdditionalProperties = AnyValue();
        }

        if (Attribute<SetAttribute>(member) is not null)
        {
            schema.UniqueItems = true;
        }

        schema.ReadOnly = Attribute<ComputedAttribute>(member) is not null;
        if (schema.AdditionalProperties is OpenApiSchema named
            && (Attribute<RangeAttribute>(member) is not null || Attribute<MaxLengthAttribute>(member) is not null))
        {
            MoveToValues(schema, named, member);
        }

        var value = schema.Items as OpenApiSchema ?? schema;
        if (Attribute<CodeOfAttribute>(member) is { } picked && (member as PropertyInfo)?.PropertyType == typeof(IReadOnlyList<ProjectCode>))
        {
            schema.Items = ProjectCodeSchema.Describe(picked.List);
            return;
        }

        if (Attribute<CodeOfAttribute>(member) is not null && (member as PropertyInfo)?.PropertyType == typeof(IReadOnlyList<ProjectStepKind>))
        {
            schema.Items = ProjectCodeSchema.DescribeStepKind();
            return;
        }

        if (Attribute<CodeOfAttribute>(member) is { OrOwn: false } codes)
        {
            value.Enum = [.. Enum.GetNames(codes.List).Select(name => (JsonNode)Code.Kebab(name))];
            if (value.Type?.HasFlag(JsonSchemaType.Null) == true)
            {
                value.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }

        if (Attribute<ReferenceAttribute>(member) is not null)
        {
            value.Pattern = ReferenceAttribute.Pattern;
            value.MinLength = 1;
            value.MaxLength = ReferenceAttribute.MaxLength;
        }

        if (value != schema)
        {
            MoveToValues(schema, value, member);
        }
    }

    /// <summary>Describes a value whose form only its name tells: a single one, a list of texts, or texts by name.</summary>
    private static OpenApiSchema AnyValue()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null };
        return new OpenApiSchema
        {
            AnyOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Null },
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = text },
                new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = text },
            ],
        };
    }

    /// <summary>Moves limits from a list to its values. The framework applies the limits of the values to the list by mistake.</summary>
    private static void MoveToValues(OpenApiSchema list, OpenApiSchema value, ICustomAttributeProvider member)
    {
        if (Attribute<MaxLengthAttribute>(member) is { } longest)
        {
            (list.MaxItems, list.MaxLength) = (null, null);
            value.MaxLength = longest.Length;
        }

        if (Attribute<RangeAttribute>(member) is not null)
        {
            (value.Minimum, value.Maximum) = (list.Minimum ?? value.Minimum, list.Maximum ?? value.Maximum);
            (list.Minimum, list.Maximum) = (null, null);
        }
    }

    private static T? Attribute<T>(ICustomAttributeProvider member)
        where T : Attribute => member.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
