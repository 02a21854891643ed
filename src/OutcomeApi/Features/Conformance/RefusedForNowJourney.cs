using System.Globalization;

namespace OutcomeApi.Features.Conformance;

/// <summary>The service refuses twice for now, and says how long to wait. The sender waits so long, and then succeeds.</summary>
internal sealed class RefusedForNowJourney : Journey
{
    /// <summary>Clocks and timers are not exact.</summary>
    private const double Tolerance = 0.9;

    public override string Name => "refused-for-now";

    public override string Guide => "On 408, 429, 503 and 507 wait as long as Retry-After says, and then send the same again.";

    public override IReadOnlyList<(string Fault, int Seconds)> Faults => [("unavailable", 1), ("too-many-requests", 1)];

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
        [JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn))];

    public override Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct)
    {
        foreach (var (refused, next) in traces.Seen.Zip(traces.Seen.Skip(1)))
        {
            var waited = (next.At - refused.At) / 1000.0;
            if (refused.WaitSeconds is { } seconds && waited < seconds * Tolerance)
            {
                return Task.FromResult(Verdict.Failed(
                    string.Create(CultureInfo.InvariantCulture, $"Told to wait {seconds} s, the sender has sent again after {waited:0.00} s.")));
            }
        }

        return Task.FromResult(traces.ShouldHold(records.SavedEnrollment(1)));
    }
}
