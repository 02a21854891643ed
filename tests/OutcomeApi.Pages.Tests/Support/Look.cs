namespace OutcomeApi.Pages.Tests.Support;

/// <summary>How somebody looks at the pages.</summary>
public sealed record Look
{
    /// <summary>The width of a desktop screen.</summary>
    public const int Wide = 1280;

    /// <summary>The width of a phone.</summary>
    public const int Narrow = 400;

    /// <summary>What is left of a desktop screen at 400 % zoom: the width at which nothing may have to be scrolled sideways (WCAG 1.4.10).</summary>
    public const int Zoomed = 320;

    /// <summary>Width of the window in pixels.</summary>
    public int Width { get; init; } = Wide;

    /// <summary>Height of the window in pixels.</summary>
    public int Height { get; init; } = 900;

    /// <summary>Do scripts of the pages run?</summary>
    public bool JavaScript { get; init; } = true;

    /// <summary>Does the reader choose the colours (high contrast)?</summary>
    public bool ForcedColors { get; init; }

    /// <summary>Has the reader asked for less movement?</summary>
    public bool ReducedMotion { get; init; }

    /// <summary>Has the reader asked for light text on dark?</summary>
    public bool Dark { get; init; }

    /// <summary>The language that the browser asks for.</summary>
    public string Locale { get; init; } = "sv-SE";

    /// <summary>A key that goes with every request; null: none, as in any browser.</summary>
    public string? Key { get; init; }
}
