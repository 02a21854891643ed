namespace OutcomeApi.Features.Conformance;

/// <summary>The connection is cut after the record was stored. The sender sends the same again and finds it stored.</summary>
internal sealed class ResendJourney : Journey
{
    public override string Name => "re-send";

    public override string Guide => "If no answer comes, send the same record again under the same reference: what is stored already is answered with 200.";

    public override IReadOnlyList<(string Fault, int Seconds)> Faults => [("cut-after-commit", 0)];

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
        [JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn))];

    public override Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct) => Task.FromResult(
        traces.ShouldHold(records.SavedEnrollment(1)) is { Outcome: not JourneyOutcome.Passed } failed ? failed
        : traces.Seen.Count < 2 ? Verdict.Failed("The connection was cut, and the sender has not sent the record again.")
        : Verdict.Passed);
}
