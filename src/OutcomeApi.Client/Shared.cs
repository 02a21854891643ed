using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>A fault that the service has found in a request, or a warning about a record that it has stored.</summary>
public sealed record Finding
{
    /// <summary>Stable code, for example <c>exit-before-start</c>.</summary>
    public required string Code { get; init; }

    /// <summary>JSON Pointer into what was sent. Empty for the request as a whole.</summary>
    public required string Pointer { get; init; }

    /// <summary>What is wrong, in the language of the client.</summary>
    public required string Message { get; init; }

    /// <summary>How to fix it, in the language of the client.</summary>
    public required string HowToFix { get; init; }
}

/// <summary>A text in Swedish and English.</summary>
public sealed record LocalizedText
{
    public string? Sv { get; init; }

    public string? En { get; init; }
}

/// <summary>The position of a page in a list.</summary>
public sealed record PageMeta
{
    /// <summary>Number of the page, from 1.</summary>
    public required int Page { get; init; }

    /// <summary>Most items a page.</summary>
    public required int Limit { get; init; }

    /// <summary>Number of items on this page.</summary>
    public required int Count { get; init; }

    /// <summary>Number of items on all pages.</summary>
    public required int TotalRecords { get; init; }

    public required int TotalPages { get; init; }
}

/// <summary>A page of a list.</summary>
internal sealed record Page<T>
{
    public required IReadOnlyList<T> Items { get; init; }

    [JsonPropertyName("_meta")]
    public PageMeta? Meta { get; init; }
}

/// <summary>The days whose events are counted.</summary>
public sealed record CohortDates
{
    /// <summary>First day, inclusive.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>True if the window is cut off by the first or last day of the project.</summary>
    public required bool Partial { get; init; }
}

/// <summary>Explains to a steering group how to read an answer.</summary>
public sealed record SmallGroupsNote
{
    /// <summary>Groups of at least 1 and fewer than this number are small.</summary>
    public required int Threshold { get; init; }

    /// <summary>What is shown and what is withheld, in plain words.</summary>
    public required string Text { get; init; }
}
