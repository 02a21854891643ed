namespace OutcomeApi.Features.Conformance;

/// <summary>A date was wrong. The sender corrects the record under the same reference.</summary>
internal sealed class CorrectionJourney : Journey
{
    public override string Name => "correction";

    public override string Guide => "Correct a stored record under its own reference, by PATCH or PUT with If-Match: it becomes the next version.";

    public override IReadOnlyList<JourneyEvent> Events(JourneyRecords records) =>
    [
        JourneyEvent.Registered("enrollment", records.Enrollment(records.StartedOn)),
        JourneyEvent.Registered("exit", records.Exit(records.ExitedOn)),
        JourneyEvent.Corrected("exit", records.Exit(CorrectDay(records))),
    ];

    public override async Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct)
    {
        var held = traces.ShouldHold(records.SavedEnrollment(1), records.SavedExit(1), records.SavedExit(2));
        if (held.Outcome != JourneyOutcome.Passed)
        {
            return held;
        }

        var exit = await traces.Register.FindAsync("exits", records.Reference, ct);
        return exit?["exitedOn"]?.GetValue<string>() == JourneyRecords.Text(CorrectDay(records))
            ? Verdict.Passed
            : Verdict.Failed("The second version of the exit does not hold the corrected date.");
    }

    private static DateOnly CorrectDay(JourneyRecords records) => records.ExitedOn.AddDays(-1);
}
