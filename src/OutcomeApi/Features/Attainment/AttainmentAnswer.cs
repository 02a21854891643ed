using System.Text.Json.Serialization;
using OutcomeApi.Http;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>A page of a project's goal attainment, all of it from one computation.</summary>
public sealed record AttainmentPage
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The computation that all figures come from.</summary>
    public required string Computation { get; init; }

    /// <summary>When the computation was complete.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>False while registrations wait to be counted, or the figures are of an earlier day.</summary>
    public required bool UpToDate { get; init; }

    /// <summary>How small groups are shown; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>The figures of this page.</summary>
    public required IReadOnlyList<AttainmentItem> Items { get; init; }

    /// <summary>What to keep in mind when so many comparisons are read at once; absent when they are few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}
