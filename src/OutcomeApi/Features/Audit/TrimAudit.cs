using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>For how many whole months events are kept; absent: for ever.</summary>
    [Range(12, 1200)]
    public int? KeepMonths { get; set; }
}

/// <summary>
/// Removes events that are older than they are kept, a month at a time: what the nightly job sends. An event of its own says how many have gone and holds the
/// hash of the last of them, on which the first that is left rests: the chain can be walked from there.
/// </summary>
public sealed record TrimAudit : ICommand<TrimmedAudit>
{
    public const string Job = "trim-audit";

    /// <summary>The action of the event that says so.</summary>
    public const string Action = "cut";
}

/// <summary>How many events are gone.</summary>
public sealed record TrimmedAudit(int Count);

public sealed class TrimAuditHandler(DbSession session, IOptions<AuditOptions> options, BusinessDay day) : IRequestHandler<TrimAudit, Result<TrimmedAudit>>
{
    // Ids rise; an event from before that stands behind a later one waits for the next month.
    private const string SelectFirstKeptSql = "SELECT MIN(id) FROM audit_events WHERE at >= @Before";

    private const string SelectLastSql =
        "SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256 FROM audit_events WHERE id = (SELECT MAX(id) FROM audit_events WHERE id < @First)";

    private const string CountSql = "SELECT COUNT(*) FROM audit_events WHERE id < @First";

    private const string DeleteSql = "DELETE FROM audit_events WHERE id < @First";

    private static readonly Caller Service = new("retention", Role.Operator, [], []);

    public async Task<Result<TrimmedAudit>> Handle(TrimAudit request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        if (options.Value.KeepMonths is not { } months)
        {
            return new TrimmedAudit(0);
        }

        await session.LockAsync("audit", ct);
        var before = day.BeginningOf(new DateOnly(day.Today.Year, day.Today.Month, 1).AddMonths(-months));
        if (await session.ScalarAsync<long?>(SelectFirstKeptSql, new { Before = before }, ct) is not { } first
            || await session.QueryOneAsync<AuditRow>(SelectLastSql, new { First = first }, ct) is not { } last)
        {
            return new TrimmedAudit(0);
        }

        var count = await session.ScalarAsync<int>(CountSql, new { First = first }, ct);
        await AuditLog.WriteAsync(session, Service, "cut", null, "audit-event", count, last.Id, last.Sha256, day.Now, ct);
        await session.ExecuteAsync(DeleteSql, new { First = first }, ct);
        return new TrimmedAudit(count);
    }
}
