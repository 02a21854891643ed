using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Client;

/// <content>Records of every kind.</content>
public sealed partial class OutcomeApiClient
{
    /// <summary>
    /// Registers a record. What is stored already with the same content is given as it is stored. Other content under the same reference is refused
    /// (<c>content-differs</c>): correct the stored record instead.
    /// </summary>
    public Task<Stored<T>> RegisterAsync<T>(string project, T record, CancellationToken ct = default)
        where T : IRecord<T> => WriteAsync<T>(HttpMethod.Post, Of(project, T.KindOf.Collection), WireJson.Write(record), null, ct);

    /// <summary>Reads a record.</summary>
    /// <param name="key">The sender's reference; of an exit that of its enrollment; of a follow-up that of the enrollment, a slash and the months.</param>
    public async Task<Stored<T>> GetAsync<T>(string project, string key, CancellationToken ct = default)
        where T : IRecord<T> => StoredOf<T>(await GetAsync<JsonElement>(AddressOf<T>(project, key), ct), isNew: false);

    /// <summary>Reads a record. Null: there is none.</summary>
    public async Task<Stored<T>?> FindAsync<T>(string project, string key, CancellationToken ct = default)
        where T : IRecord<T>
    {
        try
        {
            return await GetAsync<T>(project, key, ct);
        }
        catch (OutcomeApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all records of a kind, those that were taken back too.</summary>
    public async IAsyncEnumerable<Stored<T>> ListAsync<T>(string project, [EnumeratorCancellation] CancellationToken ct = default)
        where T : IRecord<T>
    {
        await foreach (var item in ListAsync<JsonElement>(page => Of(project, T.KindOf.Collection) + Query(("limit", MostOnPage), ("page", page)), ct))
        {
            yield return StoredOf<T>(item, isNew: false);
        }
    }

    /// <summary>Reads the history of a record, oldest version first.</summary>
    public IAsyncEnumerable<RecordVersion<T>> ListVersionsAsync<T>(string project, string key, CancellationToken ct = default)
        where T : IRecord<T> =>
        ListAsync<RecordVersion<T>>(page => AddressOf<T>(project, key) + "/versions" + Query(("limit", MostOnPage), ("page", page)), ct);

    /// <summary>
    /// Corrects a record: sends the members in which the new content differs from what is stored, and nothing else (PATCH). Throws a
    /// <see cref="VersionStaleException"/> if somebody else was faster.
    /// </summary>
    /// <param name="stored">The record as it was read or answered.</param>
    /// <param name="content">What holds instead: <c>stored.Content with { … }</c>.</param>
    /// <param name="correction">Why: one of <see cref="Correction"/>.</param>
    public Task<Stored<T>> CorrectAsync<T>(string project, Stored<T> stored, T content, string? correction = null, CancellationToken ct = default)
        where T : IRecord<T>
    {
        ArgumentNullException.ThrowIfNull(stored);
        var patch = WireJson.Patch(WireJson.Write(stored.Content), WireJson.Write(content));
        if (correction is not null)
        {
            patch["correction"] = correction;
        }

        return WriteAsync<T>(HttpMethod.Patch, AddressOf<T>(project, stored.Content.Key), patch, stored.Version, ct);
    }

    /// <summary>Takes a record back that was registered in error. Nothing is deleted: it stays in the history and counts nowhere.</summary>
    public Task<Stored<T>> TakeBackAsync<T>(string project, Stored<T> stored, string? correction = null, CancellationToken ct = default)
        where T : IRecord<T>
    {
        ArgumentNullException.ThrowIfNull(stored);
        var patch = new JsonObject { ["voided"] = true };
        if (correction is not null)
        {
            patch["correction"] = correction;
        }

        return WriteAsync<T>(HttpMethod.Patch, AddressOf<T>(project, stored.Content.Key), patch, stored.Version, ct);
    }

    /// <summary>
    /// States a whole record (PUT). Members that are left out are removed. Without a version it is created, and refused with <c>if-match-required</c> if
    /// something else is stored there.
    /// </summary>
    /// <param name="version">The version that is corrected. Null: nothing is stored there.</param>
    public Task<Stored<T>> PutAsync<T>(string project, T record, int? version = null, CancellationToken ct = default)
        where T : IRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return WriteAsync<T>(HttpMethod.Put, AddressOf<T>(project, record.Key), WireJson.Write(record), version, ct);
    }

    private static string AddressOf<T>(string project, string key)
        where T : IRecord<T> => Of(project, $"{T.KindOf.Collection}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}");

    private static Stored<T> StoredOf<T>(JsonElement json, bool isNew)
        where T : IRecord<T> => new(json.Deserialize<T>(WireJson.Options)!, json.Deserialize<RecordState>(WireJson.Options)!, isNew);

    private async Task<Stored<T>> WriteAsync<T>(HttpMethod method, string path, JsonObject body, int? version, CancellationToken ct)
        where T : IRecord<T>
    {
        var mediaType = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json";
        var request = new HttpRequestMessage(method, new Uri(_base, path))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        };

        // The same for each attempt: the handlers send this very request again.
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        using var answer = await SendAsync(request, mayResend: true, ct);
        return StoredOf<T>(await ReadAsync<JsonElement>(answer, ct), answer.StatusCode == HttpStatusCode.Created);
    }
}
