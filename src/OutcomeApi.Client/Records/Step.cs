using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>A step towards work or studies (stegförflyttning) that the staff has documented.</summary>
public sealed record Step : Registration<Step>, IRecord<Step>
{
    /// <summary>The sender's own id of this step.</summary>
    public required string Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>The kind of step: a code of the list step-kinds that the project uses, or of a kind of its own.</summary>
    public required string Kind { get; init; }

    /// <summary>The day of the step.</summary>
    public required DateOnly On { get; init; }

    public static RecordKind KindOf { get; } = new("step", "steps");

    [JsonIgnore]
    public override string Key => Reference;
}
