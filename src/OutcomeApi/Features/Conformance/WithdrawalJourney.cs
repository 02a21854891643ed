namespace OutcomeApi.Features.Conformance;

/// <summary>An exit was registered in error. The sender takes it back, and deletes nothing.</summary>
internal sealed class WithdrawalJourney : Journey
{
    public override string Name => "withdrawal";

    public override string Guide => "Take back what was registered in error with \"voided\": true, as a correction. Senders delete nothing.";

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
    [
        JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn)),
        JourneyEvent.Registered("exit", records.Exit(records.ExitedOn)),
        JourneyEvent.Withdrawn("exit", records.Exit(records.ExitedOn)),
    ];

    public override async Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct)
    {
        var exit = await traces.Register.FindAsync("exits", records.Reference, ct);
        return exit is not null && exit["voided"]?.GetValue<bool>() != true
            ? Verdict.Failed("The exit still counts: it is not voided.")
            : traces.ShouldHold(records.SavedEnrollment(1), records.SavedExit(1), records.SavedExit(2));
    }
}
