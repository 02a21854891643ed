using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>The end of a participation (avslut). An enrollment has at most one exit.</summary>
public sealed record Exit : Registration<Exit>, IRecord<Exit>
{
    /// <summary>The sender's reference of the enrollment that ends.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>The last day of the participation.</summary>
    public required DateOnly ExitedOn { get; init; }

    /// <summary>The reason why the participation ended.</summary>
    public required string Reason { get; init; }

    /// <summary>The extent of the work or studies, in percent of full time (1–100).</summary>
    public int? Extent { get; init; }

    /// <summary>The day on which the next step begins. It may lie in the future.</summary>
    public DateOnly? NextStepStartsOn { get; init; }

    /// <summary>True if the next measure was ready when the participation ended.</summary>
    public bool? NextMeasureReady { get; init; }

    /// <summary>The day on which the final documentation (slutdokumentation) was given to the referrer.</summary>
    public DateOnly? DocumentationGivenToReferrerOn { get; init; }

    /// <summary>The day on which the final documentation was given to the participant.</summary>
    public DateOnly? DocumentationGivenToParticipantOn { get; init; }

    /// <summary>The person's sources of income after the participation.</summary>
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>The person's occupation after the participation.</summary>
    public Occupation? Occupation { get; init; }

    public static RecordKind KindOf { get; } = new("exit", "exits");

    [JsonIgnore]
    public override string Key => EnrollmentReference;
}
