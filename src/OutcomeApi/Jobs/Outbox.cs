using System.Diagnostics;
using System.Threading.Channels;
using OutcomeApi.Data;

namespace OutcomeApi.Jobs;

/// <summary>Rings when there may be work.</summary>
public sealed class OutboxBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(atMost);
        try
        {
            await _rings.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody rang. Rows that wait for their time, or that another node has written, are found by looking.
        }
    }
}

/// <summary>The queue as rows of a table: durable with the transaction that asks.</summary>
public sealed class Outbox(OutboxBell bell, BusinessDay day) : IJobQueue
{
    private const string InsertSql =
        """
        INSERT INTO outbox (job, argument, trace_parent, created_at, attempts)
        SELECT @Job, @Argument, @TraceParent, @Now, 0
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE job = @Job AND argument = @Argument AND started_at IS NULL)
        """;

    public async Task EnqueueAsync(DbSession session, string job, string argument, CancellationToken ct)
    {
        await session.ExecuteAsync(InsertSql, new { Job = job, Argument = argument, TraceParent = Activity.Current?.Id, day.Now }, ct);
        session.AfterCommit(bell.Ring);
    }
}
