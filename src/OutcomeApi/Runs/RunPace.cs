using OutcomeApi.Pipeline;

namespace OutcomeApi.Runs;

/// <summary>
/// Makes a run leave most of the machine to those who write: while somebody registers, it rests after each report for three times as long as the report has
/// taken, and a second at most. When nobody does, it goes on without a rest, and so does a run of less than half a second.
/// </summary>
/// <param name="jobs">Knows whether somebody registers.</param>
/// <param name="clock">Tells how long the run has worked.</param>
public sealed class RunPace(IJobs jobs, TimeProvider clock)
{
    private const int RestsOfWork = 3;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LeastWork = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

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

        if (!jobs.IsQuiet && clock.GetElapsedTime(_begun) >= Short)
        {
            var rest = RestsOfWork * worked;
            await Task.Delay(rest < LongestRest ? rest : LongestRest, clock, ct);
        }

        _restedAt = clock.GetTimestamp();
    }
}
