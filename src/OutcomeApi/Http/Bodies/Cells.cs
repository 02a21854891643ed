using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// Converts the cells of a CSV row to JSON. A cell becomes a number where the member is a number, and a list where the member is a list.
/// A cell that cannot be converted stays a string, and the JSON reader reports the fault.
/// </summary>
public static class Cells
{
    /// <summary>Separates the values of a list in one cell.</summary>
    public const char ListSeparator = '|';

    /// <summary>Converts the cells of a row to a JSON object. Empty cells become absent members.</summary>
    /// <param name="type">The type that the row describes.</param>
    /// <param name="cells">
    /// The names and texts of the cells. Names are those in JSON. The name of a nested member is joined to that of its parent with a dot, for
    /// example <c>outer.inner</c>.
    /// </param>
    public static JsonObject ToJson(Type type, IEnumerable<KeyValuePair<string, string>> cells)
    {
        var json = new JsonObject();
        foreach (var (name, text) in cells.Where(cell => cell.Value.Length > 0))
        {
            Put(json, type, name, text);
        }

        return json;
    }

    /// <summary>Adds one cell. Members nest only one level deep: everything after the first dot is one name.</summary>
    private static void Put(JsonObject json, Type type, string name, string text)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            json[name] = ValueOf(TypeOfMember(type, name), text);
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
            nested[inner] = ValueOf(TypeOfMember(TypeOfMember(type, outer), inner), text);
        }
        else
        {
            // The row has a value for "outer" and also a cell "outer.inner". Keep the full name: no member has it, so the reader reports a fault.
            json[name] = text;
        }
    }

    /// <summary>Returns the type of the values of a cell, by the name of its column. Null when there is no such member.</summary>
    public static Type? TypeOf(Type? type, string column)
    {
        var dot = column.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? TypeOfMember(type, column) : TypeOfMember(TypeOfMember(type, column[..dot]), column[(dot + 1)..]);
    }

    /// <summary>Returns the type of a member. Null when there is no such member.</summary>
    private static Type? TypeOfMember(Type? type, string name)
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
