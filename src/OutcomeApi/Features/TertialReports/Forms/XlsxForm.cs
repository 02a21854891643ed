using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Writes a report as an Excel workbook: a sheet with the facts of the report, then one sheet per section. Numbers and dates are real cell values,
/// and the heading row of each section is frozen.
/// </summary>
internal static class XlsxForm
{
    private const int LongestSheetName = 31;

    /// <summary>Cell styles. The order must match the cell formats in <see cref="Styles"/>, because the value is used as the index.</summary>
    private enum Style
    {
        Plain,
        Heading,
        Date,
        Whole,
        Percent,
        TwoDecimals,
        Reached,
        NotReached,
        NotAssessable,
        Withheld,
        Title,
        Wrapped,
    }

    public static byte[] Write(ReportDocument document)
    {
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddWorkbookPart();
            book.Workbook = new Workbook();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = Styles();
            var sheets = book.Workbook.AppendChild(new Sheets());
            AddSheet(book, sheets, document.Texts.In("Rapport", "Report"), HeadingRows(document), frozen: false, [26, 90]);
            foreach (var section in document.Sections)
            {
                var (rows, widths) = RowsOf(document, section.Key, [.. section]);
                AddSheet(book, sheets, document.Texts.Of(section.Key), rows, frozen: true, widths);
            }
        }

