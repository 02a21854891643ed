using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pipeline;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>Registers many records in one call.</summary>
public sealed record SendBatch(Caller Caller, string Project, SentBatch Batch, bool Asynchronously) : IRequest<Result<ShownBatch>>
{
    /// <summary>The most records that are processed before the response. A job processes larger batches.</summary>
    public const int MostAtOnce = 1000;

    /// <summary>The most records in a batch.</summary>
    public const int Most = 100_000;

    /// <summary>The most records in a batch that is processed as one transaction. Everybody else who writes waits until it ends.</summary>
    public const int MostInOne = 10_000;

    private const string Preference = "respond-async";

    /// <summary>Maps <c>POST /projects/{project}/batches</c>.</summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/", async (string project, SentBatch batch, HttpContext http, IMediator mediator) =>
            {
                var asynchronously = http.Request.Headers["Prefer"].ToString().Split(',', ';')
                    .Any(p => p.Trim().Equals(Preference, StringComparison.OrdinalIgnoreCase));
                var result = await mediator.Send(new SendBatch(Caller.From(http), project, batch, asynchronously), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                var resource = result.Value.Show(http);
                if (result.Value.Row.Status == Code.Format(BatchStatus.Completed))
                {
                    return Reply.Ok(resource);
                }

                if (asynchronously)
                {
                    http.Response.Headers["Preference-Applied"] = Preference;
                }

                return Reply.Accepted(http, resource, resource.Links.Self.Href);
            })
            .WithName("send-batch")
            .MayTakeLong()
            .WithSummary("Send many records of any kind.")
            .WithDescription(
                "Takes a JSON object with a list of records; `application/x-ndjson` with one record per line; or `text/csv`. "
                + "In CSV the first row names the members as in JSON, "
                + "`record` among them. Join the names of nested members with a dot, as in `occupation.group` or `scores.3B`. "
                + "An empty cell is an absent member. "
                + "Separate the values of a list with `|`. Cells are separated by commas, or by semicolons if the first row has a semicolon and no comma. "
                + "An Excel workbook has a sheet for each kind of record, named after it, whose first row names the members as in CSV; "
                + "`GET …/batch-template` returns one to fill in. Rows that begin with # and sheets whose names begin with _ are not read.\n\n"
                + "All forms have the same effect. A record that cannot be read, such as a broken line, becomes a record with an error. "
                + "The body may be sent with Content-Encoding: gzip.\n\n"
                + "The records may come in any order. A batch of up to 1,000 records is processed before the response. "
                + "A larger batch, or one sent with Prefer: respond-async, "
                + "becomes a job: the response is 202, and Location gives the address of its status. "
                + "A batch holds at most 100,000 records (10,000 with mode all, or as a dry run) and 50,000,000 bytes, unpacked. "
                + "Its first 500 errors and warnings are in the response, the rest on the next pages of its address. "
                + "A record that differs from the stored one is refused unless its correction gives the reason.")
            .WithQuery(SentBatch.ModeParameter, SentBatch.DryRunParameter)
            .Produces<BatchResource>(StatusCodes.Status200OK)
            .Produces<BatchResource>(StatusCodes.Status202Accepted);
}

/// <summary>A batch of records.</summary>
[MaxBytes(50_000_000)]
public sealed record BatchBody
{
    /// <summary>
    /// How refused records are treated. each: store every record that is not refused; all: store nothing unless every record is accepted.
    /// </summary>
    [CodeOf(typeof(BatchMode))]
    public string? Mode { get; init; }

    /// <summary>Check everything and store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The records, with the same members as in single requests. Each names its kind in <c>record</c>.</summary>
    [Required]
    public JsonElement? Records { get; init; }
}

