namespace OutcomeApi.Features.Conformance;

/// <summary>The sender's own system has noted the exit before the enrollment. Both arrive.</summary>
internal sealed class BatchJourney : Journey
{
    public override string Name => "batch";

    public override string Guide => "The order inside a batch is free. Whoever sends records one by one sends the enrollment before what belongs to it.";

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
    [
        JourneyEvent.Registered("exit", records.Exit(records.ExitedOn)),
        JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn)),
    ];

    public override Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct) =>
        Task.FromResult(traces.ShouldHold(records.SavedEnrollment(1), records.SavedExit(1)));
}
