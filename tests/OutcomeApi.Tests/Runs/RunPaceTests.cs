using OutcomeApi.Pipeline;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Runs;

/// <summary>A run rests for those who write.</summary>
public sealed class RunPaceTests
{
    private readonly MovedClock _clock = new();

    [Theory]
    [InlineData(false, 600, true)]
    [InlineData(true, 600, false)]
    [InlineData(false, 400, false)]
    public async Task A_long_run_rests_while_somebody_registers(bool isQuiet, int milliseconds, bool rests)
    {
        var pace = new RunPace(new SomeJobs { IsQuiet = isQuiet }, _clock);
        _clock.Moved += TimeSpan.FromMilliseconds(milliseconds);

        var rest = pace.RestAsync(default);

        rest.IsCompleted.ShouldBe(!rests);
        await rest;
    }

    [Fact]
    public async Task It_rests_longer_than_it_has_worked_since_its_last_rest()
    {
        var pace = new RunPace(new SomeJobs(), _clock);
        _clock.Moved += TimeSpan.FromSeconds(20);
        await pace.RestAsync(default);
        pace.RestAsync(default).IsCompleted.ShouldBeTrue("it has not worked since");

        _clock.Moved += TimeSpan.FromMilliseconds(50);
        var begun = _clock.GetTimestamp();
        await pace.RestAsync(default);
        _clock.GetElapsedTime(begun).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_does_not_rest_any_longer()
    {
        using var stop = new CancellationTokenSource();
        var pace = new RunPace(new SomeJobs(), _clock);
        _clock.Moved += TimeSpan.FromSeconds(20);
        var rest = pace.RestAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await rest);
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Moved.TotalSeconds * TimestampFrequency);
    }

    private sealed class SomeJobs : IJobs
    {
        public bool IsQuiet { get; init; }

        public void ComputeFigures(string project) => throw new NotSupportedException();

        public void RunComputation(string computation) => throw new NotSupportedException();

        public void WorkThroughBatch(string batch) => throw new NotSupportedException();

        public void CheckFigures(string project) => throw new NotSupportedException();

        public void ApplyRetention(string project) => throw new NotSupportedException();

        public void ScrubDatabase() => throw new NotSupportedException();
    }
}
