using System.Text.Encodings.Web;
using System.Text.Json;

namespace OutcomeApi.Tests.Contract;

/// <summary>The document as the service serves it.</summary>
public sealed class ServedContract
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ServedContract(JsonObject document) => Document = document;

    public JsonObject Document { get; }

    /// <summary>The document as the approved copy holds it: at the example address.</summary>
    public string Text => Document.ToJsonString(Indented).Replace("https://localhost/", "https://api.example.se/", StringComparison.Ordinal) + "\n";

    public IReadOnlyList<Operation> Operations =>
    [
        .. from path in Document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new Operation(this, operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())
    ];

    public IEnumerable<(string Name, JsonObject Schema)> Schemas => Document["components"]!["schemas"]!.AsObject().Select(s => (s.Key, s.Value!.AsObject()));

    public static async Task<ServedContract> ReadAsync(ApiFactory api)
    {
        using var anybody = api.ClientWith(null);
        return new ServedContract(JsonNode.Parse(await anybody.GetStringAsync($"{ApiFactory.Base}/openapi.json"))!.AsObject());
    }

    /// <summary>The part itself, or what its <c>$ref</c> points to.</summary>
    public JsonObject Resolve(JsonNode part)
    {
        var resolved = part.AsObject();
        while (resolved["$ref"] is { } reference)
        {
            resolved = reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)Document, (node, name) => node[name]!).AsObject();
        }

        return resolved;
    }

    /// <summary>The example of a body, written there or shared with other bodies; null when there is none.</summary>
    public JsonNode? ExampleOf(JsonObject media) =>
        media["example"] ?? (media["examples"] is JsonObject several ? Resolve(several.Single().Value!)["value"] : null);

    /// <summary>One operation of the document.</summary>
    public sealed record Operation(ServedContract Contract, string Method, string Path, JsonObject Json)
    {
        public string Id => Json["operationId"]!.GetValue<string>();

        public IReadOnlyList<JsonObject> Parameters => [.. (Json["parameters"]?.AsArray() ?? []).Select(p => Contract.Resolve(p!))];

        public IReadOnlyDictionary<string, JsonObject> Answers => Json["responses"]!.AsObject().ToDictionary(r => r.Key, r => Contract.Resolve(r.Value!));

        /// <summary>Everything that is sent and answered as JSON: where, and its media type object.</summary>
        public IEnumerable<(string Where, JsonObject Media)> JsonBodies => Json["requestBody"]
            is { } body ? MediaOf("request", body).Concat(AnswerBodies) : AnswerBodies;

        /// <summary>What a request sends as JSON or as a patch; null when there is no body.</summary>
        public JsonObject? Sent => new[] { "application/json", "application/merge-patch+json" }
            .Select(type => Json["requestBody"]?["content"]?[type]?.AsObject()).FirstOrDefault(media => media is not null);

        /// <summary>The example of the request's body; null when there is no body.</summary>
        public JsonObject? Body => Sent?["example"]?.AsObject();

        private IEnumerable<(string Where, JsonObject Media)> AnswerBodies => Answers.SelectMany(answer => MediaOf(answer.Key, answer.Value));

        public override string ToString() => $"{Method} {Path}";

        private IEnumerable<(string Where, JsonObject Media)> MediaOf(string where, JsonNode body) =>
            (body["content"]?.AsObject() ?? [])
                .Where(c => c.Key.EndsWith("json", StringComparison.Ordinal)).Select(c => ($"{this} {where}", c.Value!.AsObject()));
    }
}
