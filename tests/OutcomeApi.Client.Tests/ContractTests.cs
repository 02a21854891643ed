using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Client.Tests;

/// <summary>Every member of the client's types is a member of the approved contract: the same names, as required, and of the same types.</summary>
public sealed class ContractTests
{
    private static readonly JsonObject Contract = JsonNode.Parse(Repository.Read("openapi/outcome-api.v1.json"))!.AsObject();

    /// <summary>The operation that returns a type, and what a member of the answer holds it. Null: the answer itself is of the type.</summary>
    public static TheoryData<Type, string, string?> Read => new()
    {
        { typeof(ApiInfo), "get-api-info", null },
        { typeof(Batch), "get-batch", null },
        { typeof(Change), "list-changes", "items" },
        { typeof(PageMeta), "list-enrollments", "_meta" },
        { typeof(DueFollowUp), "list-due-follow-ups", "items" },
        { typeof(DueFollowUpCounts), "count-due-follow-ups", null },
        { typeof(DueSelfAssessment), "list-due-self-assessments", "items" },
        { typeof(CodeList), "get-code-list", null },
        { typeof(CodeList), "get-project-exit-reasons", null },
        { typeof(FidelityScale), "list-fidelity-scales", "items" },
        { typeof(Instrument), "list-instruments", "items" },
        { typeof(Project), "get-project", null },
        { typeof(ProjectSummary), "list-projects", "items" },
        { typeof(AttainmentPage), "get-attainment", null },
        { typeof(TertialReport), "get-tertial-report", null },
    };

    public static TheoryData<Type, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<Type, string>();
            foreach (var type in typeof(OutcomeApiClient).Assembly.GetExportedTypes().Where(type => typeof(IRecord).IsAssignableFrom(type) && !type.IsAbstract))
            {
                kinds.Add(type, KindOf(type).Name);
            }

