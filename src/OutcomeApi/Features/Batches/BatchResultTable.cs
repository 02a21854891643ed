using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using OutcomeApi.Features.Batches.Workbooks;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// Writes the result of a batch as CSV, row by row while it is read, so that memory does not grow with it. It starts with a byte order mark, because it is
/// opened in a spreadsheet program.
/// </summary>
internal sealed class BatchResultTable(BatchStore store, BatchRow batch) : IResult
{
    private static readonly string[] Columns = ["sheet", "line", "record", "reference", "outcome", "code", "column", "pointer", "message", "howToFix"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var language = httpContext.LanguageOf();
        var layout = WorkbookLayout.Read(batch.Layout);
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"batch-{batch.PublicId}.csv\"";
        await using var text = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" });
        await WriteAsync(csv, Columns);
        await foreach (var result in store.ResultsAsync(batch.PublicId, onlyFindings: false, httpContext.RequestAborted))
        {
            var outcome = batch.IsRefusedWhole ? BatchTally.Refused : result.Result.Outcome;
            var findings = (result.Result.Errors ?? []).Concat(result.Result.Warnings ?? [])
                .Select(fault => BatchFinding.From(result, fault, layout, language))
                .ToArray();
            var sheet = layout?.Sheets.GetValueOrDefault(result.Kind)?.Name;
            var line = result.Result.Line?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
            if (findings.Length == 0)
            {
                await WriteAsync(csv, sheet, line, result.Kind, result.Result.Key?.Split('/')[0], outcome, null, null, null, null, null);
            }

            foreach (var found in findings)
            {
                await WriteAsync(
                    csv, sheet, line, result.Kind, found.Reference, outcome, found.Code, found.Column, found.Pointer, found.Message, found.HowToFix);
            }
        }
    }

    private static Task WriteAsync(CsvWriter csv, params string?[] cells)
    {
        Array.ForEach(cells, csv.WriteField);
        return csv.NextRecordAsync();
    }
}
