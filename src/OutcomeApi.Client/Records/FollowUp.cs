using System.Globalization;
using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>What became of a person a number of months after the exit, as the referring organisation reports it.</summary>
public sealed record FollowUp : Registration<FollowUp>, IRecord<FollowUp>
{
    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>
    /// The number of months after the exit: 3, 6 or 12. One that the project does not name is kept, with a warning, and counts nowhere.
    /// </summary>
    public required int Months { get; init; }

    /// <summary>The day of the follow-up. It may lie after the end of the project.</summary>
    public required DateOnly FollowedUpOn { get; init; }

    /// <summary>What became of the person. Send exactly one of answer and unobtainable.</summary>
    public string? Answer { get; init; }

    /// <summary>The reason why there is no answer. Send exactly one of answer and unobtainable.</summary>
    public string? Unobtainable { get; init; }

    /// <summary>The organisation that reports the follow-up. It must be one of the project's referrers.</summary>
    public string? ReportedBy { get; init; }

    public static RecordKind KindOf { get; } = new("follow-up", "follow-ups");

    [JsonIgnore]
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"{EnrollmentReference}/{Months}");
}
