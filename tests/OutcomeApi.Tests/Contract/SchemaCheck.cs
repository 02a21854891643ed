using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Contract;

/// <summary>
/// Holds JSON against a schema of the document: the words of JSON Schema that the document uses. Stricter in one way: a member that a schema does not
/// list is a fault also where others could be added, because an answer with an undocumented member is a fault of the document. Only the base of several
/// kinds leaves members to them.
/// </summary>
public static class SchemaCheck
{
    private static readonly string[] Known =
    [
        "$ref", "description", "readOnly", "examples", "default", "title", "format", "type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "items", "minItems", "maxItems", "uniqueItems", "required", "properties", "additionalProperties", "propertyNames", "minProperties", "maxProperties",
        "allOf", "oneOf", "anyOf", "discriminator", "unevaluatedProperties",
    ];

    /// <summary>Every fault, each with its pointer.</summary>
    public static IEnumerable<string> Faults(ServedContract contract, JsonNode schema, JsonNode? value, string at)
    {
        var words = contract.Resolve(schema);
        var parts = (words["allOf"]?.AsArray() ?? []).Select(part => part!).ToArray();
        return Own(contract, words, value, at, [.. parts.SelectMany(part => contract.Resolve(part)["properties"]?.AsObject().Select(m => m.Key) ?? [])])
            .Concat(parts.SelectMany(part => Faults(contract, part, value, at)))
            .Concat(words["oneOf"] is JsonArray forms && forms.Count(form => !Faults(contract, form!, value, at).Any()) != 1
                ? [$"{at} is not one of its forms"]
                : [])
            .Concat(words["anyOf"] is JsonArray any && any.All(form => Faults(contract, form!, value, at).Any()) ? [$"{at} is none of its forms"] : [])
            .Concat(words.Select(w => w.Key).Except(Known).Select(word => $"{at} uses {word}, which this check does not know"));
    }

    private static IEnumerable<string> Own(ServedContract contract, JsonObject words, JsonNode? value, string at, IReadOnlyList<string> ofParts)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (words["type"] is { } type && !Types(type).Any(t => IsOf(t, kind, value)))
        {
            return [$"{at} is {kind}, not {type.ToJsonString()}"];
        }

        if (words["enum"] is JsonArray codes && !codes.Any(code => JsonNode.DeepEquals(code, value)))
        {
            return [$"{at} is none of its codes"];
        }

        return value switch
        {
            JsonObject members => OfObject(contract, words, members, at, ofParts),
            JsonArray list => OfList(contract, words, list, at),
            JsonValue when kind == JsonValueKind.String => OfText(words, value.GetValue<string>(), at),
            JsonValue when kind == JsonValueKind.Number => OfNumber(words, value.GetValue<decimal>(), at),
            _ => [],
        };
    }

    private static IEnumerable<string> OfObject(ServedContract contract, JsonObject words, JsonObject members, string at, IReadOnlyList<string> ofParts)
    {
        foreach (var missing in (words["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).Where(name => !members.ContainsKey(name)))
        {
            yield return $"{at}/{missing} is missing";
        }

        if (members.Count < Number(words, "minProperties", 0) || members.Count > Number(words, "maxProperties", int.MaxValue))
        {
            yield return $"{at} has {members.Count} members";
        }

        foreach (var (name, member) in members)
        {
            var own = words["properties"]?[name] ?? words["additionalProperties"] as JsonObject;
            var faults = own is not null ? Faults(contract, own, member, $"{at}/{name}")
                : words.ContainsKey("properties") && !words.ContainsKey("discriminator") && !ofParts.Contains(name) ? [$"{at}/{name} is not documented"]
                : [];
            foreach (var fault in words["propertyNames"] is { } names ? faults.Concat(Faults(contract, names, name, $"{at}/{name} (its name)")) : faults)
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> OfList(ServedContract contract, JsonObject words, JsonArray list, string at)
    {
        if (list.Count < Number(words, "minItems", 0) || list.Count > Number(words, "maxItems", int.MaxValue))
        {
            yield return $"{at} has {list.Count} values";
        }

        if (words["uniqueItems"]?.GetValue<bool>() == true && list.Select(v => v!.ToJsonString()).Distinct().Count() < list.Count)
        {
            yield return $"{at} has a value twice";
        }

        foreach (var fault in words["items"] is { } each ? list.SelectMany((element, index) => Faults(contract, each, element, $"{at}/{index}")) : [])
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfText(JsonObject words, string text, string at)
    {
        var fits = words["format"]?.GetValue<string>() switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParse(text, out _),
            _ => true,
        };
        if (!fits
            || (words["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>()))
            || text.Length < Number(words, "minLength", 0)
            || text.Length > Number(words, "maxLength", int.MaxValue))
        {
            yield return $"{at} has the wrong form";
        }
    }

    private static IEnumerable<string> OfNumber(JsonObject words, decimal number, string at)
    {
        if (number < Number(words, "minimum", decimal.MinValue) || number > Number(words, "maximum", decimal.MaxValue))
        {
            yield return $"{at} is out of range";
        }
    }

    private static decimal Number(JsonObject words, string word, decimal otherwise) => words[word]?.GetValue<decimal>() ?? otherwise;

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsOf(string type, JsonValueKind kind, JsonNode? value) => type switch
    {
        "null" => kind == JsonValueKind.Null,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && decimal.IsInteger(value!.GetValue<decimal>()),
        "array" => kind == JsonValueKind.Array,
        "object" => kind == JsonValueKind.Object,
        _ => false,
    };
}
