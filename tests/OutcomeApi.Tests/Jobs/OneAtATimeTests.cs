using Hangfire.InMemory;
using OutcomeApi.Jobs;

namespace OutcomeApi.Tests.Jobs;

/// <summary>Equal jobs take turns, on one node and on several.</summary>
public sealed class OneAtATimeTests
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _most;
    private int _done;

    [Fact]
    public async Task One_works_one_waits_and_those_who_come_then_need_not()
    {
        using var storage = new InMemoryStorage();
        var node = new OneAtATime(storage, TimeProvider.System);
        var first = Task.Run(() => node.RunAsync("a", WorkAsync, default));
        await Eventually.HappensAsync(_began.Task);

        var later = Enumerable.Range(0, 5).Select(_ => Task.Run(() => node.RunAsync("a", WorkAsync, default))).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(later.Count(task => task.IsCompleted) == 4));
        _release.SetResult();
        await Eventually.HappensAsync(Task.WhenAll([first, .. later]));
        (_most, _done).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Nodes_take_turns_and_other_work_does_not_wait()
    {
        using var storage = new InMemoryStorage();
        var nodes = Enumerable.Range(0, 3).Select(_ => new OneAtATime(storage, TimeProvider.System)).ToArray();
        var first = Task.Run(() => nodes[0].RunAsync("a", WorkAsync, default));
        await Eventually.HappensAsync(_began.Task);
        var others = nodes[1..].Select(node => Task.Run(() => node.RunAsync("a", WorkAsync, default))).ToArray();
        var isOtherDone = false;
        await Eventually.HappensAsync(nodes[1].RunAsync("b", () => Task.FromResult(isOtherDone = true), default));

        isOtherDone.ShouldBeTrue();
        others.ShouldAllBe(task => !task.IsCompleted);
        _release.SetResult();
        await Eventually.HappensAsync(Task.WhenAll([first, .. others]));
        (_most, _done).ShouldBe((1, 3));
    }

    [Fact]
    public async Task Work_that_fails_lets_the_next_in()
    {
        using var storage = new InMemoryStorage();
        var node = new OneAtATime(storage, TimeProvider.System);
        await Should.ThrowAsync<InvalidOperationException>(node.RunAsync("a", () => throw new InvalidOperationException("not today"), default));
        _release.SetResult();
        await Eventually.HappensAsync(node.RunAsync("a", WorkAsync, default));
        _done.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_had_to_wait_lets_what_still_comes_arrive_but_not_for_ever(bool isQuiet)
    {
        using var storage = new InMemoryStorage();
        var clock = new WatchedClock();
        var node = new OneAtATime(storage, clock);
        var first = Task.Run(() => node.RunAsync("a", WorkAsync, default));
        await Eventually.HappensAsync(_began.Task);
        var looks = clock.Looks;
        var breaths = 0;
        var second = Task.Run(() => node.RunAsync("a", WorkAsync, default, IsQuiet));
        await Eventually.HoldsAsync(() => Task.FromResult(clock.Looks > looks));
        var since = clock.GetTimestamp();
        await Eventually.HoldsAsync(() => Task.FromResult(clock.GetElapsedTime(since) > TimeSpan.FromMilliseconds(60)));
        _release.SetResult();
        await Eventually.HappensAsync(Task.WhenAll(first, second));

        (isQuiet ? breaths == 1 : breaths > 1).ShouldBeTrue();
        _done.ShouldBe(2);

        bool IsQuiet()
        {
            breaths++;
            return isQuiet;
        }
    }

    private async Task WorkAsync()
    {
        _most = Math.Max(_most, Interlocked.Increment(ref _running));
        _began.TrySetResult();
        await _release.Task;
        Interlocked.Decrement(ref _running);
        Interlocked.Increment(ref _done);
    }

    /// <summary>A clock that counts how often it is looked at.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        private int _looks;

        public int Looks => _looks;

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _looks);
            return base.GetTimestamp();
        }
    }
}
