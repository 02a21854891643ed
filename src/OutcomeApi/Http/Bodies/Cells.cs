using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// Texts of a row of CSV as JSON: a number where the member is a number, a list where it is a list. A text that is none of these stays a text, and
/// the reader of the JSON says what is wrong with it.
/// </summary>
public static class Cells
{
    /// <summary>Stands between the values of a list.</summary>
    public const char ListSeparator = '|';

    /// <summary>Turns the cells of a row into a JSON object. Empty cells are absent members.</summary>
    /// <param name="type">What the row states.</param>
    /// <param name="cells">Names as in JSON, those of nested members joined by a dot; and their texts.</param>
    public static JsonObject ToJson(Type type, IEnumerable<KeyValuePair<string, string>> cells)
    {
        var json = new JsonObject();
        foreach (var (name, text) in cells.Where(cell => cell.Value.Length > 0))
        {
            Put(json, type, name, text);
        }

        return json;
    }

    /// <summary>Members nest once: what stands behind the first dot is a name as it is.</summary>
    private static void Put(JsonObject json, Type type, string name, string text)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            json[name] = ValueOf(TypeOf(type, name), text);
            return;
        }

        var outer = name[..dot];
        if (!json.ContainsKey(outer))
        {
            json[outer] = new JsonObject();
        }

        if (json[outer] is JsonObject nested)
        {
            var inner = name[(dot + 1)..];
            nested[inner] = ValueOf(TypeOf(TypeOf(type, outer), inner), text);
        }
        else
        {
            // The row has a value and parts of it: no member is named like this.
            json[name] = text;
        }
    }

    /// <summary>The type of a member; null when there is no such member.</summary>
    private static Type? TypeOf(Type? type, string name)
    {
        if (type == typeof(IReadOnlyDictionary<string, int>))
        {
            return typeof(int);
        }

        var member = type?.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .FirstOrDefault(p => p.SetMethod is { IsPublic: true } && JsonNamingPolicy.CamelCase.ConvertName(p.Name) == name)?.PropertyType;
        return member is null ? null : Nullable.GetUnderlyingType(member) ?? member;
    }

    private static JsonNode? ValueOf(Type? type, string text) => type switch
    {
        _ when type == typeof(int) => NumberOf(text),
        _ when type == typeof(bool) && bool.TryParse(text, out var answer) => answer,
        _ when type == typeof(IReadOnlyList<string>) => new JsonArray([.. text.Split(ListSeparator).Select(value => JsonValue.Create(value))]),
        _ when type == typeof(IReadOnlyList<int?>) => new JsonArray([.. text.Split(ListSeparator).Select(value => value.Length == 0 ? null : NumberOf(value))]),
        _ => text,
    };

    private static JsonNode NumberOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
}
