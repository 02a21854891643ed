using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Features.TertialReports.Forms.Xlsx;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Writes a report as an Excel workbook: a summary with charts, the facts of the report, then one sheet per section with the windows side by side.
/// Sheets without figures are hidden. Every sheet prints on the width of an A4 page. The code in <c>Xlsx</c> makes the sheets.
/// </summary>
internal static class XlsxForm
{
    public static byte[] Write(ReportDocument document)
    {
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddWorkbookPart();

            // The schema prescribes the order of these elements.
            book.Workbook = new Workbook(new Sheets(), new DefinedNames());
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = XlsxStyles.Build();
            var sections = document.Sections.Select(section => SectionSheet.Build(document, section.Key, [.. section])).ToArray();
            SummarySheet.Write(book, document);
            FactsSheet(document, [.. sections.Where(sheet => sheet.IsHidden).Select(sheet => sheet.Name)]).WriteTo(book, document.FootOfPage);
            foreach (var sheet in sections)
            {
                sheet.WriteTo(book, document.FootOfPage);
            }
        }

        return stream.ToArray();
    }

    private static XlsxSheet FactsSheet(ReportDocument document, IReadOnlyList<string> hidden)
    {
        var texts = document.Texts;
        var sheet = new XlsxSheet(texts.In("Rapport", "Report"), [26, 90]);
        void Add(string name, string value) => sheet.Add([XlsxCell.Text(name, Style.Heading), XlsxCell.Text(value, Style.Wrapped)]);
        sheet.Add([XlsxCell.Text(document.Title, Style.Title)]);
        foreach (var (name, value) in document.Facts)
        {
            Add(name, value);
        }

        if (document.Comment is { } comment)
        {
            Add(texts.In("Kommentar", "Comment"), comment);
        }

        if (document.SmallGroups is { } smallGroups)
        {
            Add(texts.In("Små grupper", "Small groups"), smallGroups);
        }

        foreach (var (section, note) in document.Notes)
        {
            Add(texts.Of(section), note);
        }

        if (hidden.Count > 0)
        {
            Add(texts.In("Dolda blad, utan uppgifter", "Hidden sheets, without figures"), string.Join(", ", hidden));
        }

        void AddSign(string sign, string meaning) => sheet.Add([XlsxCell.Text(sign, Style.Withheld), XlsxCell.Text(meaning)]);
        AddSign(CellText.Withheld, texts.In("Uppgiften visas inte: gruppen är liten.", "The figure is not shown: the group is small."));
        AddSign("<n", texts.In("Minst en person, och färre än n.", "At least one person, and fewer than n."));
        AddSign(CellText.None, texts.In("Det finns ingen uppgift.", "There is no figure."));
        return sheet;
    }
}
