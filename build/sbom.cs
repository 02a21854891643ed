// Writes what the program consists of as CycloneDX 1.6 JSON, from the list of libraries that the build leaves beside the program.
// dotnet run build/sbom.cs -- <OutcomeApi.deps.json> <output>
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

var deps = JsonNode.Parse(File.ReadAllText(args[0]))!.AsObject();
var libraries = deps["libraries"]!.AsObject().Select(library => (Id: library.Key, Name: library.Key.Split('/')[0], Version: library.Key.Split('/')[1], Facts: library.Value!)).ToArray();
var program = libraries.Single(library => library.Name == "OutcomeApi");
var targets = deps["targets"]![deps["runtimeTarget"]!["name"]!.GetValue<string>()]!.AsObject();

static string RefOf(string id) => $"pkg:nuget/{id.Replace('/', '@')}";

JsonObject ComponentOf(string id, string name, string version, JsonNode facts)
{
    var component = new JsonObject { ["type"] = "library", ["bom-ref"] = RefOf(id), ["name"] = name, ["version"] = version, ["purl"] = RefOf(id) };
    if (facts["sha512"]?.GetValue<string>() is { Length: > 0 } hash)
    {
        var bytes = Convert.FromBase64String(hash["sha512-".Length..]);
        component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(bytes) });
    }

    return component;
}

var components = libraries.Where(library => library.Id != program.Id).OrderBy(library => library.Id, StringComparer.Ordinal).ToArray();
var bom = new JsonObject
{
    ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject
    {
        ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = RefOf(program.Id), ["name"] = program.Name, ["version"] = program.Version },
    },
    ["components"] = new JsonArray([.. components.Select(library => ComponentOf(library.Id, library.Name, library.Version, library.Facts))]),
    ["dependencies"] = new JsonArray(
    [
        .. targets.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => new JsonObject
        {
            ["ref"] = RefOf(target.Key),
            ["dependsOn"] = new JsonArray(
            [
                .. (target.Value!["dependencies"]?.AsObject() ?? []).Select(dependency => $"{dependency.Key}/{dependency.Value}")
                    .Where(id => libraries.Any(library => library.Id == id))
                    .Select(id => JsonValue.Create(RefOf(id))),
            ]),
        }),
    ]),
};
if (components.Length == 0)
{
    Console.Error.WriteLine("The program has no libraries: that can not be.");
    return 1;
}

File.WriteAllText(args[1], bom.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
Console.WriteLine($"{components.Length} components in {args[1]}");
return 0;
