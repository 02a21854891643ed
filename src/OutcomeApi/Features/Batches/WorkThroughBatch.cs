using System.Data.Common;
using System.Text.Json;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// Processes a queued batch. Sent by the background job. The records are saved in steps, and each step stores its progress in the same transaction,
/// so that a process that dies loses and repeats nothing. All-or-nothing batches and dry runs are a single step.
/// </summary>
public sealed record WorkThroughBatch(string Id) : IRequest<Result<BatchRow>>;

public sealed class WorkThroughBatchHandler(DbSession session, IEnumerable<IRecordIntake> intakes, BusinessDay day, ILogger<WorkThroughBatchHandler> log)
    : IRequestHandler<WorkThroughBatch, Result<BatchRow>>
{
    // A step blocks everybody else who writes, so it must be short. But each step also rewrites the result so far, so it must not be too
    // short.
    private const int ShortestStep = 250;
    private const int LongestStep = 1000;

    private const string SelectPayloadSql = "SELECT payload FROM batches WHERE public_id = @Id AND status IN ('queued', 'running')";

    private const string SelectSql =
        """
        SELECT public_id, project_id, caller, mode, dry_run, status, received, done, result
        FROM batches
        WHERE public_id = @Id AND status IN ('queued', 'running')
        """;

    // The condition on status leaves a batch alone that has been cancelled in the meantime.
    private const string ProgressSql =
        """
        UPDATE batches
        SET status = @Status, done = @Done, result = @Result, completed_at = @CompletedAt, payload = IIF(@CompletedAt IS NULL, payload, NULL)
        WHERE public_id = @Id AND status IN ('queued', 'running')
        """;

    private const string FailSql =
        "UPDATE batches SET status = 'failed', completed_at = @Now, payload = NULL WHERE public_id = @Id AND status IN ('queued', 'running')";

    public async Task<Result<BatchRow>> Handle(WorkThroughBatch request, CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync<string>(SelectPayloadSql, request, cancellationToken) is not { } payload)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        try
        {
            return await WorkAsync(request, BatchWork.FromPayload(payload, intakes), cancellationToken);
        }
        catch (Exception e) when (e is not (DbException or OperationCanceledException))
        {
            // The batch would fail on every retry, and its sender would wait for ever. Errors of the database are excluded: they pass, and
            // the job is retried.
            log.LogError(e, "Batch {Batch} has failed", request.Id);
            await session.WriteAsync(() => session.ExecuteAsync(FailSql, new { request.Id, day.Now }, cancellationToken), cancellationToken);
            return new Fault(FaultCodes.ServerFault, string.Empty);
        }
    }

    private async Task<Result<BatchRow>> WorkAsync(WorkThroughBatch request, BatchWork work, CancellationToken ct)
    {
        while (true)
        {
            await using var transaction = await session.BeginWriteAsync(ct);
            if (await session.QueryOneAsync<Row>(SelectSql, request, ct) is not { } batch)
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            var (tally, done) = await StepAsync(batch, work, ct);
            var completed = done >= batch.Received;
            if (completed)
            {
                var caller = Caller.From(StoredCaller.Read(batch.Caller));
                await BatchRules.NoteReadAsync(session, caller, batch.ProjectId, batch.DryRun, tally, batch.Received, day.Now, ct);
            }

            var progress = new
            {
                request.Id,
                Status = Code.Format(completed ? BatchStatus.Completed : BatchStatus.Running),
                Done = done,
                Result = JsonSerializer.Serialize(tally, Json.Options),
                CompletedAt = completed ? day.Now : (DateTimeOffset?)null,
            };
            if (await session.ExecuteAsync(ProgressSql, progress, ct) == 0)
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            await session.CommitAsync(ct);
            if (completed)
            {
                return batch.ToBatch() with { Status = progress.Status, Done = done, Result = progress.Result };
            }
        }
    }

    private async Task<(BatchTally Tally, int Done)> StepAsync(Row batch, BatchWork work, CancellationToken ct)
    {
        var mode = Code.Parse<BatchMode>(batch.Mode);
        var caller = Caller.From(StoredCaller.Read(batch.Caller));
        var tally = JsonSerializer.Deserialize<BatchTally>(batch.Result, Json.Options)!;
        var step = mode == BatchMode.All || batch.DryRun ? work.Count : Math.Clamp(work.Count / 100, ShortestStep, LongestStep);
        await work.SaveAsync(caller, batch.ProjectId, batch.Done, step, tally, ct);
        if (BatchRules.KeepsNothing(mode, batch.DryRun, tally, work.Count))
        {
            await session.StartOverAsync(ct);
        }

        return (tally, Math.Min(batch.Done + step, work.Count));
    }

    private sealed record Row
    {
        public required string PublicId { get; init; }

        public required string ProjectId { get; init; }

        public required string Caller { get; init; }

        public required string Mode { get; init; }

        public required bool DryRun { get; init; }

        public required string Status { get; init; }

        public required int Received { get; init; }

        public required int Done { get; init; }

        public required string Result { get; init; }

        public BatchRow ToBatch() => new()
        {
            PublicId = PublicId,
            ProjectId = ProjectId,
            DryRun = DryRun,
            Status = Status,
            Received = Received,
            Done = Done,
            Result = Result,
        };
    }
}
