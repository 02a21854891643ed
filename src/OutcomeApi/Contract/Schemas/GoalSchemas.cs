using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Goals.Vocabulary;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Makes the schemas of goal definitions from <see cref="GoalForms"/>. Code of its own reads goal definitions, and no type describes them.
/// </summary>
internal static class GoalSchemas
{
    /// <summary>Adds the schemas to a document.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var (name, form) in GoalForms.Named)
        {
            schemas[name] = SchemaOf(form, document);
        }

        schemas[JsonFormAttribute.Goals] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Goal definitions by key. A key consists of words of lower-case letters, digits and hyphens, joined by dots.",
            PropertyNames = SchemaOf(Form.Key("Key of the goal."), document),
            AdditionalProperties = new OpenApiSchemaReference(JsonFormAttribute.Goal, document),
        };
    }

    private static IOpenApiSchema SchemaOf(Form form, OpenApiDocument document)
    {
        var schema = new OpenApiSchema { Description = form.Description };
        switch (form)
        {
            case Form.Named named:
                return new OpenApiSchemaReference(named.Name, document) { Description = form.Description };
            case Form.Truth:
                schema.Type = JsonSchemaType.Boolean;
                break;
            case Form.Number number:
                schema.Type = JsonSchemaType.Integer;
                schema.Minimum = number.Least.ToString(CultureInfo.InvariantCulture);
                schema.Maximum = number.Most?.ToString(CultureInfo.InvariantCulture);
                break;
            case Form.Text text:
                schema.Type = JsonSchemaType.String;
                schema.Enum = text.Codes?.Select(code => (JsonNode)code).ToList();
                schema.Pattern = text.Pattern;
                schema.MaxLength = text.MaxLength;
                schema.Format = text.Format;
                break;
            case Form.List list:
                schema.Type = JsonSchemaType.Array;
                schema.Items = SchemaOf(list.Item, document);
                schema.MinItems = list.Least;
                schema.MaxItems = list.Most;
                break;
            case Form.Choice { Forms: var forms } when forms.All(each => each is Form.Text or Form.Number):
                // Some generators of clients take the first of "one of" for the whole, and would read a limit that is a number as a text.
                schema.AnyOf = [.. forms.Select(each => SchemaOf(each, document))];
                break;
            case Form.Choice choice:
                schema.OneOf = [.. choice.Forms.Select(each => SchemaOf(each, document))];
                break;
            case Form.Object members:
                schema.Type = JsonSchemaType.Object;
                schema.Required = members.Required.ToHashSet();
                schema.Properties = members.Members.ToDictionary(member => member.Name, member => SchemaOf(member.Form, document));
                schema.AdditionalPropertiesAllowed = false;
                schema.MinProperties = members.Least;
                schema.MaxProperties = members.Most;
                // Which members exclude each other is no type, and stands apart: some generators of clients take "one of" for a choice of types.
                schema.AllOf = members.OneOf.Count == 0 ? null
                    : [new OpenApiSchema { OneOf = [.. members.OneOf.Select(name => new OpenApiSchema { Required = new HashSet<string> { name } })] }];
                break;
        }

        return schema;
    }
}
