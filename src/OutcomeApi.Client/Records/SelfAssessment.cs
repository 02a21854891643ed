using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>
/// A self-assessment (självskattning), in which the participant rates the items of an instrument. Each area is shown by itself, never as part
/// of a sum.
/// </summary>
public sealed record SelfAssessment : Registration<SelfAssessment>, IRecord<SelfAssessment>
{
    /// <summary>The sender's own id of this assessment. It cannot be due, which is the address of the work list.</summary>
    public required string Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>The day of the assessment.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The occasion in the participation: at its start, every third month, every sixth month or at its exit.</summary>
    public required string Occasion { get; init; }

    /// <summary>The id of the instrument, from the code list instruments: skapa with 6 ratings, or whoqol-bref with 26. If omitted: skapa.</summary>
    public string? Instrument { get; init; }

    /// <summary>
    /// A rating from 1 to 5 for each item of the instrument, in its order; null where the participant gave none. At least one rating is
    /// required. The six items of skapa are: handling one's health in relation to work; knowing what improves one's chances of a job; time in
    /// everyday life to focus; belief that one can manage a job; belief that one's skills are of use at a workplace; ability to cooperate.
    /// </summary>
    public required IReadOnlyList<int?> Ratings { get; init; }

    public static RecordKind KindOf { get; } = new("self-assessment", "self-assessments");

    [JsonIgnore]
    public override string Key => Reference;
}
