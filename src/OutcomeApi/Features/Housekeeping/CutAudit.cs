using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Housekeeping;

/// <summary>
/// Removes the oldest blocks of the audit, all of whose events are from before an instant. Writes an event "cut" with the number of removed events and the
/// hash of the last removed block. The first remaining block builds on that hash, so the chain can still be verified from there. The newest block stays,
/// because the next one builds on it.
/// </summary>
/// <param name="Before">Events from before this instant are removed.</param>
public sealed record CutAudit(DateTimeOffset Before) : ICommand<CutEvents>;

/// <summary>The number of events that were removed.</summary>
public sealed record CutEvents(int Events);

public sealed class CutAuditHandler(DbSession session, BusinessDay day) : IRequestHandler<CutAudit, Result<CutEvents>>
{
    private const string SelectFirstKeptSql = "SELECT MIN(block_id) FROM audit_events WHERE at >= @Before";

    private const string SelectLastRemovedSql =
        $"""
        SELECT {AuditBlock.Columns}
        FROM audit_blocks
        WHERE id = (
            SELECT MAX(o.id) FROM audit_blocks o
            WHERE (@FirstKept IS NULL OR o.id < @FirstKept) AND o.id < (SELECT MAX(n.id) FROM audit_blocks n))
        """;

    private const string DeleteEventsSql = "DELETE FROM audit_events WHERE block_id <= @Last";

    private const string DeleteBlocksSql = "DELETE FROM audit_blocks WHERE id <= @Last";

    private static readonly Caller Service = new("retention", Role.Operator, [], []);

    public async Task<Result<CutEvents>> Handle(CutAudit request, CancellationToken cancellationToken)
    {
        await session.LockAsync("audit", cancellationToken);
        var firstKept = await session.ScalarAsync<long?>(SelectFirstKeptSql, request, cancellationToken);
        if (await session.QueryOneAsync<AuditBlock>(SelectLastRemovedSql, new { FirstKept = firstKept }, cancellationToken) is not { } last)
        {
            return new CutEvents(0);
        }

        var count = await session.ExecuteAsync(DeleteEventsSql, new { Last = last.Id }, cancellationToken);
        await session.ExecuteAsync(DeleteBlocksSql, new { Last = last.Id }, cancellationToken);
        var entry = new AuditEntry(Service, "cut", "audit-event") { Count = count, Change = last.Id, Purpose = last.Sha256 };
        await AuditLog.WriteAsync(session, entry, day.Now, cancellationToken);
        return new CutEvents(count);
    }
}
