using System.Collections.Concurrent;
using Hangfire;

namespace OutcomeApi.Jobs;

/// <summary>
/// Lets one of several equal jobs work at a time, whatever their nodes, and lets one more on each node wait for it. Another one need not wait: the one that waits
/// sees everything that it would see.
/// </summary>
public sealed class OneAtATime(JobStorage storage, TimeProvider clock)
{
    /// <summary>A job that has waited so long for another is tried again later, and frees its worker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>One that had to wait begins so long after the one before it: readers have the machine for a while, and what is registered meanwhile is done with it.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(400);

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
        using var turn = await TakeTurnAsync(name, connection.AcquireDistributedLock, ct);
        await work();
    }

    private async Task<IDisposable> TakeTurnAsync(string name, Func<string, TimeSpan, IDisposable> acquire, CancellationToken ct)
    {
        IDisposable? turn = null;
        try
        {
            var asked = clock.GetTimestamp();
            turn = acquire(name, Patience);
            if (clock.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(50))
            {
                await Task.Delay(Breath, ct);
            }

            return turn;
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
        finally
        {
            _waiting.TryRemove(name, out _);
        }
    }
}
