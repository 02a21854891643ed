namespace OutcomeApi.Client;

/// <summary>Describes this API.</summary>
public sealed record ApiInfo
{
    /// <summary>Name of the API.</summary>
    public required string ApiName { get; init; }

    /// <summary>Semantic version of the API.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The release date of this version.</summary>
    public required DateOnly ApiReleased { get; init; }

    /// <summary>Address of the documentation.</summary>
    public required string ApiDocumentation { get; init; }

    /// <summary>One of active, deprecated and retired.</summary>
    public required string ApiStatus { get; init; }
}
