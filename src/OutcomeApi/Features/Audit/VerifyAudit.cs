using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Verifies the sealed blocks of the audit from the beginning.</summary>
/// <param name="Head">The last hash on an earlier day, which the chain must still contain; null: no earlier hash is known.</param>
public sealed record VerifyAudit(string? Head) : IRequest<VerifiedAudit>;

/// <summary>The result of verifying the audit.</summary>
/// <param name="Blocks">Number of blocks that hold.</param>
/// <param name="Events">Number of events in them.</param>
/// <param name="Unsealed">Number of events that wait to be sealed.</param>
/// <param name="LastHash">The hash of the last block that holds; null: there is none.</param>
/// <param name="BrokenBlock">Number of the first block that does not hold; null: all hold.</param>
/// <param name="HeadFound">Whether the hash from an earlier day was found. True if none was given.</param>
/// <param name="Cut">The newest event that records a removal of older blocks; null: none have been removed.</param>
/// <param name="CutIsMeant">Whether the configuration allows removing old events at all.</param>
public sealed record VerifiedAudit(
    long Blocks, long Events, long Unsealed, string? LastHash, long? BrokenBlock, bool HeadFound, AuditRow? Cut, bool CutIsMeant)
{
    public bool IsWhole => BrokenBlock is null && HeadFound && (Cut is null || CutIsMeant);
}

public sealed class VerifyAuditHandler(DbSession session, IOptions<AuditOptions> options) : IRequestHandler<VerifyAudit, VerifiedAudit>
{
    private const string SelectBlocksSql = $"SELECT {AuditBlock.Columns} FROM audit_blocks ORDER BY id";

    private const string SelectEventsSql = $"SELECT {AuditRow.Columns} FROM audit_events WHERE block_id = @Block ORDER BY id";

    private const string SelectCutSql =
        $"SELECT {AuditRow.Columns} FROM audit_events WHERE id = (SELECT MAX(id) FROM audit_events WHERE action = 'cut')";

    private const string CountUnsealedSql = "SELECT COUNT(*) FROM audit_events WHERE block_id IS NULL";

    private const string SelectStraySql =
        "SELECT MIN(e.block_id) FROM audit_events e WHERE NOT EXISTS (SELECT 1 FROM audit_blocks b WHERE b.id = e.block_id)";

    public async Task<VerifiedAudit> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        // The newest cut event is trusted here, before its own block has been checked. That is safe: a forged one would break the first block.
        var cut = await session.QueryOneAsync<AuditRow>(SelectCutSql, null, cancellationToken);
        var unsealed = await session.ScalarAsync<long>(CountUnsealedSql, null, cancellationToken);
        var next = cut?.ChangeId + 1;
        var last = cut?.Purpose;
        var headFound = request.Head is null || request.Head == last;
        long count = 0, events = 0;
        VerifiedAudit Found(long? broken) => new(count, events, unsealed, last, broken, headFound, cut, options.Value.KeepMonths is not null);
        foreach (var block in await session.QueryAsync<AuditBlock>(SelectBlocksSql, null, cancellationToken))
        {
            var rows = await session.QueryAsync<AuditRow>(SelectEventsSql, new { Block = block.Id }, cancellationToken);
            var holds = block.Events == rows.Count && (next is null ? block.Id <= AuditBlock.Earlier + 1 : block.Id == next)
                && (block.Id == AuditBlock.Earlier ? IsChain(rows, block.Sha256) : block.Sha256 == AuditBlock.HashOf(last, rows));
            if (!holds)
            {
                return Found(block.Id);
            }

            (last, next) = (block.Sha256, block.Id + 1);
            count++;
            events += rows.Count;
            headFound |= request.Head == last || (block.Id == AuditBlock.Earlier && rows.Any(row => row.Sha256 == request.Head));
        }

        return Found(await session.ScalarAsync<long?>(SelectStraySql, null, cancellationToken));
    }

    /// <summary>Checks the events of earlier programs. The hash of each covers the hash of the event before it; the oldest may have none.</summary>
    private static bool IsChain(IReadOnlyList<AuditRow> rows, string? head)
    {
        string? last = null;
        foreach (var row in rows.SkipWhile(row => row.Sha256 is null))
        {
            if (row.Sha256 != row.HashAfter(last))
            {
                return false;
            }

            last = row.Sha256;
        }

        return last == head;
    }
}

/// <summary>Runs <c>verify-audit [HASH]</c>: verifies the audit and prints the result.</summary>
public static class VerifyAuditCommand
{
    public const string Name = "verify-audit";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var head = new Argument<string?>("HASH")
        {
            Description = "The last hash on an earlier day, which the chain must still contain.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(Name, "Checks the sealed blocks of the audit.") { head };
        command.SetAction((arguments, _) => onServices(services => RunAsync(services, arguments.GetValue(head), arguments.InvocationConfiguration.Output)));
        return command;
    }

    /// <summary>Returns the exit code. 0: the audit is whole; 1: it is not.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string? head, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var audit = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(head));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{audit.Events} audit events are sealed in {audit.Blocks} blocks, {audit.Unsealed} newer ones are not sealed yet."));
        if (audit.Cut is { } cut)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{cut.RecordCount} older ones, up to block {cut.ChangeId}, were removed on {cut.At:yyyy-MM-dd}."));
        }

        await output.WriteLineAsync(audit switch
        {
            { BrokenBlock: { } block } => string.Create(
                CultureInfo.InvariantCulture, $"BROKEN at block {block}: an event in it, or what stood before it, has been changed."),
            { HeadFound: false, Cut: null } => "BROKEN: the hash that was given is not in the chain. Blocks at its end are missing.",
            { HeadFound: false } => "BROKEN: the hash that was given is not in the chain. Blocks at its end are missing, or it is older than what was removed.",
            { IsWhole: false } => "BROKEN: blocks were removed, and Audit__KeepMonths does not say that any should be.",
            _ => $"The audit is whole. Its last hash, to be kept elsewhere and given next time: {audit.LastHash ?? "none"}",
        });
        return audit.IsWhole ? 0 : 1;
    }
}
