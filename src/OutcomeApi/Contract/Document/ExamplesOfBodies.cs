using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Bodies;

namespace OutcomeApi.Contract.Document;

/// <summary>
/// Adds an example to every JSON body. A kind of record needs only one example file: the record as it is sent. The examples of its answer and of
/// its list are built from that.
/// </summary>
internal sealed class ExamplesOfBodies : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (path, method, operation) in document.Paths.SelectMany(p => p.Value.Operations!.Select(o => (p.Key, o.Key, o.Value))))
        {
            if (JsonOf(operation.RequestBody?.Content) is { } body)
            {
                body.Example = OfBody(method, NameOf(body));
            }

            AddOtherForms(operation.RequestBody?.Content);

            foreach (var answer in operation.Responses!.Values
                .OfType<OpenApiResponse>()
                .Select(response => JsonOf(response.Content))
                .OfType<OpenApiMediaType>())
            {
                answer.Example = Examples.Find(operation.OperationId!) ?? OfAnswer(method, NameOf(answer), path, document);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds examples of bodies that are sent as lines or rows. In these media types the body is a string.</summary>
    private static void AddOtherForms(IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var (type, media) in content?.Where(c => c.Key != "application/json") ?? [])
        {
            if (type == MergePatch.MediaType)
            {
                media.Example = PatchOf(Examples.Find(NameOf(media)[..^"Patch".Length])!);
                continue;
            }

            media.Example = Examples.Find(NameOf(media), type);
            media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    private static OpenApiMediaType? JsonOf(IDictionary<string, OpenApiMediaType>? content) =>
        content?.TryGetValue("application/json", out var media) == true ? media : null;

    private static string NameOf(OpenApiMediaType media) => (media.Schema as OpenApiSchemaReference)?.Reference.Id ?? string.Empty;

    /// <summary>Returns the example of a request body. A correction of a record states its reason.</summary>
    private static JsonObject? OfBody(HttpMethod method, string schema)
    {
        var example = Examples.Find(schema);
        if (method == HttpMethod.Put && example?.ContainsKey("voided") == true)
        {
            example["correction"] = "late-information";
        }

        return example;
    }

    /// <summary>Returns the example of a patch: it corrects a date of the record.</summary>
    private static JsonObject PatchOf(JsonObject record)
    {
        var date = record.First(member => member.Key.EndsWith("on", StringComparison.OrdinalIgnoreCase) && member.Value is not null);
        return new JsonObject { [date.Key] = date.Value!.DeepClone(), ["correction"] = "wrong-date" };
    }

    private static JsonObject? OfAnswer(HttpMethod method, string schema, string path, OpenApiDocument document)
    {
        if (Examples.Find(schema) is { } example)
        {
            return example;
        }

        if (schema.EndsWith("VersionList", StringComparison.Ordinal) && Examples.Find(schema[..^"VersionList".Length]) is { } content)
        {
            return PageOf(VersionOf(content), path);
        }

        if (schema.EndsWith("Record", StringComparison.Ordinal))
        {
            var record = RecordOf(schema[..^"Record".Length], path, document);
            if (method != HttpMethod.Get && record?.ContainsKey("voided") == true)
            {
                record["warnings"] = new JsonArray();
            }

            return record;
        }

        return schema.EndsWith("List", StringComparison.Ordinal) && RecordOf(schema[..^"List".Length], path, document) is { } item ? PageOf(item, path) : null;
    }

    private static JsonObject? RecordOf(string noun, string path, OpenApiDocument document)
    {
        if ((Examples.Find(noun) ?? Examples.Find(noun + "File")) is not { } record)
        {
            return null;
        }

        foreach (var (name, value) in Examples.Find(noun + "-computed") ?? [])
        {
            record[name] = value?.DeepClone();
        }

        record["version"] = 1;
        record["receivedAt"] = "2026-11-22T10:15:30Z";
        record["changedAt"] = "2026-11-22T10:15:30Z";
        record["_links"] = new JsonObject { ["self"] = LinkTo(AddressOf(record, path, document)) };
        return record;
    }

    private static JsonObject VersionOf(JsonObject content) => new()
    {
        ["version"] = 1,
        ["recordedAt"] = "2026-11-22T10:15:30Z",
        ["recordedBy"] = "8f14e45fceea167a",
        ["correction"] = null,
        ["changed"] = new JsonArray(),
        ["content"] = content,
    };

    private static JsonObject PageOf(JsonObject item, string path) => new()
    {
        ["items"] = new JsonArray(item),
        ["_meta"] = new JsonObject { ["page"] = 1, ["limit"] = 20, ["count"] = 1, ["totalRecords"] = 1, ["totalPages"] = 1 },
        ["_links"] = new JsonObject { ["self"] = LinkTo(Fill(path, item)) },
    };

    /// <summary>Returns the address of one record. The path is that of the record itself, or that of its list.</summary>
    private static string AddressOf(JsonObject record, string path, OpenApiDocument document) => Fill(
        path.EndsWith('}') ? path : document.Paths.Keys.FirstOrDefault(p => p.StartsWith(path + "/{", StringComparison.Ordinal)) ?? path, record);

    private static string Fill(string path, JsonObject record) => string.Join('/', path.Split('/').Select(part =>
        !part.StartsWith('{') ? part : (record[part.Trim('{', '}')] ?? PathParameters.ExampleOf(part.Trim('{', '}')))?.ToString()));

    private static JsonObject LinkTo(string path) => new() { ["href"] = ExampleAddress.For(path) };
}
