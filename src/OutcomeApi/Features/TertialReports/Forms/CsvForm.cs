using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>How CSV is to be written.</summary>
/// <param name="Section">Only this section, with columns for what its rows are about; null: all, in one table.</param>
/// <param name="Semicolon">Semicolon between values and comma in decimals, as Excel in Swedish expects; otherwise comma and point.</param>
/// <param name="ByteOrderMark">Begin with a byte order mark, by which Excel sees that it is UTF-8.</param>
internal sealed record CsvChoices(ReportSection? Section, bool Semicolon, bool ByteOrderMark);

/// <summary>
/// A report as CSV (RFC 4180, UTF-8): tidy, one figure on a line. Beside every code stands what people call it, and every line says which version of the report it is of.
/// </summary>
internal static class CsvForm
{
    private static readonly string[] Before = ["project", "tertial", "section", "sectionText", "window", "windowText", "from", "to", "partial", "key", "text"];
    private static readonly string[] After = ["figure", "figureText", "gender", "genderText", "value", "withheld", "fewerThan", "categories", "status", "version", "certifiedAt", "certifiedBy", "sha256"];

    public static byte[] Write(ReportDocument document, CsvChoices choices)
    {
        var texts = document.Texts;
        string[] certification =
        [
            document.Status, document.Signature?.Version.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            document.Signature?.CertifiedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty,
            document.Signature is { } signature ? signature.CertifiedByName ?? signature.CertifiedBy : string.Empty, document.Signature?.Sha256 ?? string.Empty,
        ];
        var tables = document.Tables.Where(t => choices.Section is null || t.Table.Section == choices.Section).ToArray();

        // Without a section the key says it all: a column for every label of every section would be almost empty.
        string[] labels = choices.Section is null ? [] : [.. tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Labels).Select(l => l.Name).Except(Before).Distinct()];
        using var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: choices.ByteOrderMark)))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = choices.Semicolon ? ";" : ",", NewLine = "\r\n" }))
        {
            foreach (var column in (string[])[.. Before, .. labels, .. After])
            {
                csv.WriteField(column);
            }

            csv.NextRecord();
            foreach (var (table, row, cell) in from t in tables from r in t.Table.Rows from c in r.Cells select (t, r, c))
            {
                string[] fields =
                [
                    table.Project ?? string.Empty, document.Tertial, Code.Format(table.Table.Section), texts.Of(table.Table.Section), Code.Format(table.Table.Window), texts.Of(table.Table.Window),
                    CellText.Date(table.Table.Cohort.From), CellText.Date(table.Table.Cohort.To), Flag(table.Table.Cohort.Partial), row.Key,
                    texts.OfRow(table.Table.Section, row, table.Definition), .. labels.Select(label => row.Label(label) ?? string.Empty), Code.Format(row.Figure), texts.Of(row.Figure),
                    Code.Format(cell.Group), texts.Of(cell.Group),
                ];
                foreach (var field in fields)
                {
                    csv.WriteField(Harmless(field));
                }

                csv.WriteField(Number(cell.Value, choices.Semicolon));
                csv.WriteField(Flag(cell.Withheld));
                csv.WriteField(cell.FewerThan?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
                csv.WriteField(string.Join(' ', row.Categories ?? []));
                foreach (var field in certification)
                {
                    csv.WriteField(Harmless(field));
                }

                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it. Numbers are ours and stay as they are.</summary>
    internal static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Number(decimal? value, bool comma) =>
        value is not { } number ? string.Empty : comma ? CellText.Plain(number).Replace('.', ',') : CellText.Plain(number);
}
