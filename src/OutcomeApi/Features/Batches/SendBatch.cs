using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pipeline;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>Registers many records in one call.</summary>
public sealed record SendBatch(Caller Caller, string Project, SentBatch Batch, bool Asynchronously) : IRequest<Result<BatchRow>>
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
                if (result.Value.Status != Code.Format(BatchStatus.Queued))
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
                + "All three forms have the same effect. A line that cannot be read becomes a record with an error.\n\n"
                + "The records may come in any order. A batch of up to 1,000 records is processed before the response. "
                + "A larger batch, or one sent with Prefer: respond-async, "
                + "becomes a job: the response is 202, and Location gives the address of its status. "
                + "A batch holds at most 100,000 records (10,000 with mode all, or as a dry run) and 50,000,000 bytes. "
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

public sealed class SendBatchHandler(DbSession session, IEnumerable<IRecordIntake> intakes, IJobs jobs, BusinessDay day)
    : IRequestHandler<SendBatch, Result<BatchRow>>
{
    private const string InsertSql =
        """
        INSERT INTO batches (public_id, project_id, caller, mode, dry_run, status, received, done, payload, result, created_at, completed_at)
        VALUES (@PublicId, @ProjectId, @Caller, @Mode, @DryRun, @Status, @Received, @Done, @Payload, @Result, @CreatedAt, @CompletedAt)
        """;

    public async Task<Result<BatchRow>> Handle(SendBatch request, CancellationToken cancellationToken)
    {
        if (request.Batch.Faults is { Count: > 0 } faults)
        {
            return faults.ToList();
        }

        var work = BatchWork.Plan(request.Batch.Records, intakes);
        return request.Asynchronously || work.Count > SendBatch.MostAtOnce
            ? await QueueAsync(request, work, cancellationToken)
            : await WorkAsync(request, work, cancellationToken);
    }

    /// <summary>Processes the whole batch in one transaction, so that the response is given only if everything was committed.</summary>
    private async Task<BatchRow> WorkAsync(SendBatch request, BatchWork work, CancellationToken ct)
    {
        var tally = new BatchTally();
        await using var transaction = await session.BeginWriteAsync(ct);
        await work.SaveAsync(request.Caller, request.Project, 0, work.Count, tally, ct);
        if (BatchRules.KeepsNothing(request.Batch.Mode, request.Batch.DryRun, tally, work.Count))
        {
            await session.StartOverAsync(ct);
        }

        await BatchRules.NoteReadAsync(session, request.Caller, request.Project, request.Batch.DryRun, tally, work.Count, day.Now, ct);
        var row = Row(request, work.Count, tally, BatchStatus.Completed);
        await InsertAsync(request, row, null, ct);
        await session.CommitAsync(ct);
        return row;
    }

    private async Task<BatchRow> QueueAsync(SendBatch request, BatchWork work, CancellationToken ct)
    {
        var row = Row(request, work.Count, new BatchTally(), BatchStatus.Queued);
        await session.WriteAsync(() => InsertAsync(request, row, work.ToPayload(), ct), ct);
        jobs.WorkThroughBatch(row.PublicId);
        return row;
    }

    private static BatchRow Row(SendBatch request, int count, BatchTally tally, BatchStatus status) => new()
    {
        PublicId = Guid.CreateVersion7().ToString(),
        ProjectId = request.Project,
        DryRun = request.Batch.DryRun,
        Status = Code.Format(status),
        Received = count,
        Done = status == BatchStatus.Completed ? count : 0,
        Result = JsonSerializer.Serialize(tally, Json.Options),
    };

    private Task InsertAsync(SendBatch request, BatchRow row, string? payload, CancellationToken ct) => session.ExecuteAsync(
        InsertSql,
        new
        {
            row.PublicId,
            row.ProjectId,
            Caller = request.Caller.ToStored().Write(),
            Mode = Code.Format(request.Batch.Mode),
            row.DryRun,
            row.Status,
            row.Received,
            row.Done,
            Payload = payload,
            row.Result,
            CreatedAt = day.Now,
            CompletedAt = payload is null ? day.Now : (DateTimeOffset?)null,
        },
        ct);
}

/// <summary>Decides when a batch stores nothing.</summary>
public static class BatchRules
{
    /// <summary>
    /// Writes into the audit log what a batch has told instead of stored: a dry run compares every record with the register, and so does a refusal.
    /// </summary>
    public static async Task NoteReadAsync(
        DbSession session, Caller caller, string project, bool dryRun, BatchTally tally, int count, DateTimeOffset now, CancellationToken ct)
    {
        var told = dryRun ? count : tally.Rejected;
        if (told > 0)
        {
            await AuditLog.WriteAsync(session, new AuditEntry(caller, "read", "batch") { Project = project, Count = told }, now, ct);
        }
    }

    /// <summary>
    /// Checks whether a batch stores nothing: it is a dry run, or it is all-or-nothing and a record was refused. In the second case every record is
    /// counted as rejected in <paramref name="tally"/>.
    /// </summary>
    public static bool KeepsNothing(BatchMode mode, bool dryRun, BatchTally tally, int count)
    {
        if (mode == BatchMode.All && tally.Rejected > 0)
        {
            (tally.Created, tally.Corrected, tally.Unchanged, tally.Rejected) = (0, 0, 0, count);
            return true;
        }

        return dryRun;
    }
}
