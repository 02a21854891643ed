namespace OutcomeApi.Domain.Results;

/// <summary>A text in Swedish and English.</summary>
public sealed record LocalizedText
{
    /// <summary>Swedish.</summary>
    public string? Sv { get; init; }

    /// <summary>English.</summary>
    public string? En { get; init; }
}