public sealed class SendBatchHandler(DbSession session, BatchStore store, IEnumerable<IRecordIntake> intakes, IJobs jobs)
    : IRequestHandler<SendBatch, Result<ShownBatch>>
{
    private const string Receiving = "receiving";

    public async Task<Result<ShownBatch>> Handle(SendBatch request, CancellationToken cancellationToken)
    {
        var plan = new BatchPlan(intakes);
        var batch = new BatchRow
        {
            PublicId = Guid.CreateVersion7().ToString(),
            ProjectId = request.Project,
            Caller = request.Caller.ToStored().Write(),
            Mode = Code.Format(BatchMode.Each),
            DryRun = false,
            Status = Receiving,
            Received = 0,
        };
        var isStored = false;
        try
        {
            await foreach (var record in request.Batch.RecordsAsync(cancellationToken))
            {
                if (plan.Waiting == SendBatch.MostAtOnce)
                {
                    await StoreAsync(cancellationToken);
                }

                plan.Add(record);
            }

            batch = batch with
            {
                Mode = Code.Format(request.Batch.Mode),
                DryRun = request.Batch.DryRun,
                Received = plan.Count,
                Layout = request.Batch.Layout?.Write(),
            };
            if (request.Batch.Faults.Count == 0)
            {
                return isStored || request.Asynchronously
                    ? new ShownBatch(await QueueAsync(), 1, ShownBatch.Most, [], [])
                    : await store.ShowAsync(await WorkAsync(request, batch, plan.Take(), cancellationToken), 1, ShownBatch.Most, cancellationToken);
            }
        }
        catch when (isStored)
        {
            // Whatever happened, this is still done; and if the program ends meanwhile, housekeeping does it.
            await store.DiscardAsync(batch.PublicId, CancellationToken.None);
            throw;
        }

        if (isStored)
        {
            await store.DiscardAsync(batch.PublicId, cancellationToken);
        }

        return request.Batch.Faults;

        async Task StoreAsync(CancellationToken ct)
        {
            var chunks = plan.Take().Select(chunk => (chunk, chunk.Write())).ToArray();
            await session.WriteAsync(
                async () =>
                {
                    if (!isStored)
                    {
                        await store.InsertAsync(batch, ct);
                    }

                    await store.WaitAsync(batch.PublicId, chunks, ct);
                },
                ct);
            isStored = true;
        }

        async Task<BatchRow> QueueAsync()
        {
            await StoreAsync(cancellationToken);
            var isQueued = true;
            await session.WriteAsync(async () => isQueued = await store.QueueAsync(batch, cancellationToken), cancellationToken);
            jobs.WorkThroughBatch(batch.PublicId);
            return batch with { Status = Code.Format(isQueued ? BatchStatus.Queued : BatchStatus.Cancelled) };
        }
    }

    /// <summary>Processes the whole batch in one transaction, so that the response is given only if everything was committed.</summary>
    private async Task<BatchRow> WorkAsync(SendBatch request, BatchRow batch, IReadOnlyList<BatchChunk> chunks, CancellationToken ct)
    {
        var tally = new BatchTally();
        var results = new List<IReadOnlyList<BatchRecordResult>>();
        await using var transaction = await session.BeginWriteAsync(ct);
        if (chunks.Count > 1)
        {
            // Several kinds are locked in no common order with those who write single records.
            await session.LockProjectAsync(request.Project, ct);
        }

        foreach (var chunk in chunks)
        {
            results.Add(await chunk.SaveAsync(request.Caller, request.Project, ct));
            tally = tally.Add(results[^1]);
        }

        batch = (batch with { Status = Code.Format(BatchStatus.Completed) }).With(tally);
        if (batch.KeepsNothing)
        {
            await session.StartOverAsync(ct);
            batch = batch.WithoutRecords();
        }

        await store.InsertAsync(batch, ct);
        foreach (var (chunk, result) in chunks.Zip(results))
        {
            await store.InsertResultsAsync(batch.PublicId, chunk, result, ct);
        }

        await store.NoteReadAsync(batch, request.Caller, ct);
        await session.CommitAsync(ct);
        return batch;
    }
}
