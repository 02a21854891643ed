using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>Options for CSV output.</summary>
/// <param name="Section">Section to write, with a column for each label of its rows. Null writes all sections in one table.</param>
/// <param name="Semicolon">True for semicolon as separator and decimal comma, as Swedish Excel expects. False for comma and decimal point.</param>
/// <param name="ByteOrderMark">True to start with a byte order mark, which lets Excel detect UTF-8.</param>
internal sealed record CsvChoices(ReportSection? Section, bool Semicolon, bool ByteOrderMark);

/// <summary>
/// Writes a report as CSV (RFC 4180, UTF-8) in tidy form: one figure per line. The codes of section, window, row, figure and gender are each followed
/// by their text. Every line identifies the version of the report.
/// </summary>
internal static class CsvForm
{
    private static readonly string[] Before = ["project", "tertial", "section", "sectionText", "window", "windowText", "from", "to", "partial", "key", "text"];
    private static readonly string[] After =
    [
        "figure", "figureText", "gender", "genderText", "value", "withheld", "fewerThan", "categories", "status", "version", "certifiedAt", "certifiedBy",
        "sha256",
    ];

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

        // With all sections in one table, label columns are left out: they would be almost empty, and the key identifies the row.
        string[] labels = choices.Section is null
            ? []
            : [.. tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Labels).Select(l => l.Name).Except(Before).Distinct()];
        using var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: choices.ByteOrderMark)))
        using (var csv = new CsvWriter(
            text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = choices.Semicolon ? ";" : ",", NewLine = "\r\n" }))
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
                    table.Project ?? string.Empty, document.Tertial, Code.Format(table.Table.Section), texts.Of(table.Table.Section),
                    Code.Format(table.Table.Window), texts.Of(table.Table.Window), CellText.Date(table.Table.Cohort.From), CellText.Date(table.Table.Cohort.To),
                    Flag(table.Table.Cohort.Partial), row.Key, texts.OfRow(table.Table.Section, row, table.Definition),
                    .. labels.Select(label => row.Label(label) ?? string.Empty), Code.Format(row.Figure), texts.Of(row.Figure), Code.Format(cell.Group),
                    texts.Of(cell.Group),
                ];
                foreach (var field in fields)
                {
                    csv.WriteField(CsvTable.Harmless(field));
                }

                csv.WriteField(Number(cell.Value, choices.Semicolon));
                csv.WriteField(Flag(cell.Withheld));
                csv.WriteField(cell.FewerThan?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
                csv.WriteField(string.Join(' ', row.Categories ?? []));
                foreach (var field in certification)
                {
                    csv.WriteField(CsvTable.Harmless(field));
                }

                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Number(decimal? value, bool comma) =>
        value is not { } number ? string.Empty : comma ? CellText.Plain(number).Replace('.', ',') : CellText.Plain(number);
}
