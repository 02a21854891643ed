using System.Data.Common;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// Processes a queued batch. Sent by the background job. The records are saved chunk by chunk, and each chunk stores its results in the same transaction,
/// so that a process that dies loses and repeats nothing. All-or-nothing batches and dry runs are one transaction.
/// </summary>
public sealed record WorkThroughBatch(string Id) : IRequest<Result<BatchRow>>;

public sealed class WorkThroughBatchHandler(DbSession session, BatchStore store, FigureUpdates updates, ILogger<WorkThroughBatchHandler> log)
    : IRequestHandler<WorkThroughBatch, Result<BatchRow>>
{
    public async Task<Result<BatchRow>> Handle(WorkThroughBatch request, CancellationToken cancellationToken)
    {
        string? project = null;
        updates.AreHeld = true;
        try
        {
            while (true)
            {
                await using var transaction = await session.BeginWriteAsync(cancellationToken);
                if (await store.FindUndoneAsync(request.Id, cancellationToken) is not { } batch)
                {
                    return new Fault(FaultCodes.NotFound, string.Empty);
                }

                project = batch.ProjectId;
                var isOne = batch.DryRun || batch.Mode == Code.Format(BatchMode.All);
                var worked = isOne ? await WorkWholeAsync(batch, cancellationToken) : await WorkChunkAsync(batch, cancellationToken);
                var isDone = worked.Done >= worked.Received;
                worked = worked with { Status = Code.Format(isDone ? BatchStatus.Completed : BatchStatus.Running) };
                if (!await store.ProgressAsync(worked, cancellationToken))
                {
                    return new Fault(FaultCodes.NotFound, string.Empty);
                }

                if (isDone)
                {
                    await store.NoteReadAsync(worked, Caller.From(StoredCaller.Read(batch.Caller)), cancellationToken);
                }

                await session.CommitAsync(cancellationToken);
                if (isDone)
                {
                    return worked;
                }
            }
        }
        catch (Exception e) when (e is not (DbException or OperationCanceledException or DatabaseBusyException))
        {
            // The batch would fail on every retry, and its sender would wait for ever. Errors of the database are excluded: they pass, and
            // the job is retried.
            log.LogError(e, "Batch {Batch} has failed", request.Id);
            await session.WriteAsync(() => store.EndAsync(request.Id, BatchStatus.Failed, cancellationToken), cancellationToken);
            return new Fault(FaultCodes.ServerFault, string.Empty);
        }
        finally
        {
            if (project is not null)
            {
                updates.AskNow(project);
            }
        }
    }

    private async Task<BatchRow> WorkChunkAsync(BatchRow batch, CancellationToken ct)
    {
        if (await store.NextAsync(batch.PublicId, ct) is not var (id, chunk))
        {
            return batch with { Done = batch.Received };
        }

        var results = await chunk.SaveAsync(Caller.From(StoredCaller.Read(batch.Caller)), batch.ProjectId, ct);
        await store.KeepResultsAsync(id, results, ct);
        return batch.With(batch.Add(results));
    }

    private async Task<BatchRow> WorkWholeAsync(BatchRow batch, CancellationToken ct)
    {
        // Several kinds are locked in no common order with those who write single records, and there may be very many.
        await session.LockProjectAsync(batch.ProjectId, ct);
        var caller = Caller.From(StoredCaller.Read(batch.Caller));
        var all = new List<(long Chunk, IReadOnlyList<BatchRecordResult> Results)>();
        var tally = new BatchTally();
        await foreach (var (id, chunk) in store.AllAsync(batch.PublicId, ct))
        {
            all.Add((id, await chunk.SaveAsync(caller, batch.ProjectId, ct)));
            tally = tally.Add(all[^1].Results);
        }

        batch = batch.With(tally);
        if (batch.KeepsNothing)
        {
            await session.StartOverAsync(ct);
            batch = batch.WithoutRecords();
        }

        foreach (var (chunk, results) in all)
        {
            await store.KeepResultsAsync(chunk, results, ct);
        }

        return batch with { Done = batch.Received };
    }
}
