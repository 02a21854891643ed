namespace OutcomeApi.Features.Conformance;

/// <summary>The person has withdrawn the consent, and the sender still has the enrollment to send. It is refused with 410, and the sender stops.</summary>
internal sealed class ErasedJourney : Journey
{
    public override string Name => "erased";

    public override string Guide => "410 means that the person has been forgotten. Stop, delete what you hold, and never register the person again.";

    public override Task PrepareAsync(RegisterReader register, JourneyRecords records, CancellationToken ct) =>
        register.RegisterAndForgetAsync(records.Enrollment(records.StartedOn), records.ExitedOn, ct);

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
        [JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn))];

    public override Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct) => Task.FromResult(traces.ShouldHold());
}
