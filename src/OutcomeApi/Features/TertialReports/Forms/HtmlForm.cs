using System.Security.Cryptography;
using OutcomeApi.Features.TertialReports.Forms.Html;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Writes a report as a single HTML page for reading, printing (A4) and signing, without scripts. The components in <c>Html</c> make the page.
/// </summary>
internal static class HtmlForm
{
    public static Task<byte[]> WriteAsync(ReportDocument document) =>
        PageRenderer.RenderAsync<ReportPage>(new Dictionary<string, object?> { [nameof(ReportPage.Document)] = document });

    /// <summary>
    /// Builds the Content-Security-Policy of a page. It allows only the inline style that the page contains, by its hash, and blocks scripts and all
    /// other sources. A stored page therefore keeps its style when the program has a newer one.
    /// </summary>
    public static string ContentSecurityPolicy(ReadOnlySpan<byte> page)
    {
        var style = page[(page.IndexOf("<style>"u8) + "<style>"u8.Length)..page.IndexOf("</style>"u8)];
        return $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(style))}'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
