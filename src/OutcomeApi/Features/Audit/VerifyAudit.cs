using System.Globalization;
using Microsoft.Extensions.Options;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Verifies the audit chain from its beginning.</summary>
/// <param name="Head">The last hash of the chain on an earlier day, which the chain must still contain; null: no earlier hash is known.</param>
public sealed record VerifyAudit(string? Head) : IRequest<VerifiedAudit>;

/// <summary>The result of verifying the audit chain.</summary>
/// <param name="Events">Number of events that are linked in the chain.</param>
/// <param name="Unlinked">Number of events that are older than the chain and not linked.</param>
/// <param name="LastHash">The hash of the last event that fits; null: there is none.</param>
/// <param name="BrokenAt">The id of the first event that does not fit; null: all events fit.</param>
/// <param name="HeadFound">Whether the hash from an earlier day was found. True if none was given.</param>
/// <param name="Cut">The newest event that records a removal of older events; null: none have been removed.</param>
/// <param name="CutIsMeant">Whether the configuration allows removing old events at all.</param>
public sealed record VerifiedAudit(long Events, long Unlinked, string? LastHash, long? BrokenAt, bool HeadFound, AuditRow? Cut, bool CutIsMeant)
{
    public bool IsWhole => BrokenAt is null && HeadFound && (Cut is null || CutIsMeant);
}

public sealed class VerifyAuditHandler(DbSession session, IOptions<AuditOptions> options) : IRequestHandler<VerifyAudit, VerifiedAudit>
{
    private const int PageSize = 1000;

    private const string SelectSql =
        """
        SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256
        FROM audit_events
        WHERE id > @After
        ORDER BY id
        """;

    private const string SelectCutSql =
        """
        SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256
        FROM audit_events
        WHERE id = (SELECT MAX(id) FROM audit_events WHERE action = 'cut')
        """;

    public async Task<VerifiedAudit> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        // The newest cut event is trusted here, before the walk has checked it. That is safe: a forged one would break the first link.
        var cut = await session.QueryOneAsync<AuditRow>(SelectCutSql, null, cancellationToken);
        long after = long.MinValue, events = 0, unlinked = 0;
        var last = cut?.Purpose;
        var headFound = request.Head is null || request.Head == last;
        VerifiedAudit Found(long? brokenAt) => new(events, unlinked, last, brokenAt, headFound, cut, options.Value.KeepMonths is not null);
        while (true)
        {
            var page = await session.QueryAsync<AuditRow>(session.Dialect.Page(SelectSql), new { After = after, Skip = 0, Take = PageSize }, cancellationToken);
            foreach (var row in page)
            {
                after = row.Id;
                if (events == 0 && last is null && row.Sha256 is null)
                {
                    unlinked++;
                    continue;
                }

                if (row.Sha256 != row.HashAfter(last))
                {
                    return Found(row.Id);
                }

                last = row.Sha256;
                events++;
                headFound |= last == request.Head;
            }

            if (page.Count < PageSize)
            {
                return Found(null);
            }
        }
    }
}

/// <summary>Runs <c>verify-audit</c>, given as an argument of the program: verifies the audit chain and prints the result.</summary>
public static class VerifyAuditCommand
{
    public const string Name = "verify-audit";

    /// <summary>Returns the exit code. 0: the chain is whole; 1: it is not.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        var head = args.SkipWhile(argument => argument != Name).Skip(1).FirstOrDefault();
        await using var scope = services.CreateAsyncScope();
        var audit = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(head));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{audit.Events} audit events are linked, {audit.Unlinked} older ones are not."));
        if (audit.Cut is { } cut)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{cut.RecordCount} older ones, up to event {cut.ChangeId}, were removed on {cut.At:yyyy-MM-dd}."));
        }

        await output.WriteLineAsync(audit switch
        {
            { BrokenAt: { } id } => string.Create(CultureInfo.InvariantCulture, $"BROKEN at event {id}: it, or what stood before it, has been changed."),
            { HeadFound: false, Cut: null } => "BROKEN: the hash that was given is not in the chain. Events at its end are missing.",
            { HeadFound: false } => "BROKEN: the hash that was given is not in the chain. Events at its end are missing, or it is older than what was removed.",
            { IsWhole: false } => "BROKEN: events were removed, and Audit__KeepMonths does not say that any should be.",
            _ => $"The chain is whole. Its last hash, to be kept elsewhere and given next time: {audit.LastHash ?? "none"}",
        });
        return audit.IsWhole ? 0 : 1;
    }
}
