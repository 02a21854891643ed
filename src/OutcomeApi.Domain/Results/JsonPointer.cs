using System.Globalization;

namespace OutcomeApi.Domain.Results;

/// <summary>Builds JSON Pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>
    /// Returns the pointer to a member. <c>~</c> and <c>/</c> in its name are escaped. A name is cut after 100 characters, because it comes
    /// from the client and can be of any length.
    /// </summary>
    public static string Below(string pointer, string name) =>
        pointer + "/" + (name.Length > 100 ? name[..100] : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Returns the pointer to an element of a list.</summary>
    public static string Below(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}
