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

    /// <summary>The numbers of the items in the order of the form, for example <c>3B</c>.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>What the points mean, best first. Every total of a complete review falls in one of the bands.</summary>
    public required IReadOnlyList<FidelityBand> Bands { get; init; }

    /// <summary>The highest total of a review.</summary>
    public int Maximum => Items.Count * MostOfItem;

    /// <summary>Adds up the points of a review. Returns null if an item has no score, because a part of a scale has no total.</summary>
    public int? TotalOf(IReadOnlyDictionary<string, int> scores) =>
        Items.All(scores.ContainsKey) ? Items.Sum(item => scores[item]) : null;

    /// <summary>Finds the band that a total falls in.</summary>
    public FidelityBand BandOf(int total) => Bands.First(band => total >= band.From);
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
