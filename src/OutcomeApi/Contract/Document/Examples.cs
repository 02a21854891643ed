using System.Text.Json.Nodes;

namespace OutcomeApi.Contract.Document;

/// <summary>
/// Reads the examples. There is one file for each body. It is named after the schema of the body, or after the operation when the operation's
/// answer needs an example of its own. A body that can also be sent in other media types than JSON has one file for each.
/// </summary>
internal static class Examples
{
    /// <summary>Name of a member that refers to another example. The object that has it is replaced by that example.</summary>
    private const string Another = "$example";

    private static readonly Dictionary<string, string> Files = Read();

    /// <summary>Finds the example with a name. Null when there is none.</summary>
    public static JsonObject? Find(string name)
    {
        if (!Files.TryGetValue(name + ".json", out var json))
        {
            return null;
        }

        var example = JsonNode.Parse(json)!.AsObject();
        foreach (var (member, value) in example.ToArray())
        {
            if (value is JsonObject part && part.ContainsKey(Another))
            {
                example[member] = Filled(part);
            }
        }

        return example;
    }

    /// <summary>Finds the example of a body in another media type, for example <c>text/csv</c>. Null when there is none.</summary>
    public static string? Find(string name, string mediaType) =>
        Files.GetValueOrDefault($"{name}.{mediaType.Split('/')[1].Replace("x-", string.Empty, StringComparison.Ordinal)}");

    /// <summary>Returns the example that an object refers to. The other members of the object replace those of the example.</summary>
    private static JsonObject Filled(JsonObject part)
    {
        var another = Find(part[Another]!.GetValue<string>())!;
        foreach (var (member, value) in part.Where(m => m.Key != Another))
        {
            another[member] = value?.DeepClone();
        }

        return another;
    }

    private static Dictionary<string, string> Read()
    {
        const string Prefix = "contract.examples.";
        var program = typeof(Examples).Assembly;
        return program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var reader = new StreamReader(program.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
    }
}
