using System.Collections.Concurrent;
using Hangfire;

namespace OutcomeApi.Jobs;

/// <summary>
/// Lets one of several equal jobs work at a time, whatever their nodes, and lets one more on each node wait for it. Another one need not wait: the one that waits
/// sees everything that it would see.
/// </summary>
public sealed class OneAtATime(JobStorage storage)
{
    /// <summary>A job that has waited so long for another is tried again later, and frees its worker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _waiting = new();

    /// <param name="name">What equal jobs have in common.</param>
    /// <param name="work">What they do.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(string name, Func<Task> work, CancellationToken ct)
    {
        if (!_waiting.TryAdd(name, true))
        {
            return;
        }

        using var connection = storage.GetConnection();
        IDisposable turn;
        try
        {
            turn = connection.AcquireDistributedLock(name, Patience);
        }
        finally
        {
            _waiting.TryRemove(name, out _);
        }

        using (turn)
        {
            ct.ThrowIfCancellationRequested();
            await work();
        }
    }
}
