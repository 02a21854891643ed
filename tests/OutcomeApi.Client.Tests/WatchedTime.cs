using Microsoft.Extensions.Time.Testing;

namespace OutcomeApi.Client.Tests;

/// <summary>A clock that stands still until it is moved, and knows for how long somebody waits by it.</summary>
internal sealed class WatchedTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Wait, TaskCompletionSource Begun)> _expected = [];
    private readonly HashSet<TimeSpan> _begun = [];

    /// <summary>Waits until somebody has begun to wait for exactly so long.</summary>
    public Task SomebodyWaitsAsync(TimeSpan wait)
    {
        lock (_lock)
        {
            if (_begun.Contains(wait))
            {
                return Task.CompletedTask;
            }

            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _expected.Add((wait, begun));
            return begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _begun.Add(dueTime);
            _expected.Where(one => one.Wait == dueTime).ToList().ForEach(one => one.Begun.TrySetResult());
        }

        return timer;
    }
}
