using System.Text.Json.Nodes;

namespace OutcomeApi.Features.Conformance;

/// <summary>What a sender is told on standard input: where to send, and what has happened in the project.</summary>
internal sealed record JourneyTask
{
    /// <summary>Name of the journey. A sender that behaves well does not need it.</summary>
    public required string Journey { get; init; }

    /// <summary>Where the service is, without the path of the version.</summary>
    public required Uri Url { get; init; }

    /// <summary>The API key.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>What has happened, in the order in which the sender's own system has noted it.</summary>
    public required IReadOnlyList<JourneyEvent> Events { get; init; }
}

/// <summary>Something that has happened.</summary>
/// <param name="Happened"><c>registered</c>, <c>corrected</c> (the content is what holds now) or <c>withdrawn</c> (it was registered in error).</param>
/// <param name="Record">Kind of record, for example <c>exit</c>.</param>
/// <param name="Content">The record's members, as the contract names them.</param>
internal sealed record JourneyEvent(string Happened, string Record, JsonObject Content)
{
    public static JourneyEvent Registered(string record, JsonObject content) => new("registered", record, content);

    public static JourneyEvent Corrected(string record, JsonObject content) => new("corrected", record, content);

    public static JourneyEvent Withdrawn(string record, JsonObject content) => new("withdrawn", record, content);
}

/// <summary>What became of a journey.</summary>
internal enum JourneyOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>The outcome of a journey, and why.</summary>
internal sealed record Verdict(JourneyOutcome Outcome, string Reason)
{
    public static readonly Verdict Passed = new(JourneyOutcome.Passed, string.Empty);

    public static Verdict Failed(string reason) => new(JourneyOutcome.Failed, reason);

    public static Verdict Skipped(string reason) => new(JourneyOutcome.Skipped, reason);
}
