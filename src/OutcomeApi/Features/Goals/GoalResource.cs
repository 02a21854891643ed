using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Goals;

/// <summary>A goal of a project.</summary>
public sealed record GoalResource : IVersioned
{
    /// <summary>The goal's key.</summary>
    public required string Key { get; init; }

    /// <summary>Number of the version: 1 for the first, and one more with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The first day on which this version is valid.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The definition as it was sent.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement Definition { get; init; }

    /// <summary>What the definition would change. Present only with dryRun; nothing is saved then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalPreview? Preview { get; init; }

    /// <summary>Link to this goal.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }

    string IVersioned.Address => Links.Self.Href;

    public static GoalResource From(HttpContext http, string project, StoredGoal goal) => new()
    {
        Key = goal.Version.Key,
        Version = goal.Version.Version,
        ValidFrom = goal.Version.ValidFrom,
        Definition = goal.Definition!.Value,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/goals/{goal.Version.Key}"))),
    };
}

/// <summary>What a changed definition would change, computed from the register as it is now.</summary>
public sealed record GoalPreview
{
    /// <summary>The date treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The figures that would change: those of the goal and of the goals that refer to it.</summary>
    public required IReadOnlyList<ComparedFigure> Items { get; init; }

    /// <summary>Number of figures of these goals that would stay the same.</summary>
    public required int Unchanged { get; init; }
}

/// <summary>A page of goals.</summary>
public sealed record GoalList
{
    /// <summary>The goals of this page, in the project's order.</summary>
    public required IReadOnlyList<GoalResource> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A version of a goal.</summary>
public sealed record GoalVersionResource
{
    /// <summary>Number of the version within the goal: 1, 2 and so on.</summary>
    public required int Version { get; init; }

    /// <summary>The first day on which the version is valid.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>When the version was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Id of the credential that created the version.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The definition as it was sent; null: the version closes the goal.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement? Definition { get; init; }
}

/// <summary>A page of a goal's versions.</summary>
public sealed record GoalVersionList
{
    /// <summary>The versions of this page, oldest first.</summary>
    public required IReadOnlyList<GoalVersionResource> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>The definition of a goal. The goal parser reads it.</summary>
[JsonForm(JsonFormAttribute.Goal)]
public sealed record SentGoal;
