namespace OutcomeApi.Features.Conformance;

/// <summary>Something that happened long ago is registered. It is stored with a warning, and that is a success.</summary>
internal sealed class LateJourney : Journey
{
    public override string Name => "late";

    public override string Guide => "A 2xx with warnings is a success: the record is stored. Do not change it and do not send it again in another way.";

    public override string? Obstacle(JourneyRecords records) => records.HasLateDays ? null : "the project has not run long enough";

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
    [
        JourneyEvent.Registered("enrollment", records.Enrollment(records.LateStartedOn)),
        JourneyEvent.Registered("exit", records.Exit(records.LateExitedOn)),
    ];

    public override Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct) =>
        Task.FromResult(traces.ShouldHold(records.SavedEnrollment(1), records.SavedExit(1)));
}
