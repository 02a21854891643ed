namespace OutcomeApi.Http;

/// <summary>The release of the API.</summary>
public static class ApiRelease
{
    /// <summary>Semantic version of the API.</summary>
    public const string Version = "1.0.0";

    /// <summary>Release date.</summary>
    public static readonly DateOnly ReleasedOn = new(2026, 11, 22);
}
