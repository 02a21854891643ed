using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Register;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Jobs;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>Takes many records in one call.</summary>
public sealed record SendBatch(Caller Caller, string Project, BatchBody Body, IReadOnlyList<Fault> FormFaults, bool Asynchronously) : IRequest<Result<BatchRow>>
{
    /// <summary>Larger batches are worked through by a job.</summary>
    public const int MostAtOnce = 1000;

    /// <summary>Records of one batch.</summary>
    public const int Most = 100_000;

    /// <summary><c>POST /projects/{project}/batches</c></summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/", async (string project, Body<BatchBody> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Of(http, body.Faults);
                }

                var asynchronously = http.Request.Headers["Prefer"].ToString().Contains("respond-async", StringComparison.OrdinalIgnoreCase);
                var result = await mediator.Send(new SendBatch(Caller.Of(http), project, body.Value, body.Faults, asynchronously), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Of(http, result.Faults);
                }

                var batch = result.Value.Show(http);
                if (result.Value.Status != Code.Of(BatchStatus.Queued))
                {
                    return Results.Json(batch, Json.Options);
                }

                http.Response.Headers.Location = batch.Links.Self.Href;
                return Results.Json(batch, Json.Options, statusCode: StatusCodes.Status202Accepted);
            })
            .WithName("send-batch")
            .WithSummary("Takes many records of any kind.")
            .WithDescription(
                "The order of the records is free. Up to 1,000 are answered at once; more, or with Prefer: respond-async, become a job: 202 and a Location to ask. "
                + "A record that differs from the stored one is refused, unless it says in correction why it corrects.")
            .Produces<BatchResource>(StatusCodes.Status200OK)
            .Produces<BatchResource>(StatusCodes.Status202Accepted);
}

/// <summary>Many records.</summary>
[MaxBytes(50_000_000)]
public sealed record BatchBody
{
    /// <summary>each: good records are kept; all: nothing is kept unless all are good.</summary>
    [CodeOf(typeof(BatchMode))]
    public string? Mode { get; init; }

    /// <summary>Check everything and keep nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Records as in the single calls, each with its kind in <c>record</c>.</summary>
    [Required]
    public JsonElement? Records { get; init; }
}

public sealed class SendBatchHandler(DbSession session, IEnumerable<IRecordDoor> doors, IJobQueue jobs, BusinessDay day)
    : IRequestHandler<SendBatch, Result<BatchRow>>
{
    private const string InsertSql =
        """
        INSERT INTO batches (public_id, project_id, caller, mode, dry_run, status, received, done, payload, result, created_at, completed_at)
        VALUES (@PublicId, @ProjectId, @Caller, @Mode, @DryRun, @Status, @Received, @Done, @Payload, @Result, @CreatedAt, @CompletedAt)
        """;

    public async Task<Result<BatchRow>> Handle(SendBatch request, CancellationToken cancellationToken)
    {
        var faults = FormFaults(request);
        if (faults.Count > 0)
        {
            return faults;
        }

        var work = new BatchWork(request.Body.Records!.Value, doors);
        return request.Asynchronously || work.Count > SendBatch.MostAtOnce
            ? await QueueAsync(request, work.Count, cancellationToken)
            : await WorkAsync(request, work, cancellationToken);
    }

    private static List<Fault> FormFaults(SendBatch request)
    {
        var faults = request.FormFaults.ToList();
        if (request.Body.Records is { } records)
        {
            if (records.ValueKind != JsonValueKind.Array)
            {
                faults.Add(new Fault(FaultCodes.TypeWrong, "/records", "a list of records"));
            }
            else if (records.GetArrayLength() > SendBatch.Most)
            {
                faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/records", "0", SendBatch.Most.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return faults;
    }

    /// <summary>Everything in one transaction: with it stands or falls the answer.</summary>
    private async Task<BatchRow> WorkAsync(SendBatch request, BatchWork work, CancellationToken ct)
    {
        var mode = request.Body.Mode is { } code ? Code.Parse<BatchMode>(code) : BatchMode.Each;
        var tally = new BatchTally();
        await session.BeginWriteAsync(ct);
        try
        {
            await work.SaveAsync(request.Caller, request.Project, 0, work.Count, tally, ct);
            if (BatchRules.KeepsNothing(mode, request.Body.DryRun, tally, work.Count))
            {
                await session.EndAsync();
                await session.BeginWriteAsync(ct);
            }

            var row = Row(request, work.Count, tally, BatchStatus.Completed);
            await InsertAsync(request, row, null, ct);
            await session.CommitAsync(ct);
            return row;
        }
        finally
        {
            await session.EndAsync();
        }
    }

    private async Task<BatchRow> QueueAsync(SendBatch request, int count, CancellationToken ct)
    {
        var row = Row(request, count, new BatchTally(), BatchStatus.Queued);
        await session.WriteAsync(
            async () =>
            {
                await InsertAsync(request, row, request.Body.Records!.Value.GetRawText(), ct);
                await jobs.EnqueueAsync(session, WorkThroughBatch.Job, row.PublicId, ct);
            },
            ct);
        return row;
    }

    private static BatchRow Row(SendBatch request, int count, BatchTally tally, BatchStatus status) => new()
    {
        PublicId = Guid.CreateVersion7().ToString(),
        ProjectId = request.Project,
        DryRun = request.Body.DryRun,
        Status = Code.Of(status),
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
            Caller = JsonSerializer.Serialize(request.Caller, Json.Options),
            Mode = request.Body.Mode ?? Code.Of(BatchMode.Each),
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

/// <summary>When a batch keeps nothing.</summary>
public static class BatchRules
{
    /// <summary>A trial keeps nothing, and neither does all-or-nothing with a refused record: then every record counts as refused.</summary>
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
