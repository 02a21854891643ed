using Microsoft.Extensions.Time.Testing;
using OutcomeApi.Pipeline;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Runs;

/// <summary>A run rests for those who write.</summary>
public sealed class RunPaceTests
{
    [Theory]
    [InlineData(false, 600, true)]
    [InlineData(true, 600, false)]
    [InlineData(false, 400, false)]
    public async Task A_long_run_rests_while_somebody_registers(bool isQuiet, int milliseconds, bool rests)
    {
        var clock = new RestingClock();
        var pace = new RunPace(new SomeJobs { QuietAfter = isQuiet ? 0 : int.MaxValue }, clock);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        await Eventually.HappensAsync(pace.RestAsync(default));

        (clock.Rested > TimeSpan.Zero).ShouldBe(rests);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(50, 350)]
    [InlineData(20_000, 10_000)]
    public async Task It_rests_seven_times_as_long_as_it_has_worked_since_its_last_rest(int worked, int rests)
    {
        var clock = new RestingClock();
        var pace = new RunPace(new SomeJobs { QuietAfter = int.MaxValue }, clock);
        clock.Advance(TimeSpan.FromSeconds(20));
        await Eventually.HappensAsync(pace.RestAsync(default));
        var before = clock.Rested;
        await Eventually.HappensAsync(pace.RestAsync(default));
        clock.Rested.ShouldBe(before, "it has not worked since");

        clock.Advance(TimeSpan.FromMilliseconds(worked));
        await Eventually.HappensAsync(pace.RestAsync(default));

        (clock.Rested - before).ShouldBe(TimeSpan.FromMilliseconds(rests));
    }

    [Fact]
    public async Task It_goes_on_as_soon_as_nobody_registers_any_more()
    {
        var clock = new RestingClock();
        var pace = new RunPace(new SomeJobs { QuietAfter = 3 }, clock);
        clock.Advance(TimeSpan.FromSeconds(20));

        await Eventually.HappensAsync(pace.RestAsync(default));

        clock.Rested.ShouldBe(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_does_not_rest_any_longer()
    {
        var clock = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var pace = new RunPace(new SomeJobs { QuietAfter = int.MaxValue }, clock);
        clock.Advance(TimeSpan.FromSeconds(20));
        var rest = pace.RestAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await rest);
    }

    /// <summary>A clock that stands still, but while somebody waits for a timer: that is over at once, and so much later.</summary>
    private sealed class RestingClock : TimeProvider
    {
        private TimeSpan _now;

        public TimeSpan Rested { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan time) => _now += time;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Rested += dueTime;
            Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return new Over();
        }

        private sealed class Over : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class SomeJobs : IJobs
    {
        private int _looks;

        /// <summary>How many times somebody is seen to register.</summary>
        public required int QuietAfter { get; init; }

        public bool IsQuiet => _looks++ >= QuietAfter;

        public void ComputeFigures(string project) => throw new NotSupportedException();

        public void RunComputation(string computation) => throw new NotSupportedException();

        public void WorkThroughBatch(string batch) => throw new NotSupportedException();

        public void CheckFigures(string project) => throw new NotSupportedException();

        public void ApplyRetention(string project) => throw new NotSupportedException();

        public void ScrubDatabase() => throw new NotSupportedException();
    }
}
