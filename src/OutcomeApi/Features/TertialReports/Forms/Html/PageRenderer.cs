using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace OutcomeApi.Features.TertialReports.Forms.Html;

/// <summary>Renders components as complete pages. Components get everything as parameters and inject nothing.</summary>
internal static partial class PageRenderer
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    // Leaves Swedish letters and the signs of tables unencoded for readability. Characters with a meaning in HTML are encoded in any case.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(
        UnicodeRanges.BasicLatin,
        UnicodeRanges.Latin1Supplement,
        UnicodeRanges.GeneralPunctuation,
        UnicodeRanges.MathematicalOperators,
        UnicodeRanges.Dingbats);

    /// <summary>Renders a page as UTF-8.</summary>
    /// <typeparam name="TPage">Component of the page. It contains a <see cref="Page"/>.</typeparam>
    /// <param name="parameters">Parameters of the component, by name.</param>
    public static async Task<byte[]> RenderAsync<TPage>(IDictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(NoServices, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            Encoding.UTF8.GetBytes(Light(Readable((await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString()))));
    }

    /// <summary>
    /// Removes what HTML does not need: the end tags of cells and rows, and line breaks before tags. A page has thousands of cells. Texts keep their
    /// characters, because a tag in a text is encoded.
    /// </summary>
    private static string Light(string html) => Needless().Replace(html, string.Empty);

    /// <summary>Encodes the characters again that the renderer has encoded. It encodes everything outside ASCII.</summary>
    private static string Readable(string html)
    {
        var readable = new StringBuilder(html.Length);
        var done = 0;
        foreach (var found in EncodedCharacter().EnumerateMatches(html))
        {
            var code = int.Parse(html.AsSpan(found.Index + 3, found.Length - 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            readable.Append(html, done, found.Index - done).Append(Encoder.Encode(char.ConvertFromUtf32(code)));
            done = found.Index + found.Length;
        }

        return readable.Append(html, done, html.Length - done).ToString();
    }

    [GeneratedRegex(@"</t[dhr]>|\s*\n\s*(?=<)")]
    private static partial Regex Needless();

    [GeneratedRegex("&#x[0-9A-F]+;")]
    private static partial Regex EncodedCharacter();
}
