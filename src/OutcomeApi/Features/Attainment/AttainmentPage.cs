using System.Text.Json.Serialization;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>A page of a project's goal attainment. All figures come from one computation.</summary>
public sealed record AttainmentPage
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the computation that all figures come from.</summary>
    public required string Computation { get; init; }

    /// <summary>When the computation was completed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The date treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// Whether the figures cover every registration and were computed as of today. False while registrations wait to be counted, or when the figures
    /// are from an earlier day.
    /// </summary>
    public required bool UpToDate { get; init; }

    /// <summary>How small groups are shown. Present only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>The figures of this page.</summary>
    public required IReadOnlyList<AttainmentItem> Items { get; init; }

    /// <summary>A caution about reading many comparisons at once. Absent when there are few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}
