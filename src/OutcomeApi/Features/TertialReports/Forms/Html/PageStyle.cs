using System.Globalization;

namespace OutcomeApi.Features.TertialReports.Forms.Html;

/// <summary>Builds the style sheet of a page from <c>Page.css</c>, which is embedded in the program.</summary>
internal static class PageStyle
{
    private static readonly string Sheet = Read();

    /// <summary>Returns the style sheet with a text at the foot of every printed page.</summary>
    public static string WithFoot(string foot) => Sheet.Replace("{foot}", InString(foot), StringComparison.Ordinal);

    /// <summary>
    /// Escapes a text for a quoted CSS string. Every character other than an ASCII letter, digit or space becomes a hexadecimal escape, so no text
    /// can end the string or the style element. Example: <c>-</c> becomes <c>\2d</c> followed by a space.
    /// </summary>
    private static string InString(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune switch
    {
        { Value: ' ' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') } => rune.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x} "),
    }));

    private static string Read()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("page.css")!);
        return reader.ReadToEnd();
    }
}
