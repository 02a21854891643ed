using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>Output formats of reports.</summary>
internal enum ReportForm
{
    Json,
    Csv,
    Xlsx,
    Html,
    Jsonstat,
}

/// <summary>Selects the output format of a request and writes reports in it.</summary>
internal static class ReportForms
{
    private static readonly IReadOnlyList<(ReportForm Form, string MediaType)> MediaTypes =
    [
        (ReportForm.Json, "application/json"),
        (ReportForm.Csv, "text/csv"),
        (ReportForm.Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ReportForm.Html, "text/html"),
        (ReportForm.Jsonstat, "application/vnd.json-stat"),
    ];

    private static readonly QueryParameter<string?> Format = QueryParameter.OfText(
        "format", $"Output format; overrides the Accept header. One of {string.Join(", ", Code.All<ReportForm>())}.", "csv");

    private static readonly QueryParameter<ReportSection?> Section = QueryParameter.OfCode<ReportSection>(
        "section",
        "CSV only: returns this section, with a column for each label of its rows. Without it all sections are returned in one table.",
        "exits");

    private static readonly QueryParameter<string?> Separator = QueryParameter.OfCodes(
        "separator",
        "CSV only: comma (with decimal point, the default) or semicolon (with decimal comma, as Swedish Excel expects).",
        "semicolon",
        ["comma", "semicolon"]);

    private static readonly QueryParameter<bool?> Bom = QueryParameter.OfFlag(
        "bom", "CSV only: true starts the file with a byte order mark, which lets Excel detect UTF-8. Default false.", "true");

    /// <summary>Declares that an endpoint supports these output formats: their media types and query parameters.</summary>
    public static RouteHandlerBuilder WithReportForms(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) => endpoint
        .WithQuery([.. parameters, Format, Section, Separator, Bom])
        .WithMetadata(new OtherForms([.. MediaTypes.Skip(1).Select(f => f.MediaType)]))
        .IsCostly(IsWorkbook, "when it asks for a workbook");

    /// <summary>Returns whether a request asks for a workbook. It is the one form that takes much to write.</summary>
    private static bool IsWorkbook(HttpContext http) =>
        http.Request.Query["format"].Any(format => string.Equals(format, Code.Format(ReportForm.Xlsx), StringComparison.OrdinalIgnoreCase))
            || http.Request.Headers.Accept.Any(accept => accept?.Contains("spreadsheetml", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>
    /// Selects the language of a response. Every format but JSON is meant for people and defaults to Swedish when the request has no Accept-Language.
    /// </summary>
    public static Language LanguageOf(HttpContext http, Query query) =>
        FormOf(http, query) is not (null or ReportForm.Json) && http.Request.Headers.AcceptLanguage.Count == 0 ? Language.Swedish : http.LanguageOf();

    /// <summary>Writes a report in the format that the request asks for. Returns a fault when there is no such format.</summary>
    /// <param name="http">The HTTP context of the request.</param>
    /// <param name="query">Query parameters of the request.</param>
    /// <param name="language">Language of headings and labels.</param>
    /// <param name="json">Creates the response for JSON.</param>
    /// <param name="document">Creates the document for the other formats.</param>
    public static async Task<Result<AnswerBody>> BodyAsync(
        HttpContext http, Query query, Language language, Func<object> json, Func<ReportTexts, ReportDocument> document)
    {
        if (FormOf(http, query) is not { } form)
        {
            return NotAcceptable(query);
        }

        if (form == ReportForm.Json)
        {
            return AnswerBody.Json(json());
        }

        return await BodyAsync(form, query, document(new ReportTexts(language)));
    }

    /// <summary>Writes a document in a format other than JSON.</summary>
    /// <param name="form">The format. Must not be JSON.</param>
    /// <param name="query">Query parameters with the CSV options.</param>
    /// <param name="shown">The document to write.</param>
    public static async Task<AnswerBody> BodyAsync(ReportForm form, Query query, ReportDocument shown) => BodyOf(
        form,
        shown,
        form switch
        {
            ReportForm.Csv => CsvForm.Write(
                shown, new CsvChoices(query.Value(Section), query.Value(Separator) == "semicolon", query.Value(Bom) is true)),
            ReportForm.Xlsx => XlsxForm.Write(shown),
            ReportForm.Html => await HtmlForm.WriteAsync(shown),
            _ => JsonStatForm.Write(shown),
        });

    /// <summary>Names the CSV options of a request.</summary>
    public static string ChoicesOf(Query query) =>
        $"{(query.Value(Section) is { } section ? Code.Format(section) : null)} {query.Value(Separator)} {query.Value(Bom)}";

    /// <summary>Creates the fault for a format that does not exist.</summary>
    public static Fault NotAcceptable(Query query) => query.Value(Format) is null
        ? new Fault(FaultCodes.NotAcceptable, string.Empty, string.Join(", ", MediaTypes.Select(f => f.MediaType)))
        : new Fault(FaultCodes.NotAcceptable, "/format", string.Join(", ", Code.All<ReportForm>()));

    /// <summary>Wraps the bytes of a format in a response body with media type, file name and headers.</summary>
    /// <param name="form">The format. Must not be JSON.</param>
    /// <param name="document">Document that the bytes were written from.</param>
    /// <param name="bytes">Content of the response.</param>
    public static AnswerBody BodyOf(ReportForm form, ReportDocument document, byte[] bytes)
    {
        var mediaType = MediaTypes.Single(f => f.Form == form).MediaType;
        return form switch
        {
            ReportForm.Csv => new AnswerBody(bytes, mediaType + "; charset=utf-8; header=present") { FileName = document.FileName + ".csv" },
            ReportForm.Xlsx => new AnswerBody(bytes, mediaType) { FileName = document.FileName + ".xlsx" },
            ReportForm.Html => new AnswerBody(bytes, mediaType + "; charset=utf-8")
            {
                Headers = new Dictionary<string, string>
                {
                    [HeaderNames.ContentSecurityPolicy] = HtmlForm.ContentSecurityPolicy(bytes),
                    [HeaderNames.ContentLanguage] = document.Texts.Tag,
                },
            },
            _ => new AnswerBody(bytes, mediaType + "; charset=utf-8"),
        };
    }

    /// <summary>
    /// Selects the output format: the format query parameter, otherwise the best match of the Accept header, otherwise JSON. Returns null when the
    /// requested format does not exist.
    /// </summary>
    public static ReportForm? FormOf(HttpContext http, Query query)
    {
        if (query.Value(Format) is { } format)
        {
            return Code.TryParse<ReportForm>(format, out var named) ? named : null;
        }

        if (!MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var wanted) || wanted.Count == 0)
        {
            return ReportForm.Json;
        }

        // The highest quality wins, so a browser that prefers HTML gets HTML. At equal quality the more specific media range wins, then the order of the
        // formats.
        return wanted.Where(w => w.Quality is not 0)
            .SelectMany(w => MediaTypes.Where(f => w.MatchesMediaType(f.MediaType)).Select(f => (w, f.Form)))
            .OrderByDescending(c => c.w.Quality ?? 1)
            .ThenBy(c => c.w.MatchesAllTypes)
            .ThenBy(c => c.w.MatchesAllSubTypes)
            .ThenBy(c => c.Form)
            .Select(c => (ReportForm?)c.Form)
            .FirstOrDefault();
    }
}
