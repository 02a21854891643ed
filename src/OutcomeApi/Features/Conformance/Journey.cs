using System.Globalization;
using System.Text.Json.Nodes;

namespace OutcomeApi.Features.Conformance;

/// <summary>
/// Something that happens in every project and goes wrong in some senders. It tells the sender what has happened, and afterwards looks at the register.
/// </summary>
internal abstract class Journey
{
    /// <summary>All journeys, in the order in which they are run.</summary>
    public static readonly IReadOnlyList<Journey> All =
    [
        new ResendJourney(),
        new RefusedForNowJourney(),
        new CorrectionJourney(),
        new LateJourney(),
        new BatchJourney(),
        new WithdrawalJourney(),
        new ErasedJourney(),
    ];

    public abstract string Name { get; }

    /// <summary>What the sender has to do, as the guide says it.</summary>
    public abstract string Guide { get; }

    /// <summary>Faults for the sandbox, in this order, with the seconds that the sender is told to wait. Empty: the journey needs no sandbox.</summary>
    public virtual IReadOnlyList<(string Fault, int Seconds)> Faults => [];

    /// <summary>Why the journey cannot be made in a project. Null: it can.</summary>
    public virtual string? Obstacle(JourneyRecords records) => records.IsLongEnough ? null : "the project has not run long enough";

    /// <summary>Prepares what the journey begins with.</summary>
    public virtual Task PrepareAsync(RegisterReader register, JourneyRecords records, CancellationToken ct) => Task.CompletedTask;

    public abstract IReadOnlyList<JourneyEvent> Events(JourneyRecords records);

    /// <summary>Judges what the sender has done.</summary>
    public abstract Task<Verdict> JudgeAsync(JourneyTraces traces, JourneyRecords records, CancellationToken ct);
}

/// <summary>What a sender has left behind.</summary>
/// <param name="Register">The register.</param>
/// <param name="Saved">Every version that was saved while the sender ran.</param>
/// <param name="Seen">The requests that the sandbox has seen. Empty without a sandbox.</param>
internal sealed record JourneyTraces(RegisterReader Register, IReadOnlyList<SavedVersion> Saved, IReadOnlyList<SandboxRequest> Seen)
{
    /// <summary>Passes if exactly these versions were saved.</summary>
    public Verdict ShouldHold(params IReadOnlyList<SavedVersion> expected)
    {
        var missing = expected.Except(Saved).ToArray();
        var unexpected = Saved.Except(expected).ToArray();
        return (missing, unexpected) switch
        {
            ([], []) => Verdict.Passed,
            ([], _) => Verdict.Failed($"The register holds what should not be there: {string.Join(", ", unexpected.AsEnumerable())}."),
            (_, []) => Verdict.Failed($"The register lacks: {string.Join(", ", missing.AsEnumerable())}."),
            _ => Verdict.Failed(
                $"The register lacks: {string.Join(", ", missing.AsEnumerable())}. It holds instead: {string.Join(", ", unexpected.AsEnumerable())}."),
        };
    }
}

/// <summary>The records of one journey: references that nobody else uses, and days that fit the project.</summary>
/// <param name="Prefix">The beginning of every reference.</param>
/// <param name="Reason">A reason for exits that the project uses.</param>
internal sealed record JourneyRecords(string Prefix, ProjectDays Days, string Reason)
{
    /// <summary>A registration later than this after its event has a warning.</summary>
    private const int LateAfterDays = 30;

    public string Reference => Prefix + "-E";

    /// <summary>A few days ago, or the last day of a project that has ended.</summary>
    public DateOnly ExitedOn => Earlier(Days.Today.AddDays(-5), Days.EndsOn);

    public DateOnly StartedOn => ExitedOn.AddDays(-15);

    public DateOnly LateExitedOn => Earlier(Days.Today.AddDays(-2 * LateAfterDays), Days.EndsOn);

    public DateOnly LateStartedOn => LateExitedOn.AddDays(-LateAfterDays);

    public bool IsLongEnough => StartedOn >= Days.StartsOn;

    public bool HasLateDays => LateStartedOn >= Days.StartsOn;

    public JsonObject Enrollment(DateOnly startedOn) => new()
    {
        ["reference"] = Reference,
        ["participant"] = Prefix + "-P",
        ["consentGivenOn"] = Text(startedOn),
        ["gender"] = "woman",
        ["birthYear"] = startedOn.Year - 25,
        ["startedOn"] = Text(startedOn),
    };

    public JsonObject Exit(DateOnly exitedOn) => new() { ["enrollmentReference"] = Reference, ["exitedOn"] = Text(exitedOn), ["reason"] = Reason };

    public SavedVersion SavedEnrollment(int version) => new("enrollment", Reference, version);

    public SavedVersion SavedExit(int version) => new("exit", Reference, version);

    public static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
