using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Seals the next audit events that are not sealed yet in a block.</summary>
public sealed record SealAudit : ICommand<SealedAudit>;

/// <summary>The number of events that were sealed.</summary>
public sealed record SealedAudit(int Events)
{
    /// <summary>True when no event is left that waits to be sealed.</summary>
    public bool IsAll => Events < SealAuditHandler.MostEvents;
}

public sealed class SealAuditHandler(DbSession session, BusinessDay day) : IRequestHandler<SealAudit, Result<SealedAudit>>
{
    /// <summary>Maximum number of events in a block: some ten milliseconds of the writer's time, for which everybody who writes waits.</summary>
    public const int MostEvents = 500;

    private const string SelectUnsealedSql =
        $"""
        SELECT {AuditRow.Columns}
        FROM audit_events
        WHERE block_id IS NULL
        ORDER BY id
        """;

    private const string SelectLastSql =
        $"SELECT {AuditBlock.Columns} FROM audit_blocks WHERE id = (SELECT MAX(b.id) FROM audit_blocks b)";

    private const string InsertSql = $"INSERT INTO audit_blocks ({AuditBlock.Columns}) VALUES (@Id, @Events, @Sha256, @SealedAt)";

    private const string SealSql = "UPDATE audit_events SET block_id = @Block WHERE id IN @Ids";

    public async Task<Result<SealedAudit>> Handle(SealAudit request, CancellationToken cancellationToken)
    {
        // Two nodes must not build on the same block. Whoever writes events does not wait for this lock.
        await session.LockAsync("audit", cancellationToken);
        var events = await session.QueryAsync<AuditRow>(session.Dialect.Page(SelectUnsealedSql), new { Skip = 0, Take = MostEvents }, cancellationToken);
        if (events.Count == 0)
        {
            return new SealedAudit(0);
        }

        var last = await session.QueryOneAsync<AuditBlock>(SelectLastSql, null, cancellationToken);
        var block = new AuditBlock
        {
            Id = (last?.Id ?? AuditBlock.Earlier) + 1,
            Events = events.Count,
            Sha256 = AuditBlock.HashOf(last?.Sha256, events),
            SealedAt = day.Now,
        };
        await session.ExecuteAsync(InsertSql, block, cancellationToken);

        // By their ids: on SQL Server, an event with a lower id can become visible later. It is sealed in the next block.
        await session.ExecuteAsync(SealSql, new { Block = block.Id, Ids = events.Select(row => row.Id) }, cancellationToken);
        return new SealedAudit(events.Count);
    }
}
