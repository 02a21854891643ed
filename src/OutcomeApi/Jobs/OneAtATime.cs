using System.Collections.Concurrent;
using Hangfire;

namespace OutcomeApi.Jobs;

/// <summary>
/// Runs only one of several equal jobs at a time, across all nodes. On each node, one more job may wait for its turn. Further jobs return at once,
/// because the waiting job will see everything that they would see.
/// </summary>
public sealed class OneAtATime(JobStorage storage, TimeProvider clock)
{
    /// <summary>How long a job waits for its turn. After that it frees its worker and is tried again later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a job that had to wait pauses at least before it begins. Readers get the machine for a while, and what is registered meanwhile is included.
    /// </summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(400);

    /// <summary>How long it pauses at most while more is registered, which the next one would have to include otherwise.</summary>
    private static readonly TimeSpan LongestBreath = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _waiting = new();

    /// <summary>Runs a job when it is its turn. Returns at once if an equal job on this node is already waiting.</summary>
    /// <param name="name">The name that equal jobs share.</param>
    /// <param name="work">The work of the job.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <param name="isQuiet">Returns whether nothing more comes for the moment that the work would include. Null when nothing does.</param>
    public async Task RunAsync(string name, Func<Task> work, CancellationToken ct, Func<bool>? isQuiet = null)
    {
        if (!_waiting.TryAdd(name, true))
        {
            return;
        }

        using var connection = storage.GetConnection();
        using var turn = await TakeTurnAsync(name, connection.AcquireDistributedLock, isQuiet, ct);
        await work();
    }

    private async Task<IDisposable> TakeTurnAsync(string name, Func<string, TimeSpan, IDisposable> acquire, Func<bool>? isQuiet, CancellationToken ct)
    {
        IDisposable? turn = null;
        try
        {
            var asked = clock.GetTimestamp();
            turn = acquire(name, Patience);
            if (clock.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(50))
            {
                var begun = clock.GetTimestamp();
                await Task.Delay(Breath, ct);
                while (isQuiet?.Invoke() == false && clock.GetElapsedTime(begun) < LongestBreath)
                {
                    await Task.Delay(Breath / 4, ct);
                }
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
