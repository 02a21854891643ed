using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>An offer of work during a participation. An offer does not say that the work has started.</summary>
public sealed record JobOffer : Registration<JobOffer>, IRecord<JobOffer>
{
    /// <summary>The sender's own id of this offer.</summary>
    public required string Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>The day of the offer.</summary>
    public required DateOnly On { get; init; }

    /// <summary>True if the work is offered with a wage subsidy (lönestöd).</summary>
    public required bool Subsidised { get; init; }

    /// <summary>True if the offer is in another department or occupation than first intended.</summary>
    public bool OtherField { get; init; }

    public static RecordKind KindOf { get; } = new("job-offer", "job-offers");

    [JsonIgnore]
    public override string Key => Reference;
}
