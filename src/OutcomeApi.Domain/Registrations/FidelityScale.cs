using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>A scale of programme fidelity (<i>programtrohet</i>): its items, and what the points mean.</summary>
public sealed record FidelityScale
{
    /// <summary>Stable id, for example <c>ips-y-35</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the scale is called.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Most points of an item.</summary>
    public required int MostOfItem { get; init; }

    /// <summary>The items' numbers in the order of the form, for example <c>3B</c>.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>What the points mean, best first. Every total that a complete review can have lies in one of them.</summary>
    public required IReadOnlyList<FidelityBand> Bands { get; init; }

    /// <summary>Most points of a review.</summary>
    public int Maximum => Items.Count * MostOfItem;

    /// <summary>Points of a review that scores every item; null when some item has no score: parts of a scale have no total.</summary>
    public int? TotalOf(IReadOnlyDictionary<string, int> scores) =>
        Items.All(scores.ContainsKey) ? Items.Sum(item => scores[item]) : null;

    /// <summary>What a total means.</summary>
    public FidelityBand BandOf(int total) => Bands.First(band => total >= band.From);
}

/// <summary>A range of points and what it is called.</summary>
public sealed record FidelityBand
{
    /// <summary>Stable code, for example <c>good</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What the range is called.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>Fewest points of the range.</summary>
    public required int From { get; init; }

    /// <summary>Most points of the range.</summary>
    public required int To { get; init; }
}
