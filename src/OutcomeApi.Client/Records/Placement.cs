using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>
/// A job or a course (anställning, studieplats) that a participant begins while the support goes on. It is no exit: the participation
/// continues.
/// </summary>
public sealed record Placement : Registration<Placement>, IRecord<Placement>
{
    /// <summary>The sender's own id of this placement.</summary>
    public required string Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>Whether it is work or studies.</summary>
    public required string Kind { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly StartedOn { get; init; }

    /// <summary>The last day. Absent while the placement goes on. It may lie after the exit.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>True if the work has a wage subsidy (lönestöd). Absent for studies.</summary>
    public bool? Subsidised { get; init; }

    /// <summary>The extent of the work, in percent of full time (1–100). Absent for studies.</summary>
    public int? Extent { get; init; }

    /// <summary>True if anybody could have applied for the work (competitive employment). Absent for studies.</summary>
    public bool? OpenToAll { get; init; }

    public static RecordKind KindOf { get; } = new("placement", "placements");

    [JsonIgnore]
    public override string Key => Reference;
}
