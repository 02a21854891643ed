using System.Globalization;
using MediatR;
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
public sealed record VerifiedAudit(long Events, long Unlinked, string? LastHash, long? BrokenAt, bool HeadFound)
{
    public bool IsWhole => BrokenAt is null && HeadFound;
}

public sealed class VerifyAuditHandler(DbSession session) : IRequestHandler<VerifyAudit, VerifiedAudit>
{
    private const int PageSize = 1000;

    private const string SelectSql =
        """
        SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256
        FROM audit_events
        WHERE id > @After
        ORDER BY id
        """;

    public async Task<VerifiedAudit> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        long after = long.MinValue, events = 0, unlinked = 0;
        string? last = null;
        var headFound = request.Head is null;
        while (true)
        {
            var page = await session.QueryAsync<AuditRow>(session.Dialect.Page(SelectSql), new { After = after, Skip = 0, Take = PageSize }, cancellationToken);
            foreach (var row in page)
            {
                after = row.Id;
                if (events == 0 && row.Sha256 is null)
                {
                    unlinked++;
                    continue;
                }

                if (row.Sha256 != row.HashAfter(last))
                {
                    return new VerifiedAudit(events, unlinked, last, row.Id, headFound);
                }

                last = row.Sha256;
                events++;
                headFound |= last == request.Head;
            }

            if (page.Count < PageSize)
            {
                return new VerifiedAudit(events, unlinked, last, null, headFound);
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
        await output.WriteLineAsync(audit switch
        {
            { BrokenAt: { } id } => string.Create(CultureInfo.InvariantCulture, $"BROKEN at event {id}: it, or what stood before it, has been changed."),
            { HeadFound: false } => "BROKEN: the hash that was given is not in the chain. Events at its end are missing.",
            _ => $"The chain is whole. Its last hash, to be kept elsewhere and given next time: {audit.LastHash ?? "none"}",
        });
        return audit.IsWhole ? 0 : 1;
    }
}
