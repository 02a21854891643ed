using System.Text.Json.Serialization;
using OutcomeApi.Figures;
using OutcomeApi.Http;

namespace OutcomeApi.Features.Attainment;

/// <summary>A page of a project's goal attainment, all of it from one computation.</summary>
public sealed record AttainmentPage
{
    public required string Project { get; init; }

    /// <summary>The computation that all figures come from.</summary>
    public required string Computation { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>False while registrations wait to be counted.</summary>
    public required bool UpToDate { get; init; }

    public required IReadOnlyList<AttainmentItem> Items { get; init; }

    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}
