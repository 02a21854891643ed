using Microsoft.Extensions.Time.Testing;
using OutcomeApi.Pipeline;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Runs;

/// <summary>A run rests for those who write.</summary>
public sealed class RunPaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(false, 600, true)]
    [InlineData(true, 600, false)]
    [InlineData(false, 400, false)]
    public async Task A_long_run_rests_while_somebody_registers(bool isQuiet, int milliseconds, bool rests)
    {
        var pace = new RunPace(new SomeJobs { IsQuiet = isQuiet }, _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        var rest = pace.RestAsync(default);

        rest.IsCompleted.ShouldBe(!rests);
        await EndAsync(rest);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(50, 150)]
    [InlineData(20_000, 1_000)]
    public async Task It_rests_three_times_as_long_as_it_has_worked_since_its_last_rest(int worked, int rests)
    {
        var pace = new RunPace(new SomeJobs(), _clock);
        _clock.Advance(TimeSpan.FromSeconds(20));
        await EndAsync(pace.RestAsync(default));
        pace.RestAsync(default).IsCompleted.ShouldBeTrue("it has not worked since");

        _clock.Advance(TimeSpan.FromMilliseconds(worked));
        var rest = pace.RestAsync(default);
        if (rests > 0)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(rests - 1));
            rest.IsCompleted.ShouldBeFalse();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await rest.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_does_not_rest_any_longer()
    {
        using var stop = new CancellationTokenSource();
        var pace = new RunPace(new SomeJobs(), _clock);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var rest = pace.RestAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await rest);
    }

    /// <summary>Lets the longest rest go by.</summary>
    private Task EndAsync(Task rest)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return rest.WaitAsync(TimeSpan.FromSeconds(30));
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
