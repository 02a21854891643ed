namespace OutcomeApi.Client;

/// <summary>An instrument by which participants rate themselves.</summary>
public sealed record Instrument
{
    /// <summary>Id of the instrument. A self-assessment names it.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the instrument.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Number of items, and so of ratings in a self-assessment.</summary>
    public required int Items { get; init; }

    /// <summary>The lowest rating of an item.</summary>
    public required int Least { get; init; }

    /// <summary>The highest rating of an item.</summary>
    public required int Most { get; init; }

    /// <summary>Numbers of the items whose highest rating is the worst. They are turned around before they are scored.</summary>
    public required IReadOnlyList<int> Reversed { get; init; }

    /// <summary>The areas, in the order in which they are shown. Their codes are unique among all instruments.</summary>
    public required IReadOnlyList<InstrumentArea> Areas { get; init; }
}

/// <summary>An area of an instrument. Its score is the mean of the answered items, times a factor that gives the range of the scores.</summary>
public sealed record InstrumentArea
{
    /// <summary>Stable code of the area. Reports and goals name it.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the area.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Numbers of its items, from 1.</summary>
    public required IReadOnlyList<int> Items { get; init; }

    /// <summary>How many of the items may be without a rating. The area has no score when more are.</summary>
    public required int MostMissing { get; init; }

    /// <summary>The lowest score.</summary>
    public required int LeastScore { get; init; }

    /// <summary>The highest score.</summary>
    public required int MostScore { get; init; }
}
