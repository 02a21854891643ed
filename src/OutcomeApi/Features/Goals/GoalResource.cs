using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Http;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Goals;

/// <summary>A goal of a project.</summary>
public sealed record GoalResource : IVersioned
{
    /// <summary>The goal's key.</summary>
    public required string Key { get; init; }

    /// <summary>1 for the first version; every change makes the next.</summary>
    public required int Version { get; init; }

    /// <summary>First day on which this version holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The definition as it was sent.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement Definition { get; init; }

    /// <summary>Only with dryRun: what the definition would change. Nothing is saved then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalPreview? Preview { get; init; }

    /// <summary>Where the goal stands.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }

    public static GoalResource From(HttpContext http, string project, StoredGoal goal) => new()
    {
        Key = goal.Version.Key,
        Version = goal.Version.Version,
        ValidFrom = goal.Version.ValidFrom,
        Definition = goal.Definition!.Value,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/goals/{goal.Version.Key}"))),
    };
}

/// <summary>What a changed definition would change, on the register as it is now.</summary>
public sealed record GoalPreview
{
    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The figures that would change: those of the goal, and those of goals that refer to it.</summary>
    public required IReadOnlyList<ComparedFigure> Items { get; init; }

    /// <summary>How many figures of these goals would stay as they are.</summary>
    public required int Unchanged { get; init; }
}

/// <summary>A page of goals.</summary>
public sealed record GoalList
{
    /// <summary>The goals of this page, in the project's order.</summary>
    public required IReadOnlyList<GoalResource> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A version of a goal.</summary>
public sealed record GoalVersionResource
{
    /// <summary>1, 2, … within the goal.</summary>
    public required int Version { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Id of the credential that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The definition as it was sent; null where the version closes the goal.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement? Definition { get; init; }
}

/// <summary>A page of a goal's versions.</summary>
public sealed record GoalVersionList
{
    /// <summary>The versions of this page, oldest first.</summary>
    public required IReadOnlyList<GoalVersionResource> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A goal definition, read by the goal parser.</summary>
[JsonForm(JsonFormAttribute.Goal)]
public sealed record SentGoal;