        return stream.ToArray();
    }

    private static void AddSheet(WorkbookPart book, Sheets sheets, string name, IEnumerable<Row> rows, bool frozen, IReadOnlyList<double> widths)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var sheet = new Worksheet();
        var view = new SheetView { WorkbookViewId = 0 };
        if (frozen)
        {
            view.Append(
                new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen },
                new Selection { Pane = PaneValues.BottomLeft, ActiveCell = "A2", SequenceOfReferences = new ListValue<StringValue> { InnerText = "A2" } });
        }

        // The schema prescribes the order of these elements.
        sheet.Append(
            new SheetViews(view),
            new Columns(widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
            new SheetData(rows),
            new PageSetup { Orientation = OrientationValues.Landscape, PaperSize = 9 });
        part.Worksheet = sheet;
        sheets.Append(new Sheet
        {
            Id = book.GetIdOfPart(part),
            SheetId = (uint)sheets.Count() + 1,
            Name = name.Length > LongestSheetName ? name[..LongestSheetName] : name,
        });
    }

    private static IEnumerable<Row> HeadingRows(ReportDocument document)
    {
        yield return new Row(Text(document.Title, Style.Title));
        foreach (var (name, value) in document.Facts)
        {
            yield return new Row(Text(name, Style.Heading), Text(value, Style.Wrapped));
        }

        if (document.Comment is { } comment)
        {
            yield return new Row(Text(document.Texts.In("Kommentar", "Comment"), Style.Heading), Text(comment, Style.Wrapped));
        }

        if (document.SmallGroups is { } smallGroups)
        {
            yield return new Row(Text(document.Texts.In("Små grupper", "Small groups"), Style.Heading), Text(smallGroups, Style.Wrapped));
        }

        foreach (var (section, note) in document.Notes)
        {
            yield return new Row(Text(document.Texts.Of(section), Style.Heading), Text(note, Style.Wrapped));
        }

        yield return new Row(
            Text(CellText.Withheld, Style.Withheld),
            Text(document.Texts.In("Uppgiften visas inte: gruppen är liten.", "The figure is not shown: the group is small.")));
        yield return new Row(
            Text("<n", Style.Withheld),
            Text(document.Texts.In("Minst en person, och färre än n.", "At least one person, and fewer than n.")));
    }

    /// <summary>Builds the lines of a section: one per window, row and figure, with a column for each gender group.</summary>
    private static (IEnumerable<Row> Rows, IReadOnlyList<double> Widths) RowsOf(ReportDocument document, ReportSection section, DocumentTable[] tables)
    {
        var texts = document.Texts;
        var everybody = tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).Select(c => c.Group).Distinct().Order().ToArray();
        var isGoals = section == ReportSection.Goals;
        string[] headings =
        [
            texts.In("Projekt", "Project"), texts.In("Fönster", "Window"), texts.In("Från", "From"), texts.In("Till", "To"), texts.In("Nyckel", "Key"),
            texts.In("Rad", "Row"), texts.In("Mått", "Figure"), .. everybody.Select(texts.Of),
            .. isGoals ? [texts.In("Målvärde", "Target"), texts.In("Måluppfyllelse", "Verdict")] : Array.Empty<string>(),
        ];
        return (Lines(), [14, 16, 12, 12, 34, 56, 16, .. everybody.Select(_ => 14d), .. isGoals ? [24d, 44d] : Array.Empty<double>()]);

        IEnumerable<Row> Lines()
        {
            yield return new Row(headings.Select(h => Text(h, Style.Heading)));
            foreach (var (table, row) in tables.SelectMany(t => t.Table.Rows.Select(r => (t, r))))
            {
                yield return new Row(
                [
                    Text(table.Project ?? string.Empty), Text(texts.Of(table.Table.Window)), Date(table.Table.Cohort.From), Date(table.Table.Cohort.To),
                    Text(row.Key),
                    Text(texts.OfRow(section, row, table.Definition)), Text(texts.Of(row.Figure)),
                    .. everybody.Select(who => Figure(row, who)),
                    .. isGoals
                        ? [Text(row.Label(GoalTables.Target) ?? string.Empty, StyleOf(row)), Text(texts.OfVerdict(row), StyleOf(row))]
                        : Array.Empty<Cell>(),
                ]);
            }
        }
    }

    private static Style StyleOf(ReportRow goal) => goal.Label(GoalTables.Verdict) switch
    {
        "reached" => Style.Reached,
        "not-reached" => Style.NotReached,
        "not-assessable" => Style.NotAssessable,
        _ => Style.Plain,
    };

    private static Cell Figure(ReportRow row, GenderGroup who) => row.Cells.FirstOrDefault(c => c.Group == who) switch
    {
        { Withheld: true } cell => Text(CellText.OfWithheld(cell), Style.Withheld),
        { Value: { } value } => Number(value, row.Kind switch
        {
            CellKind.Share => Style.Percent,
            CellKind.Points when row.Figure is Domain.Reports.Figure.Mean or Domain.Reports.Figure.Ratio => Style.TwoDecimals,
            CellKind.Days => Style.Plain,
            _ => Style.Whole,
        }),
        _ => new Cell(),
    };

    private static Cell Text(string text, Style style = Style.Plain) =>
        new(new InlineString(new Text(new string([.. text.Where(XmlConvert.IsXmlChar)])) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = (uint)style,
        };

    private static Cell Number(decimal value, Style style) =>
        new(new CellValue(CellText.Plain(value))) { DataType = CellValues.Number, StyleIndex = (uint)style };

    /// <summary>Builds a date cell. Excel stores a date as the number of days since 1899-12-30.</summary>
    private static Cell Date(DateOnly day) =>
        new(new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)))
        {
            DataType = CellValues.Number,
            StyleIndex = (uint)Style.Date,
        };

    private static Stylesheet Styles()
    {
        const uint PlainFont = 0, BoldFont = 1, TitleFont = 2;
        const uint NoFill = 0, HeadingFill = 2, GreenFill = 3, RedFill = 4, GreyFill = 5;
        const uint DateFormat = 164;
        static Fill Solid(string colour) =>
            new(new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });
        static CellFormat Format(uint number = 0, uint font = PlainFont, uint fill = NoFill, bool wrap = false, bool right = false)
        {
            var format = new CellFormat
            {
                NumberFormatId = number,
                FontId = font,
                FillId = fill,
                BorderId = 0,
                FormatId = 0,
                ApplyNumberFormat = number > 0,
                ApplyFont = font > 0,
                ApplyFill = fill > 0,
            };
            if (wrap || right)
            {
                format.ApplyAlignment = true;
                format.Alignment = wrap
                    ? new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }
                    : new Alignment { Horizontal = HorizontalAlignmentValues.Right };
            }

            return format;
        }

        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy\\-mm\\-dd" }) { Count = 1 },
            new Fonts(
                new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
                new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
                new Font(new Bold(), new FontSize { Val = 16 }, new FontName { Val = "Calibri" }))
            { Count = 3 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                Solid("FFD9E1EC"),
                Solid("FFC6E8CE"),
                Solid("FFF6CFCB"),
                Solid("FFE6E6E6"))
            { Count = 6 },
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(
                Format(),
                Format(font: BoldFont, fill: HeadingFill),
                Format(DateFormat),
                Format(number: 1),
                Format(number: 10),
                Format(number: 2),
                Format(fill: GreenFill),
                Format(fill: RedFill),
                Format(fill: GreyFill),
                Format(fill: GreyFill, right: true),
                Format(font: TitleFont),
                Format(wrap: true))
            { Count = 12 },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
    }
}
