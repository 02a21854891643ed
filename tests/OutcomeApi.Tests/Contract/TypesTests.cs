namespace OutcomeApi.Tests.Contract;

/// <summary>A client that is made from the document has a type for everything, and one type for the same thing.</summary>
public sealed class TypesTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    /// <summary>Words that say which JSON fits a schema. A schema without any of them has no type.</summary>
    private static readonly string[] Typing = ["$ref", "type", "oneOf", "anyOf", "allOf"];

    [Fact]
    public async Task Nothing_is_without_a_type()
    {
        var schemas = (await SchemasAsync()).ToArray();

        schemas.Length.ShouldBeGreaterThan(1000);
        schemas.Where(s => !Typing.Any(s.Schema.ContainsKey)).Select(s => s.Where).ShouldBeEmpty();
        schemas.Where(s => Types(s.Schema).Contains("array") && s.Schema["items"] is null).Select(s => s.Where).ShouldBeEmpty("a list says what is in it");
        schemas.Where(s => Types(s.Schema).Contains("object") && s.Schema["properties"] is null && s.Schema["additionalProperties"] is null)
            .Select(s => s.Where).ShouldBeEmpty("an object says what is in it");
    }

    [Fact]
    public async Task The_same_codes_are_written_out_once()
    {
        var codes = (await SchemasAsync())
            .Where(s => s.Schema["enum"] is not null)
            .GroupBy(s => string.Join(
                '|', s.Schema["enum"]!.AsArray().Where(code => code is not null).Select(code => code!.ToString()).Order(StringComparer.Ordinal)))
            .ToArray();

        codes.Length.ShouldBeGreaterThan(30);
        codes.Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(s => s.Where))}").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_parameter_and_the_same_example_are_written_out_once()
    {
        var contract = await ServedContract.ReadAsync(api);
        var parameters = contract.Operations.SelectMany(o => o.Json["parameters"]?.AsArray() ?? []).Where(p => p!["$ref"] is null).ToArray();
        var examples = contract.Operations.SelectMany(o => o.Json["responses"]!.AsObject())
            .SelectMany(answer => answer.Value!["content"]?.AsObject() ?? []).Select(media => media.Value!["example"]).OfType<JsonNode>().ToArray();

        parameters.ShouldNotBeEmpty();
        examples.ShouldNotBeEmpty();
        parameters.GroupBy(p => p!.ToJsonString()).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
        examples.GroupBy(e => e.ToJsonString()).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    /// <summary>A page or a client that fills in examples would otherwise send the same key, or the same version, with every request.</summary>
    [Fact]
    public async Task What_may_be_left_out_has_no_example()
    {
        var contract = await ServedContract.ReadAsync(api);
        var optional = contract.Operations.SelectMany(o => o.Parameters).Where(p => p["in"]!.GetValue<string>() != "path").ToArray();

        optional.Length.ShouldBeGreaterThan(100);
        optional.Where(h => h["required"]?.GetValue<bool>() == true || h.ContainsKey("example") || h.ContainsKey("examples"))
            .Select(h => h["name"]!.GetValue<string>()).Distinct().ShouldBeEmpty();
    }

    /// <summary>Names of the field, not of a type of the program.</summary>
    [Fact]
    public async Task Schemas_are_named_by_the_field()
    {
        var names = (await ServedContract.ReadAsync(api)).Schemas.Select(s => s.Name).ToArray();

        names.ShouldNotBeEmpty();
        names.Where(name => new[] { "IReadOnly", "Dictionary", "Nullable", "Json", "ByWindowOf" }.Any(word => name.Contains(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    /// <summary>Whoever reads it, a person or a program, reads all of it.</summary>
    [Fact]
    public async Task The_document_stays_short()
    {
        using var anybody = api.ClientWith(null);
        (await anybody.GetByteArrayAsync($"{ApiFactory.Base}/openapi.json")).Length.ShouldBeLessThan(720_000);
    }

    private static IEnumerable<string> Types(JsonObject schema) =>
        schema["type"] is JsonArray several ? several.Select(t => t!.GetValue<string>()) : schema["type"] is { } one ? [one.GetValue<string>()] : [];

    private async Task<IEnumerable<(string Where, JsonObject Schema)>> SchemasAsync()
    {
        var document = (await ServedContract.ReadAsync(api)).Document;
        return Below(document["components"]!["schemas"]!.AsObject(), "#", isNames: true).Concat(Carried(document["paths"]!, "#"))
            .Concat(Carried(document["components"]!["parameters"]!, "#")).Concat(Carried(document["components"]!["responses"]!, "#"));
    }

    /// <summary>The schemas that parameters, bodies and headers carry.</summary>
    private static IEnumerable<(string Where, JsonObject Schema)> Carried(JsonNode part, string where) => part switch
    {
        JsonObject members => members.SelectMany(m => m.Key switch
        {
            "schema" => Schema(m.Value!.AsObject(), where),
            "example" or "examples" or "value" => [],
            _ => m.Value is null ? [] : Carried(m.Value, $"{where}/{m.Key}"),
        }),
        JsonArray list => list.SelectMany((value, index) => value is null ? [] : Carried(value, $"{where}/{(value as JsonObject)?["name"] ?? index}")),
        _ => [],
    };

    private static IEnumerable<(string Where, JsonObject Schema)> Schema(JsonObject schema, string where)
    {
        yield return (where, schema);
        foreach (var inner in Below(schema, where, isNames: false))
        {
            yield return inner;
        }
    }

    private static IEnumerable<(string Where, JsonObject Schema)> Below(JsonObject schema, string where, bool isNames) => isNames
        ? schema.SelectMany(named => Schema(named.Value!.AsObject(), $"{where}/{named.Key}"))
        : schema.SelectMany(word => (word.Key, word.Value) switch
        {
            ("properties", JsonObject members) => Below(members, where, isNames: true),
            ("items" or "additionalProperties" or "propertyNames", JsonObject inner) => Schema(inner, $"{where}/{word.Key}"),
            ("allOf" or "anyOf", JsonArray forms) => forms.SelectMany((form, i) => Schema(form!.AsObject(), $"{where}/{word.Key}/{i}")),
            ("oneOf", JsonArray forms) => forms.Where(form => form!.AsObject().Any(w => Typing.Contains(w.Key)))
                .SelectMany((form, i) => Schema(form!.AsObject(), $"{where}/oneOf/{i}")),
            _ => [],
        });
}
