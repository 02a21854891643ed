using System.Text;

namespace OutcomeApi.Tests.Support;

/// <summary>The records of a batch in the three forms in which they may be sent.</summary>
public static class BatchForms
{
    public static readonly string[] MediaTypes = ["application/json", "application/x-ndjson", "text/csv"];

    /// <summary>Sends records in one of the forms.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        HttpClient client, string project, string mediaType, IEnumerable<JsonObject> records, string query = "", string? prefer = null) =>
        SendTextAsync(client, project, mediaType, TextOf(mediaType, [.. records]), query, prefer);

    /// <summary>Sends a body as it stands.</summary>
    public static Task<HttpResponseMessage> SendTextAsync(
        HttpClient client, string project, string mediaType, string text, string query = "", string? prefer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{project}/batches{query}") { Content = new StringContent(text, Encoding.UTF8, mediaType) };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        return client.SendAsync(request);
    }

    public static string TextOf(string mediaType, IReadOnlyList<JsonObject> records) => mediaType switch
    {
        "application/json" => new JsonObject { ["records"] = new JsonArray([.. records.Select(r => r.DeepClone())]) }.ToJsonString(),
        "application/x-ndjson" => string.Join('\n', records.Select(r => r.ToJsonString())),
        _ => Csv(records),
    };

    private static string Csv(IReadOnlyList<JsonObject> records)
    {
        var rows = records.Select(r => Cells(r, string.Empty).ToDictionary(c => c.Name, c => c.Text)).ToArray();
        var names = rows.SelectMany(r => r.Keys).Distinct().ToArray();
        return string.Join(
            "\r\n", [string.Join(',', names), .. rows.Select(row => string.Join(',', names.Select(name => row.GetValueOrDefault(name, string.Empty))))]);
    }

    private static IEnumerable<(string Name, string Text)> Cells(JsonObject members, string prefix) => members.SelectMany(member => member.Value switch
    {
        null => [],
        JsonObject nested => Cells(nested, $"{prefix}{member.Key}."),
        JsonArray list => [($"{prefix}{member.Key}", string.Join('|', list.Select(v => v?.ToString())))],
        var value => new[] { ($"{prefix}{member.Key}", value.ToString()) },
    });
}
