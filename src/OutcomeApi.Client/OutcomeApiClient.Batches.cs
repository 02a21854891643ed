using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Client;

/// <summary>How a batch is worked through.</summary>
public sealed record BatchMode
{
    /// <summary>Nothing is kept unless all are good. Otherwise what is good is kept.</summary>
    public bool All { get; init; }

    /// <summary>Everything is checked and nothing stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Do not wait until it is worked through, even if it is small.</summary>
    public bool Later { get; init; }
}

/// <content>Many records at once.</content>
public sealed partial class OutcomeApiClient
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Sends many records of any kind, in any order. They are read one by one while they are sent, and never held together. A batch is not sent again by
    /// itself, because its records are read once; whoever sends it again finds what was kept to be <c>unchanged</c>. A record that differs from the stored one
    /// is refused unless its <c>Correction</c> says why.
    /// </summary>
    /// <returns>The result; of a large batch its state so far: <see cref="WaitForBatchAsync"/>.</returns>
    public async Task<Batch> SendBatchAsync(string project, IAsyncEnumerable<IRecord> records, BatchMode? mode = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        mode ??= new BatchMode();
        var query = Query(("mode", mode.All ? "all" : "each"), ("dryRun", mode.DryRun ? "true" : "false"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, Of(project, "batches") + query)) { Content = new RecordLines(records) };
        if (mode.Later)
        {
            request.Headers.Add("Prefer", "respond-async");
        }

        using var answer = await SendAsync(request, mayResend: false, ct);
        return await ReadAsync<Batch>(answer, ct);
    }

    /// <summary>Reads a batch: how far it is, and the first 500 of its errors and warnings.</summary>
    public Task<Batch> GetBatchAsync(string project, string id, CancellationToken ct = default) =>
        GetAsync<Batch>(Of(project, $"batches/{Uri.EscapeDataString(id)}{Query(("limit", MostOnPage))}"), ct);

    /// <summary>Waits until a batch is completed, has failed or was cancelled.</summary>
    public async Task<Batch> WaitForBatchAsync(string project, string id, CancellationToken ct = default)
    {
        using var timer = new PeriodicTimer(BetweenLooks, _time);
        while (true)
        {
            var batch = await GetBatchAsync(project, id, ct);
            if (batch.IsDone)
            {
                return batch;
            }

            await timer.WaitForNextTickAsync(ct);
        }
    }

    /// <summary>Reads all faults of a batch, page by page.</summary>
    public IAsyncEnumerable<BatchFinding> ListBatchErrorsAsync(string project, string id, CancellationToken ct = default) =>
        ListFindingsAsync(project, id, batch => (batch.Errors, batch.ErrorsTotal), ct);

    /// <summary>Reads all warnings of a batch, page by page.</summary>
    public IAsyncEnumerable<BatchFinding> ListBatchWarningsAsync(string project, string id, CancellationToken ct = default) =>
        ListFindingsAsync(project, id, batch => (batch.Warnings, batch.WarningsTotal), ct);

    /// <summary>Cancels a batch that is queued or running. What it has registered stays.</summary>
    public async Task CancelBatchAsync(string project, string id, CancellationToken ct = default)
    {
        var address = new Uri(_base, Of(project, $"batches/{Uri.EscapeDataString(id)}"));
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, address), mayResend: false, ct);
    }

    private async IAsyncEnumerable<BatchFinding> ListFindingsAsync(
        string project, string id, Func<Batch, (IReadOnlyList<BatchFinding> Findings, int Total)> of, [EnumeratorCancellation] CancellationToken ct)
    {
        var read = 0;
        for (var page = 1; ; page++)
        {
            var query = Query(("limit", MostOnPage), ("page", page));
            var (findings, total) = of(await GetAsync<Batch>(Of(project, $"batches/{Uri.EscapeDataString(id)}{query}"), ct));
            foreach (var finding in findings)
            {
                yield return finding;
            }

            read += findings.Count;
            if (findings.Count == 0 || read >= total)
            {
                yield break;
            }
        }
    }

    /// <summary>The body of a batch: one record a line, written while the records come.</summary>
    private sealed class RecordLines : HttpContent
    {
        private readonly IAsyncEnumerable<IRecord> _records;

        public RecordLines(IAsyncEnumerable<IRecord> records)
        {
            _records = records;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await foreach (var record in _records.WithCancellation(cancellationToken))
            {
                var line = new JsonObject { ["record"] = record.RecordKind.Name };
                foreach (var (name, value) in WireJson.Write(record).ToArray())
                {
                    line[name] = value?.DeepClone();
                }

                await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line), cancellationToken);
                await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
