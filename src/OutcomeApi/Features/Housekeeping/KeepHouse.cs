using Microsoft.Extensions.Options;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Housekeeping;

/// <summary>
/// Deletes data whose retention time is over, and makes the next key of data protection when it is time. The fields of the handler state how long each kind
/// is kept.
/// </summary>
public sealed record KeepHouse : IRequest<Result<KeptHouse>>;

/// <summary>Number of rows of each kind that were deleted.</summary>
public sealed record KeptHouse(int IdempotencyKeys, int Batches, int Computations, int AuditEvents);

public sealed class KeepHouseHandler(
    DbSession session, IMediator mediator, IOptions<AuditOptions> audit, DataProtectionKeyMaker keys, BusinessDay day)
    : IRequestHandler<KeepHouse, Result<KeptHouse>>
{
    // Kept briefly, because what is remembered of a request contains the address of a record.
    private static readonly Kept IdempotencyKeys = new(Idempotency.Kept, DeleteKeysSql);

    // The time runs from when a batch was completed, failed or cancelled. The records of the batch stay.
    private static readonly Kept Batches = new(TimeSpan.FromDays(30), DeleteChunksSql, DeleteBatchesSql);

    // The time runs from when a newer computation replaced it or, if it was never completed, from when it was requested.
    private static readonly Kept Computations = new(TimeSpan.FromDays(30), DeleteFiguresSql, DeleteReportsSql, DeleteComputationsSql);

    private const string DeleteKeysSql = "DELETE FROM idempotency_keys WHERE created_at <= @Before";

    private const string DeleteChunksSql = $"DELETE FROM batch_chunks WHERE batch IN (SELECT b.public_id FROM batches b WHERE {OldBatch})";

    private const string DeleteBatchesSql = $"DELETE FROM batches WHERE {OldBatch}";

    private const string DeleteFiguresSql = $"DELETE FROM attainment WHERE computation_id IN (SELECT id FROM computations WHERE {OldComputation})";

    private const string DeleteReportsSql = $"DELETE FROM run_reports WHERE computation_id IN (SELECT id FROM computations WHERE {OldComputation})";

    private const string DeleteComputationsSql = $"DELETE FROM computations WHERE {OldComputation}";

    // A batch of which the rest never came was left behind by a program that ended.
    private const string OldBatch = "(completed_at < @Before OR (status = 'receiving' AND created_at < @Yesterday))";

    private const string OldComputation =
        "requested_at < @Before AND (superseded_at IS NULL OR superseded_at < @Before) AND id NOT IN (SELECT computation_id FROM current_runs)";

    public async Task<Result<KeptHouse>> Handle(KeepHouse request, CancellationToken cancellationToken)
    {
        await keys.EnsureAsync(session, cancellationToken);
        return new KeptHouse(
            await RemoveAsync(IdempotencyKeys, cancellationToken),
            await RemoveAsync(Batches, cancellationToken),
            await RemoveAsync(Computations, cancellationToken),
            await CutAuditAsync(cancellationToken));
    }

    /// <summary>Deletes one kind in a transaction of its own, so that others can write between the kinds.</summary>
    private async Task<int> RemoveAsync(Kept kept, CancellationToken ct)
    {
        var removed = 0;

        // It may be many rows, so nobody's commit is to wait for them.
        await using var transaction = await session.BeginWriteAsync(ct);
        foreach (var sql in kept.DeleteSql)
        {
            removed = await session.ExecuteAsync(sql, new { Before = day.Now - kept.For, Yesterday = day.Now.AddDays(-1) }, ct);
        }

        await session.CommitAsync(ct);
        return removed;
    }

    private async Task<int> CutAuditAsync(CancellationToken ct)
    {
        if (audit.Value.KeepMonths is not { } months)
        {
            return 0;
        }

        var before = day.BeginningOf(new DateOnly(day.Today.Year, day.Today.Month, 1).AddMonths(-months));
        return (await mediator.Send(new CutAudit(before), ct)).Value!.Events;
    }

    /// <param name="For">How long the rows are kept.</param>
    /// <param name="DeleteSql">The statements that delete the rows. The last one gives the number of deleted rows.</param>
    private sealed record Kept(TimeSpan For, params IReadOnlyList<string> DeleteSql);
}