            return kinds;
        }
    }

    [Fact]
    public void Every_kind_of_record_of_the_contract_has_a_type()
    {
        var created = Operations().Select(operation => operation.Id).Where(id => id.StartsWith("patch-", StringComparison.Ordinal))
            .Select(id => id["patch-".Length..]).ToArray();
        created.Length.ShouldBe(10);
        Kinds.Select(row => (string)row[1]).Order().ShouldBe(created.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_has_the_members_that_the_contract_has(Type type, string kind)
    {
        Operation($"create-{kind}").Path.ShouldBe($"/projects/{{project}}/{KindOf(type).Collection}");
        Compare(type, BodyOf($"create-{kind}"), kind);

        // What is read is the record and what the service adds to it; the reason of a correction belongs to the change.
        var read = Members(AnswerOf($"get-{kind}"));
        PropertyInfo[] added = [.. Properties(typeof(RecordState)), .. Computed(type)];
        read.Select(member => member.Key).Where(name => name != "_links").Order()
            .ShouldBe(Properties(type).Concat(added).Select(NameOf).Where(name => name != "correction").Order());
        foreach (var property in added)
        {
            CompareType(property.PropertyType, Null(property), read[NameOf(property)]!, $"{kind}.{NameOf(property)}");
        }

        var version = ItemOf(AnswerOf($"list-{kind}-versions")["properties"]!["items"]!);
        Members(version).Select(member => member.Key).Order().ShouldBe(Properties(typeof(RecordVersion<Step>)).Select(NameOf).Order());
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void What_is_read_has_the_members_that_the_contract_has(Type type, string operation, string? member)
    {
        var schema = AnswerOf(operation);
        schema = member is null ? schema : Resolved(schema["properties"]![member]!);
        Compare(type, member == "items" ? ItemOf(schema) : schema, operation);
    }

    [Fact]
    public void A_finding_has_the_members_that_the_contract_has()
    {
        var problem = Resolved(Contract["components"]!["responses"]!["BadRequest"]!)["content"]!["application/problem+json"]!["schema"]!;
        Compare(typeof(Finding), ItemOf(Members(Resolved(problem))["errors"]!), "problem");
    }

    [Theory]
    [InlineData(typeof(Gender), "gender")]
    [InlineData(typeof(Correction), "correction")]
    public void Constants_are_the_codes_of_the_contract(Type codes, string member)
    {
        var constants = codes.GetFields().Select(field => (string)field.GetValue(null)!);
        constants.Order().ShouldBe(CodesOf(Members(BodyOf("create-enrollment"))[member]!).Order());
    }

    /// <summary>The codes of a member, wherever its schema says them.</summary>
    private static IEnumerable<string> CodesOf(JsonNode schema) => Alternatives(schema)
        .SelectMany(one => one["enum"]?.AsArray().Select(code => code?.GetValue<string>()) ?? []).OfType<string>().Distinct();

    private static RecordKind KindOf(Type type) => (RecordKind)type.GetProperty("KindOf")!.GetValue(null)!;

    private static void Compare(Type type, JsonNode schema, string at)
    {
        var members = Members(schema);
        var required = (Resolved(schema)["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        var properties = Properties(type).ToDictionary(NameOf);
        members.Select(member => member.Key).Where(name => name != "_links").Order().ShouldBe(properties.Keys.Order(), at);
        foreach (var (name, property) in properties)
        {
            property.IsDefined(typeof(RequiredMemberAttribute)).ShouldBe(required.Contains(name), $"{at}.{name} is required");
            CompareType(property.PropertyType, Null(property), members[name]!, $"{at}.{name}");
        }
    }

    private static void CompareType(Type type, bool mayBeNull, JsonNode schema, string at)
    {
        var alternatives = Alternatives(schema).ToArray();
        var types = alternatives.SelectMany(TypesOf).ToHashSet();
        if (types.Remove("null"))
        {
            mayBeNull.ShouldBeTrue($"{at} may be null");
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
        {
            return;
        }

        if (type == typeof(Participant))
        {
            types.ShouldContain("string", at);
            return;
        }

        var one = alternatives.First(alternative => TypesOf(alternative).Any(name => name != "null"));
        var format = one["format"]?.GetValue<string>() is "date" or "date-time" or "int32" or "int64" or "double" ? one["format"]!.GetValue<string>() : null;
        if (Named(type) is { } named)
        {
            (types.ShouldHaveSingleItem(), format).ShouldBe(named, at);
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            types.ShouldHaveSingleItem().ShouldBe("object", at);
            CompareType(type.GetGenericArguments()[1], false, one["additionalProperties"]!, at + "{}");
        }
        else if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            types.ShouldHaveSingleItem().ShouldBe("array", at);
            var item = type.GetGenericArguments()[0];
            CompareType(item, Nullable.GetUnderlyingType(item) is not null, one["items"]!, at + "[]");
        }
        else
        {
            types.ShouldHaveSingleItem().ShouldBe("object", at);
            Compare(type, one, at);
        }
    }

    private static (string Type, string? Format)? Named(Type type) => type switch
    {
        _ when type == typeof(string) => ("string", null),
        _ when type == typeof(DateOnly) => ("string", "date"),
        _ when type == typeof(DateTimeOffset) => ("string", "date-time"),
        _ when type == typeof(int) => ("integer", "int32"),
        _ when type == typeof(long) => ("integer", "int64"),
        _ when type == typeof(double) => ("number", "double"),
        _ when type == typeof(bool) => ("boolean", null),
        _ => null,
    };

    /// <summary>The members that are sent or read.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)));

    /// <summary>The members of a record that are read and never sent.</summary>
    private static IEnumerable<PropertyInfo> Computed(Type type) => type.GetProperties()
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWriting);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool Null(PropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable || property.PropertyType.IsGenericParameter
            || property.DeclaringType is { IsGenericType: true } declaring && declaring.GetGenericTypeDefinition() == typeof(ByWindow<>);

    private static IReadOnlyDictionary<string, JsonNode?> Members(JsonNode schema)
    {
        var resolved = Resolved(schema);
        resolved["properties"].ShouldNotBeNull(resolved.ToJsonString());
        return resolved["properties"]!.AsObject().ToDictionary(member => member.Key, member => member.Value);
    }

    private static JsonNode ItemOf(JsonNode list) => Resolved(Resolved(list)["items"]!);

    /// <summary>What a schema allows, with references followed.</summary>
    private static IEnumerable<JsonNode> Alternatives(JsonNode schema)
    {
        var resolved = Resolved(schema);
        return (resolved["oneOf"] ?? resolved["anyOf"]) is JsonArray several ? several.SelectMany(one => Alternatives(one!)) : [resolved];
    }

    private static IEnumerable<string> TypesOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => several.Select(one => one!.GetValue<string>()),
        { } one => [one.GetValue<string>()],
        null => schema["properties"] is null ? [] : ["object"],
    };

    /// <summary>Follows references, and unions of one.</summary>
    private static JsonNode Resolved(JsonNode schema) => schema switch
    {
        _ when schema["$ref"]?.GetValue<string>() is { } reference =>
            Resolved(reference[2..].Split('/').Aggregate((JsonNode)Contract, (node, part) => node[part.Replace("~1", "/", StringComparison.Ordinal)]!)),
        _ when schema["allOf"] is JsonArray { Count: 1 } one => Resolved(one[0]!),
        _ => schema,
    };

    private static IEnumerable<(string Id, string Path, JsonNode Json)> Operations() => Contract["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Where(method => method.Value is JsonObject json && json["operationId"] is not null)
            .Select(method => (method.Value!["operationId"]!.GetValue<string>(), path.Key, method.Value!)));

    private static (string Id, string Path, JsonNode Json) Operation(string id) => Operations().Single(operation => operation.Id == id);

    private static JsonNode BodyOf(string operation) =>
        Resolved(Resolved(Operation(operation).Json["requestBody"]!)["content"]!["application/json"]!["schema"]!);

    private static JsonNode AnswerOf(string operation) =>
        Resolved(Resolved(Operation(operation).Json["responses"]!["200"]!)["content"]!["application/json"]!["schema"]!);
}
