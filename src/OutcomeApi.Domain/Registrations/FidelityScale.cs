namespace OutcomeApi.Domain.Registrations;

/// <summary>A scale of programme fidelity (<i>programtrohet</i>): its items, and what its points mean.</summary>
public sealed record FidelityScale
{
    /// <summary>The stable id, for example <c>ips-y-35</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the scale.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The highest score of an item.</summary>
    public required int MostOfItem { get; init; }

    /// <summary>The groups that the items belong to, in the order of the form.</summary>
    public required IReadOnlyList<FidelityGroup> Groups { get; init; }

    /// <summary>The items in the order of the form.</summary>
    public required IReadOnlyList<FidelityItem> Items { get; init; }

    /// <summary>What the points mean, best first. Every total of a complete review falls in one of the bands.</summary>
    public required IReadOnlyList<FidelityBand> Bands { get; init; }

    /// <summary>The highest total of a review.</summary>
    public int Maximum => Items.Count * MostOfItem;

    /// <summary>Adds up the points of a review. Returns null if an item has no score, because a part of a scale has no total.</summary>
    public int? TotalOf(IReadOnlyDictionary<string, int> scores) =>
        Items.All(item => scores.ContainsKey(item.Item)) ? Items.Sum(item => scores[item.Item]) : null;

    /// <summary>Finds the item with a number. Returns null when the scale has no such item.</summary>
    public FidelityItem? Find(string? item) => Items.FirstOrDefault(i => i.Item == item);

    /// <summary>Finds the band that a total falls in.</summary>
    public FidelityBand BandOf(int total) => Bands.First(band => total >= band.From);
}

/// <summary>An item of a scale. Its name is in the product's own words, and is no quotation of the published scale.</summary>
public sealed record FidelityItem
{
    /// <summary>The number of the item, for example <c>3B</c>.</summary>
    public required string Item { get; init; }

    /// <summary>The code of the group that the item belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>What the item is about.</summary>
    public required LocalizedText Name { get; init; }
}

/// <summary>A group of items, for example staffing.</summary>
public sealed record FidelityGroup
{
    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the group.</summary>
    public required LocalizedText Text { get; init; }
}

/// <summary>A named range of points.</summary>
public sealed record FidelityBand
{
    /// <summary>The stable code, for example <c>good</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the range.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>The lowest total of the range.</summary>
    public required int From { get; init; }

    /// <summary>The highest total of the range.</summary>
    public required int To { get; init; }
}
