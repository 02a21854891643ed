namespace OutcomeApi.Http;

/// <summary>One value for each of the three windows.</summary>
public sealed record ByWindow<T>
{
    /// <summary>The tertial itself.</summary>
    public required T Tertial { get; init; }

    /// <summary>1 January to the end of the tertial.</summary>
    public required T YearToDate { get; init; }

    /// <summary>The project's start to the end of the tertial.</summary>
    public required T SinceStart { get; init; }
}

internal static class ByWindow
{
    public static ByWindow<T> From<T>(Func<Window, T> of) =>
        new() { Tertial = of(Window.Tertial), YearToDate = of(Window.YearToDate), SinceStart = of(Window.SinceStart) };
}
