using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Records;
using Column = DocumentFormat.OpenXml.Spreadsheet.Column;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>
/// Writes the workbook that is filled in: a sheet for each kind of record, with drop-down lists of the project's codes, and an example that is not read. Sheets
/// whose names begin with _ are not read either: one explains, and a hidden one holds the codes.
/// </summary>
internal static class TemplateWorkbook
{
    private const string CodesSheet = "_codes";
    private const uint Plain = 0, Heading = 1, Date = 2, Note = 3, RequiredHeading = 4, Text = 5;

    /// <summary>The last row that has drop-down lists.</summary>
    private const int LastRow = 10_000;

    public static byte[] Write(ProjectDefinition project, IReadOnlyList<IRecordIntake> intakes, Language language)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            AddSheet(workbook, "_info", Explanation(project, language));
            var lists = new List<IReadOnlyList<string>>();
            foreach (var intake in intakes)
            {
                AddSheet(workbook, intake.Name, SheetOf(intake, project, lists));
            }

            AddSheet(workbook, CodesSheet, CodesOf(lists), SheetStateValues.Hidden);
        }

        return stream.ToArray();
    }

    private static void AddSheet(WorkbookPart workbook, string name, Worksheet content, SheetStateValues? state = null)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        part.Worksheet = content;
        var sheets = workbook.Workbook!.Sheets!;
        sheets.Append(new Sheet
        {
            Name = name,
            Id = workbook.GetIdOfPart(part),
            SheetId = (uint)sheets.ChildElements.Count + 1,
            State = state is { } hidden ? new EnumValue<SheetStateValues>(hidden) : null,
        });
    }

    private static Worksheet SheetOf(IRecordIntake intake, ProjectDefinition project, List<IReadOnlyList<string>> lists)
    {
        var columns = RecordColumn.Of(intake.RegistrationType, project);
        var widths = new Columns();
        var validations = new DataValidations();
        foreach (var (column, index) in columns.Select((column, index) => (column, (uint)index + 1)))
        {
            widths.Append(new Column
            {
                Min = index,
                Max = index,
                Width = Math.Max(14, column.Name.Length + 3),
                CustomWidth = true,
                Style = column.IsDate ? Date : column.Type == typeof(string) ? Text : Plain,
            });
            if (column.Codes.Count > 0)
            {
                lists.Add(column.Codes);
                var letters = SheetColumns.LettersOf(lists.Count - 1);
                var cells = SheetColumns.LettersOf((int)index - 1);
                validations.Append(new DataValidation(new Formula1($"{CodesSheet}!${letters}$1:${letters}${column.Codes.Count}"))
                {
                    Type = DataValidationValues.List,
                    AllowBlank = true,
                    ShowErrorMessage = true,
                    SequenceOfReferences = new ListValue<StringValue> { InnerText = $"{cells}3:{cells}{LastRow}" },
                });
            }
        }

        validations.Count = (uint)validations.ChildElements.Count;
        var rows = new SheetData(
            RowOf(1, columns.Select(column => (column.Name, column.IsRequired ? RequiredHeading : Heading))),
            RowOf(2, columns.Select((column, index) => (index == 0 ? "# exempel/example" : column.Example(project), Note))));
        var sheet = new Worksheet(
            new SheetViews(new SheetView(new Pane
            {
                VerticalSplit = 1,
                TopLeftCell = "A2",
                ActivePane = PaneValues.BottomLeft,
                State = PaneStateValues.Frozen,
            })
            {
                WorkbookViewId = 0,
            }),
            widths,
            rows);
        if (validations.ChildElements.Count > 0)
        {
            sheet.Append(validations);
        }

        return sheet;
    }

    private static Worksheet CodesOf(List<IReadOnlyList<string>> lists) => new(new SheetData(
        Enumerable.Range(0, lists.Count == 0 ? 0 : lists.Max(list => list.Count)).Select(row => RowOf(
            row + 1, lists.Select(list => (row < list.Count ? list[row] : string.Empty, Plain))))));

    private static Worksheet Explanation(ProjectDefinition project, Language language)
    {
        var lines = language == Language.Swedish
            ? new[]
            {
                $"Uppgifter till {project.Name.Sv ?? project.Name.En} ({project.Id})",
                "Ett blad för varje slags uppgift. Första raden namnger kolumnerna och ändras inte; det som står i fet stil måste fyllas i.",
                "Rad 2 är ett exempel. Rader som börjar med # läses inte. Skriv från rad 3.",
                "Datum skrivs som datum. Flera koder i en cell skiljs åt med |.",
                "Blad som inte behövs lämnas tomma eller tas bort. Blad vars namn börjar med _ läses inte.",
                "Personnummer skrivs i kolumnen participant.personalIdentityNumber i stället för participant; lägg till den kolumnen om den behövs.",
            }
            :
            [
                $"Records for {project.Name.En ?? project.Name.Sv} ({project.Id})",
                "There is a sheet for each kind of record. The first row names the columns and must stay; what is bold must be filled in.",
                "Row 2 is an example. Rows that begin with # are not read. Write from row 3 on.",
                "Write dates as dates. Separate several codes in a cell with |.",
                "Leave sheets empty that you do not need, or remove them. Sheets whose names begin with _ are not read.",
                "Write a personal identity number in the column participant.personalIdentityNumber instead of participant; add that column if you need it.",
            ];
        return new Worksheet(
            new Columns(new Column { Min = 1, Max = 1, Width = 120, CustomWidth = true }),
            new SheetData(lines.Select((line, index) => RowOf(index + 1, [(line, index == 0 ? RequiredHeading : Plain)]))));
    }

    private static Row RowOf(int number, IEnumerable<(string Text, uint Style)> cells) => new(cells
        .Select((cell, index) => (cell, Reference: SheetColumns.LettersOf(index) + number.ToString(CultureInfo.InvariantCulture)))
        .Where(placed => placed.cell.Text.Length > 0)
        .Select(placed => new Cell(new InlineString(new Text(placed.cell.Text)))
        {
            CellReference = placed.Reference,
            DataType = CellValues.InlineString,
            StyleIndex = placed.cell.Style,
        }))
    {
        RowIndex = (uint)number,
    };

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy\\-mm\\-dd" }) { Count = 1 },
        new Fonts(
            new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
            new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
            new Font(new Italic(), new FontSize { Val = 11 }, new Color { Rgb = "FF6B6B6B" }, new FontName { Val = "Calibri" }))
        {
            Count = 3,
        },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }))
        {
            Count = 2,
        },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat(),
            new CellFormat(),
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { FontId = 2, ApplyFont = true },
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 49, ApplyNumberFormat = true })
        {
            Count = 6,
        });
}
