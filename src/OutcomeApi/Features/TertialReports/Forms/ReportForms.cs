using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>The forms in which reports are given.</summary>
internal enum ReportForm
{
    Json,
    Csv,
    Xlsx,
    Html,
    Jsonstat,
}

/// <summary>Chooses the form that a request wants, and answers in it.</summary>
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

    private static readonly QueryParameter[] Parameters =
    [
        new("format", $"The form, before what Accept says: {string.Join(", ", Code.All<ReportForm>())}.", "csv"),
        new("section", "CSV: only this section, with a column for everything that its rows are about. Without it all sections stand in one table.", "exits") { Codes = Code.All<ReportSection>() },
        new("separator", "CSV: comma with a decimal point, or semicolon with a decimal comma, as Excel in Swedish expects. Without it comma.", "semicolon") { Codes = ["comma", "semicolon"] },
        new("bom", "CSV: true begins with a byte order mark, by which Excel sees that it is UTF-8.", "true") { Codes = ["true", "false"] },
    ];

    /// <summary>Says that an endpoint gives these forms: what Accept may ask, and the query parameters.</summary>
    public static RouteHandlerBuilder WithReportForms(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) => endpoint
        .WithQuery([.. parameters, .. Parameters])
        .WithMetadata(new OtherForms([.. MediaTypes.Skip(1).Select(f => f.MediaType)]));

    /// <summary>The language of an answer. What people read – every form but JSON – is Swedish unless something else is asked for.</summary>
    public static Language LanguageOf(HttpContext http, Query query) =>
        FormOf(http, query) is not (null or ReportForm.Json) && http.Request.Headers.AcceptLanguage.Count == 0 ? Language.Swedish : http.LanguageOf();

    /// <summary>Writes a report in the form that the request wants.</summary>
    /// <param name="http">The request.</param>
    /// <param name="query">Its query.</param>
    /// <param name="language">Language of headings and words.</param>
    /// <param name="json">The answer as JSON.</param>
    /// <param name="document">The same for the other forms.</param>
    public static Result<AnswerBody> Body(HttpContext http, Query query, Language language, Func<object> json, Func<ReportTexts, ReportDocument> document)
    {
        if (FormOf(http, query) is not { } form)
        {
            return NotAcceptable(query);
        }

        if (form == ReportForm.Json)
        {
            return AnswerBody.Json(json());
        }

        return Body(form, query, document(new ReportTexts(language)));
    }

    /// <summary>Writes a document.</summary>
    /// <param name="form">The form, which is not JSON.</param>
    /// <param name="query">The query, with what CSV is to be like.</param>
    /// <param name="shown">The document.</param>
    public static AnswerBody Body(ReportForm form, Query query, ReportDocument shown) => BodyOf(
        form,
        shown,
        form switch
        {
            ReportForm.Csv => CsvForm.Write(shown, new CsvChoices(
                query.Text("section") is { } section ? Code.Parse<ReportSection>(section) : null, query.Text("separator") == "semicolon", query.Text("bom") == "true")),
            ReportForm.Xlsx => XlsxForm.Write(shown),
            ReportForm.Html => HtmlForm.Write(shown),
            _ => JsonStatForm.Write(shown),
        });

    /// <summary>Says that a form was asked for that there is not.</summary>
    public static Fault NotAcceptable(Query query) => query.Text("format") is null
        ? new Fault(FaultCodes.NotAcceptable, string.Empty, string.Join(", ", MediaTypes.Select(f => f.MediaType)))
        : new Fault(FaultCodes.NotAcceptable, "/format", string.Join(", ", Code.All<ReportForm>()));

    /// <summary>Says what bytes of a form are.</summary>
    /// <param name="form">The form, which is not JSON.</param>
    /// <param name="document">What they were written from.</param>
    /// <param name="bytes">The bytes.</param>
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
                    [HeaderNames.ContentSecurityPolicy] = HtmlForm.ContentSecurityPolicy(document),
                    [HeaderNames.ContentLanguage] = document.Texts.Tag,
                },
            },
            _ => new AnswerBody(bytes, mediaType + "; charset=utf-8"),
        };
    }

    /// <summary>What the query names; otherwise what Accept likes best, JSON before the others. Null: a form that there is not.</summary>
    public static ReportForm? FormOf(HttpContext http, Query query)
    {
        if (query.Text("format") is { } format)
        {
            return Code.TryParse<ReportForm>(format, out var named) ? named : null;
        }

        if (!MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var wanted) || wanted.Count == 0)
        {
            return ReportForm.Json;
        }

        // A browser that likes HTML best says so; of equals the more exact wish goes first, then the order of the forms.
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
