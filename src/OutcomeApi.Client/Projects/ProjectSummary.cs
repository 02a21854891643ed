namespace OutcomeApi.Client;

/// <summary>A project in a list.</summary>
public sealed record ProjectSummary
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>Id of the association that the project belongs to.</summary>
    public required string Association { get; init; }

    /// <summary>First day of the project.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Last day of the project.</summary>
    public required DateOnly EndsOn { get; init; }
}
