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
