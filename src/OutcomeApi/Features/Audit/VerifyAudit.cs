using System.Globalization;
using MediatR;
using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Walks the audit's chain from its beginning.</summary>
/// <param name="Head">The hash that the chain ended with on an earlier day; then it must be in it. Null: none is known.</param>
public sealed record VerifyAudit(string? Head) : IRequest<VerifiedAudit>;

/// <summary>What the walk has found.</summary>
/// <param name="Events">How many events are linked.</param>
/// <param name="Unlinked">How many events come before the chain, from before there was one.</param>
/// <param name="LastHash">The hash of the last event that fits; null: there is none.</param>
/// <param name="BrokenAt">The id of the first event that does not fit; null: all do.</param>
/// <param name="HeadFound">Was the hash of an earlier day met?</param>
/// <param name="Cut">The event that says that older ones have been removed; null: none have.</param>
/// <param name="CutIsMeant">Is it configured that events are removed at all?</param>
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
        // What it says is checked when the walk comes to it; until then it is believed, and a lie would break the first link.
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

/// <summary><c>verify-audit</c> as an argument of the program: prints what the walk has found.</summary>
public static class VerifyAuditCommand
{
    public const string Name = "verify-audit";

    /// <summary>0: the chain is whole; 1: it is not.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        var head = args.SkipWhile(argument => argument != Name).Skip(1).FirstOrDefault();
        await using var scope = services.CreateAsyncScope();
        var audit = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(head));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{audit.Events} audit events are linked, {audit.Unlinked} older ones are not."));
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
