namespace OutcomeApi.Client;

/// <summary>A row of a table of a report.</summary>
public abstract record ReportRow
{
    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
    public int? FewerThan { get; init; }
}

/// <summary>A row of a table of counts.</summary>
public abstract record FigureRow : ReportRow
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

    /// <summary>Keys of the small categories that are merged into this row. Only for steering groups.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>A row of a table whose figures may be measured rather than counted: days or months, which may end in .5.</summary>
public abstract record MeasuredRow : ReportRow
{
    /// <summary>Figure for women. Null when hidden or when there is nobody to measure.</summary>
    public required double? Woman { get; init; }

    /// <summary>Figure for men. Null when hidden or when there is nobody to measure.</summary>
    public required double? Man { get; init; }

    /// <summary>
    /// Figure for people of another or unknown gender. Null when there is nobody to measure. Absent for steering groups, where these people are
    /// counted with the women or the men.
    /// </summary>
    public double? OtherOrUnknown { get; init; }

    /// <summary>Figure for everybody. Null when hidden or when there is nobody to measure.</summary>
    public required double? Total { get; init; }
}

/// <summary>A row about one gender, or about everybody.</summary>
public abstract record GenderRow : ReportRow
{
    /// <summary>Whom the row is about: woman, man, other-or-unknown or total.</summary>
    public required string Gender { get; init; }
}
