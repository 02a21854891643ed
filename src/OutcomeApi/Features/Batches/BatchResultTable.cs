using System.Runtime.CompilerServices;
using OutcomeApi.Features.Batches.Workbooks;

namespace OutcomeApi.Features.Batches;

/// <summary>The result of a batch as a table.</summary>
internal static class BatchResultTable
{
    private static readonly string[] Columns = ["sheet", "line", "record", "reference", "outcome", "code", "column", "pointer", "message", "howToFix"];

    public static CsvTable From(HttpContext http, BatchStore store, BatchRow batch) =>
        new($"batch-{batch.PublicId}", Columns, RowsAsync(store, batch, http.LanguageOf(), http.RequestAborted));

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(
        BatchStore store, BatchRow batch, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        var layout = WorkbookLayout.Read(batch.Layout);
        await foreach (var result in store.ResultsAsync(batch.PublicId, onlyFindings: false, ct))
        {
            var outcome = batch.IsRefusedWhole ? BatchTally.Refused : result.Result.Outcome;
            var findings = (result.Result.Errors ?? []).Concat(result.Result.Warnings ?? [])
                .Select(fault => BatchFinding.From(result, fault, layout, language))
                .ToArray();
            var sheet = layout?.Sheets.GetValueOrDefault(result.Kind)?.Name;
            if (findings.Length == 0)
            {
                yield return [sheet, result.Result.Line, result.Kind, result.Result.Key?.Split('/')[0], outcome, null, null, null, null, null];
            }

            foreach (var found in findings)
            {
                yield return
                [
                    sheet, result.Result.Line, result.Kind, found.Reference, outcome, found.Code, found.Column, found.Pointer, found.Message, found.HowToFix,
                ];
            }
        }
    }
}
