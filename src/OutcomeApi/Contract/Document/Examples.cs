using System.Text.Json.Nodes;

namespace OutcomeApi.Contract.Document;

/// <summary>
/// The examples: one file for each body, named after its schema, or after the operation where an answer is special. A body that has other forms than
/// JSON has a file for each.
/// </summary>
internal static class Examples
{
    /// <summary>A member whose value has this stands for another example.</summary>
    private const string Another = "$example";

    private static readonly Dictionary<string, string> Files = Read();

    /// <summary>The example of a name; null when there is none.</summary>
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

    /// <summary>The example of a body of another media type, for example <c>text/csv</c>; null when there is none.</summary>
    public static string? Find(string name, string mediaType) => Files.GetValueOrDefault($"{name}.{mediaType.Split('/')[1].Replace("x-", string.Empty, StringComparison.Ordinal)}");

    /// <summary>The example that is named, with the other members in place of its own.</summary>
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
