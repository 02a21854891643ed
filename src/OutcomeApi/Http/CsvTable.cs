using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Http;

/// <summary>
/// Answers with a table as CSV (RFC 4180, UTF-8), row by row while it is read, so that memory does not grow with it. It starts with a byte order mark,
/// because it is opened in a spreadsheet program.
/// </summary>
/// <param name="fileName">Name of the file, without its ending.</param>
/// <param name="columns">Names of the columns.</param>
/// <param name="rows">The rows: texts, dates, numbers, true or false, or null for an empty cell.</param>
internal sealed class CsvTable(string fileName, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows) : IResult
{
    /// <summary>Creates the table of rows that are in memory.</summary>
    public CsvTable(string fileName, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
        : this(fileName, columns, rows.ToAsyncEnumerable())
    {
    }

    /// <summary>
    /// Prefixes a text that a spreadsheet would interpret as a formula with an apostrophe (CSV injection). Example: "=1+1" becomes "'=1+1". Figures
    /// are not passed through this method.
    /// </summary>
    public static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = CsvAnswer.MediaType + "; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}.csv\"";
        await using var text = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" });
        await WriteAsync(csv, columns);
        await foreach (var row in rows.WithCancellation(httpContext.RequestAborted))
        {
            await WriteAsync(csv, row);
        }
    }

    private static Task WriteAsync(CsvWriter csv, IEnumerable<object?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(TextOf(cell));
        }

        return csv.NextRecordAsync();
    }

    private static string TextOf(object? cell) => cell switch
    {
        null => string.Empty,
        string text => Harmless(text),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal figure => figure.ToString("0.####", CultureInfo.InvariantCulture),
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>Answers that are also there as a table in CSV.</summary>
internal static class CsvAnswer
{
    public const string MediaType = "text/csv";

    private const string Json = "application/json";

    private static readonly QueryParameter<string?> Format = FormatOf("the whole list as a table, not one page.");

    /// <summary>Declares the parameter that chooses between JSON and CSV.</summary>
    /// <param name="csv">What the table holds, in words.</param>
    public static QueryParameter<string?> FormatOf(string csv) =>
        QueryParameter.OfCodes("format", $"Output format; overrides the Accept header. csv: {csv}", "csv", ["json", "csv"]);

    /// <summary>Declares that an endpoint also answers with a table, and its query parameters.</summary>
    public static RouteHandlerBuilder WithCsv(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithQuery([.. parameters, Format]).WithMetadata(new OtherForms([MediaType]));

    /// <summary>Answers a request with JSON or with a table, as it asks for, or refuses it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="query">Its query.</param>
    /// <param name="answer">Makes the answer: a table when its argument is true.</param>
    public static Task<IResult> WriteAsync(HttpContext http, Query query, Func<bool, Task<IResult>> answer) =>
        Choose(http, query.Value(Format)) is { } isCsv ? answer(isCsv) : Task.FromResult(Refuse(http));

    /// <summary>
    /// Chooses between JSON (false) and CSV (true): by the format parameter, otherwise by the Accept header, otherwise JSON. Null when the request accepts
    /// neither.
    /// </summary>
    public static bool? Choose(HttpContext http, string? format)
    {
        if (format is not null)
        {
            return format == "csv";
        }

        var accept = http.Request.Headers.Accept;
        if (accept.Count == 0)
        {
            return false;
        }

        return !MediaTypeHeaderValue.TryParseList(accept, out var wanted)
            ? null
            : wanted.Where(w => w.Quality is not 0)
                .OrderByDescending(w => w.Quality ?? 1)
                .Select(w => w.MatchesMediaType(Json) ? false : w.MatchesMediaType(MediaType) ? true : (bool?)null)
                .FirstOrDefault(known => known is not null);
    }

    /// <summary>Refuses a request that accepts neither JSON nor CSV.</summary>
    public static IResult Refuse(HttpContext http) =>
        Problems.Problems.Answer(http, new Fault(FaultCodes.NotAcceptable, string.Empty, $"{Json}, {MediaType}"));
}
