using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OutcomeApi.Features.TertialReports.Forms.Html;

namespace OutcomeApi.Pages;

/// <summary>The pages of the service: their files, and how they are rendered and answered.</summary>
internal static class Site
{
    private const string HtmlType = "text/html; charset=utf-8";

    private static readonly byte[] OwnSheet = Read("site.css");

    private static readonly byte[] Script = Read("site.js");

    private static readonly byte[] ReportSheet = Encoding.UTF8.GetBytes(PageStyle.WithFoot(string.Empty));

    /// <summary>Identifies the program that renders. A reader who has a page of an earlier program gets it anew.</summary>
    private static readonly string Program = typeof(Site).Module.ModuleVersionId.ToString("N");

    /// <summary>Address of the style sheet. It changes when the sheet does, so that browsers may keep it.</summary>
    public static string StyleAddress { get; } = AddressOf("site", OwnSheet);

    /// <summary>Address of the style sheet of reports, which is also in every report that is downloaded.</summary>
    public static string ReportStyleAddress { get; } = AddressOf("report", ReportSheet);

    /// <summary>Address of the script, which makes some pages handier. Everything works without it.</summary>
    public static string ScriptAddress { get; } = AddressOf("site", Script, "js");

    /// <summary>Maps the style sheets and the script.</summary>
    public static void MapFiles(RouteGroupBuilder site)
    {
        Map("/site-{version}.css", StyleAddress, OwnSheet, "text/css");
        Map("/report-{version}.css", ReportStyleAddress, ReportSheet, "text/css");
        Map("/site-{version}.js", ScriptAddress, Script, "text/javascript");

        void Map(string pattern, string address, byte[] file, string mediaType) =>
            site.MapGet(pattern, (HttpContext http) =>
                {
                    http.Response.Headers.CacheControl = http.Request.Path == address ? "public, max-age=31536000, immutable" : "no-cache";
                    return Results.Bytes(file, mediaType + "; charset=utf-8");
                })
                .AllowAnonymous();
    }

    /// <summary>Renders a page that is made for one request, for example because it has a form.</summary>
    public static async Task<IResult> PageAsync<TPage>(HttpContext http, IReadOnlyDictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var body = await RenderAsync<TPage>(PageFrame.From(http), parameters);
        http.Response.StatusCode = status;
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ForSite;
        return Results.Bytes(body.Bytes, body.MediaType);
    }

    /// <summary>
    /// Answers a page whose content follows from a known state, with an ETag. The body may be kept and sent to other readers of the same role, so it
    /// must not hold anything of a single reader.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="answers">The kept answers.</param>
    /// <param name="state">Everything that the page depends on, apart from its address and its reader's role and language.</param>
    /// <param name="load">Loads the parameters of the page, or returns the faults of the request.</param>
    public static Task<IResult> AnswerAsync<TPage>(
        HttpContext http, KeptAnswers answers, string state, Func<PageFrame, Task<Result<IReadOnlyDictionary<string, object?>>>> load)
        where TPage : IComponent
    {
        var frame = PageFrame.From(http);
        return answers.AnswerAsync(http, $"page {Program} {state} {frame.Role} {frame.Texts.Tag}", async () =>
        {
            var loaded = await load(frame);
            return loaded.IsSuccess ? await RenderAsync<TPage>(frame, loaded.Value) : loaded.Faults.ToList();
        });
    }

    /// <summary>Goes to an address of this site, or to the first page when the address is of another.</summary>
    public static IResult GoTo(string? address) => Results.LocalRedirect(RedirectHttpResult.IsLocalUrl(address) ? address! : "/");

    private static async Task<AnswerBody> RenderAsync<TPage>(PageFrame frame, IReadOnlyDictionary<string, object?> parameters)
        where TPage : IComponent
    {
        var bytes = await PageRenderer.RenderAsync<Shell<TPage>>(new Dictionary<string, object?>
        {
            [nameof(Shell<TPage>.Frame)] = frame,
            [nameof(Shell<TPage>.Parameters)] = parameters,
        });
        return new AnswerBody(bytes, HtmlType) { Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = SecurityHeaders.ForSite } };
    }

    private static string AddressOf(string name, byte[] file, string extension = "css") =>
        $"/{name}-{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}.{extension}";

    private static byte[] Read(string name)
    {
        using var stream = typeof(Site).Assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
