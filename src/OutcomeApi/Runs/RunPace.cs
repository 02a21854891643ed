using OutcomeApi.Pipeline;

namespace OutcomeApi.Runs;

/// <summary>
/// Makes a run leave most of the machine to those who write: while somebody registers, it rests after each piece of work for seven times as long as that has
/// taken, and ten seconds at most. As soon as nobody does, it goes on without a rest, and so does a run of less than half a second.
/// </summary>
/// <param name="jobs">Knows whether somebody registers.</param>
/// <param name="clock">Tells how long the run has worked.</param>
public sealed class RunPace(IJobs jobs, TimeProvider clock)
{
    private const int RestsOfWork = 7;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LeastWork = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    // How long it rests before it looks whether somebody still registers.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly long _begun = clock.GetTimestamp();

    private long _restedAt = clock.GetTimestamp();

    /// <summary>Rests, if it is time. Call it after every piece of work, which should take some milliseconds.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        var worked = clock.GetElapsedTime(_restedAt);
        if (worked < LeastWork)
        {
            return;
        }

        var left = clock.GetElapsedTime(_begun) < Short ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min((RestsOfWork * worked).Ticks, LongestRest.Ticks));
        while (left > TimeSpan.Zero && !jobs.IsQuiet)
        {
            await Task.Delay(left < Look ? left : Look, clock, ct);
            left -= Look;
        }

        _restedAt = clock.GetTimestamp();
    }
}
