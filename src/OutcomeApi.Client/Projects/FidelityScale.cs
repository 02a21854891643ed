namespace OutcomeApi.Client;

/// <summary>A scale for fidelity reviews.</summary>
public sealed record FidelityScale
{
    /// <summary>Id of the scale. A fidelity review names it, and so does a goal in figure.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the scale.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The highest score of an item. The lowest is 1.</summary>
    public required int MostOfItem { get; init; }

    /// <summary>The maximum points of a review.</summary>
    public required int Maximum { get; init; }

    /// <summary>The numbers of the items, in the order of the form.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>
    /// What each item is about and the group that it belongs to, in the same order. The names are the product's own words, and no quotation of
    /// the published scale.
    /// </summary>
    public required IReadOnlyList<FidelityScaleItem> ItemNames { get; init; }

    /// <summary>The groups of items, in the order of the form.</summary>
    public required IReadOnlyList<FidelityScaleGroup> Groups { get; init; }

    /// <summary>The meaning of a total as ranges of points, best first.</summary>
    public required IReadOnlyList<FidelityScaleBand> Bands { get; init; }
}

/// <summary>An item of a fidelity scale.</summary>
public sealed record FidelityScaleItem
{
    /// <summary>Number of the item.</summary>
    public required string Item { get; init; }

    /// <summary>Code of the group that the item belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>What the item is about.</summary>
    public required LocalizedText Name { get; init; }
}

/// <summary>A group of items of a fidelity scale.</summary>
public sealed record FidelityScaleGroup
{
    /// <summary>Stable code of the group within the scale.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the group.</summary>
    public required LocalizedText Text { get; init; }
}

/// <summary>A range of points and its meaning.</summary>
public sealed record FidelityScaleBand
{
    /// <summary>Stable code of the range within the scale.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the range.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>The fewest points of the range.</summary>
    public required int From { get; init; }

    /// <summary>The most points of the range.</summary>
    public required int To { get; init; }
}
