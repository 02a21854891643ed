using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Tests.Support;

/// <summary>Makes and reads small workbooks, as a spreadsheet program would.</summary>
public static class Workbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Makes a workbook. Cells are texts (shared ones), whole numbers, dates (numbers of days), flags, or null where there is no cell.</summary>
    public static byte[] Of(params (string Sheet, object?[][] Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets());
            var texts = new List<string>();
            foreach (var (name, rows) in sheets)
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((row, y) => new Row(
                    row.Select((value, x) => value is null ? null : CellOf(value, $"{(char)('A' + x)}{y + 1}", texts)).OfType<Cell>())
                {
                    RowIndex = (uint)y + 1,
                })));
                workbook.Workbook.Sheets!.Append(new Sheet
                {
                    Name = name,
                    Id = workbook.GetIdOfPart(part),
                    SheetId = (uint)workbook.Workbook.Sheets.ChildElements.Count + 1,
                });
            }

            workbook.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(texts.Select(text => new SharedStringItem(new Text(text))));
        }

        return stream.ToArray();
    }

    /// <summary>The text that a cell shows: shared, inline or a number.</summary>
    public static string? TextOf(SpreadsheetDocument document, string sheet, string reference)
    {
        var cell = CellAt(document, sheet, reference);
        return cell?.DataType?.Value == CellValues.SharedString
            ? document.WorkbookPart!.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(cell.InnerText, CultureInfo.InvariantCulture)).InnerText
            : cell?.InnerText;
    }

    public static Cell? CellAt(SpreadsheetDocument document, string sheet, string reference) =>
        SheetOf(document, sheet).Worksheet!.Descendants<Cell>().SingleOrDefault(cell => cell.CellReference == reference);

    public static WorksheetPart SheetOf(SpreadsheetDocument document, string sheet) => (WorksheetPart)document.WorkbookPart!.GetPartById(
        document.WorkbookPart.Workbook!.Sheets!.Elements<Sheet>().Single(candidate => candidate.Name == sheet).Id!.Value!);

    private static Cell CellOf(object value, string reference, List<string> texts)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value)
        {
            case DateOnly date:
                return new Cell(new CellValue((date.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(culture))) { CellReference = reference };
            case int number:
                return new Cell(new CellValue(number.ToString(culture))) { CellReference = reference };
            case bool flag:
                return new Cell(new CellValue(flag ? "1" : "0")) { CellReference = reference, DataType = CellValues.Boolean };
            default:
                texts.Add((string)value);
                return new Cell(new CellValue((texts.Count - 1).ToString(culture))) { CellReference = reference, DataType = CellValues.SharedString };
        }
    }
}
