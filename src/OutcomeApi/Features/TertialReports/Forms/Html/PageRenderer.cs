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

    // Leaves Swedish letters unencoded for readability. Characters with a meaning in HTML are encoded in any case.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(
        UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation, UnicodeRanges.MathematicalOperators);

    /// <summary>Renders a page as UTF-8.</summary>
    /// <typeparam name="TPage">Component of the page. It contains a <see cref="Page"/>.</typeparam>
    /// <param name="parameters">Parameters of the component, by name.</param>
    public static async Task<byte[]> RenderAsync<TPage>(IDictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(NoServices, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());

        // The renderer encodes every character outside ASCII.
        return Encoding.UTF8.GetBytes(EncodedCharacter().Replace(html, found =>
            Encoder.Encode(char.ConvertFromUtf32(int.Parse(found.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))));
    }

    [GeneratedRegex("&#x(?<hex>[0-9A-F]+);")]
    private static partial Regex EncodedCharacter();
}
