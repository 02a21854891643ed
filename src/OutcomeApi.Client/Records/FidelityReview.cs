using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>A fidelity review (programtrohetsmätning). It scores an IPS team from 1 to 5 on the items of a scale.</summary>
public sealed record FidelityReview : Registration<FidelityReview>, IRecord<FidelityReview>
{
    /// <summary>The sender's own id of this review.</summary>
    public required string Reference { get; init; }

    /// <summary>The day of the review.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The id of the scale, from the code list fidelity-scales: ips-25 for adults, ips-y-35 for young adults.</summary>
    public required string Scale { get; init; }

    /// <summary>The score of each item of the scale, 1–5. An item may be left out; the review is then partial and has no total.</summary>
    public required IReadOnlyDictionary<string, int> Scores { get; init; }

    /// <summary>Who has made the review; null: not stated.</summary>
    public string? Reviewer { get; init; }

    /// <summary>Comments by item, each a text about the team of at most 500 characters. Nothing about a participant.</summary>
    public IReadOnlyDictionary<string, string>? Comments { get; init; }

    /// <summary>The development plan: what the team means to do about single items, by when, and what has been done.</summary>
    public IReadOnlyList<FidelityActivity>? Plan { get; init; }

    /// <summary>The sum of the scores, which the service computes. Null when an item has no score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int? Total { get; init; }

    /// <summary>The highest sum that the scale allows, which the service computes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int? Maximum { get; init; }

    /// <summary>What the sum means by the scale, which the service computes. Null when there is no sum.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? Band { get; init; }

    /// <summary>The number of items that have a score, which the service computes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int? ItemsScored { get; init; }

    public static RecordKind KindOf { get; } = new("fidelity-review", "fidelity-reviews");

    [JsonIgnore]
    public override string Key => Reference;
}

/// <summary>An activity by which a team means to raise its score of an item.</summary>
public sealed record FidelityActivity
{
    /// <summary>The number of the item that the activity is about.</summary>
    public required string Item { get; init; }

    /// <summary>What is to be done, as a text about the team, at most 500 characters. Nothing about a participant.</summary>
    public required string Activity { get; init; }

    /// <summary>The day by which it is to be done.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The day on which it was done; null: not yet.</summary>
    public DateOnly? DoneOn { get; init; }
}
