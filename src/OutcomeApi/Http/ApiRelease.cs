namespace OutcomeApi.Http;

/// <summary>The release of the interface.</summary>
public static class ApiRelease
{
    /// <summary>Semantic version.</summary>
    public const string Version = "1.0.0";

    /// <summary>The day on which it was released.</summary>
    public static readonly DateOnly ReleasedOn = new(2026, 11, 22);
}
