namespace OutcomeApi.Client;

/// <summary>Something of each time window of a tertial.</summary>
public sealed record ByWindow<T>
{
    /// <summary>Of the tertial alone.</summary>
    public required T? Tertial { get; init; }

    /// <summary>From the first day of the calendar year to the last day of the tertial.</summary>
    public required T? YearToDate { get; init; }

    /// <summary>From the first day of the project to the last day of the tertial.</summary>
    public required T? SinceStart { get; init; }
}

/// <summary>A row of a table of counts.</summary>
public abstract record FigureRow
{
    /// <summary>What the row counts.</summary>
    public required string Key { get; init; }

    /// <summary>Count for women. Null when hidden.</summary>
    public required int? Woman { get; init; }

    /// <summary>Count for men. Null when hidden.</summary>
    public required int? Man { get; init; }

    /// <summary>
    /// Count for people of another or unknown gender. Absent for steering groups, where these people are counted with the women or the men.
    /// </summary>
    public int? OtherOrUnknown { get; init; }

    /// <summary>Count for everybody. Null when hidden.</summary>
    public required int? Total { get; init; }

    /// <summary>Why figures are hidden: <c>small-group</c>. Absent when nothing is hidden for that reason.</summary>
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number.</summary>
    public int? FewerThan { get; init; }

    /// <summary>Keys of the small categories that are merged into this row. Only for steering groups.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}
