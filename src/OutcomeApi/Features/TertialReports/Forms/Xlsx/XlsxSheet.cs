using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>A sheet of a workbook while it is made: rows of cells, each in its place.</summary>
/// <param name="name">Name of the sheet.</param>
/// <param name="widths">Widths of the columns, in characters.</param>
internal sealed class XlsxSheet(string name, IReadOnlyList<double> widths)
{
    private const int LongestName = 31;
    private const int LongestFoot = 200;
    private const double HeightOfLine = 15, MostHeight = 400;

    /// <summary>A sheet of up to so many lines is printed on one page, a little smaller if need be, and not on two of which one is almost empty.</summary>
    private const double LinesOnPage = 70;

    private readonly List<Row> _rows = [];
    private readonly List<string> _merged = [];

    /// <summary>Name of the sheet, cut to the length that Excel allows.</summary>
    public string Name { get; } = name.Length > LongestName ? name[..LongestName] : name;

    /// <summary>Number of rows so far.</summary>
    public int Rows => _rows.Count;

    /// <summary>Number of rows with headings, which stay in view and are repeated on every printed page. Zero when there are none.</summary>
    public int Headings { get; init; }

    /// <summary>Number of columns at the left that stay in view.</summary>
    public int Names { get; init; }

    /// <summary>Number of columns that are printed.</summary>
    public int Printed { get; init; } = widths.Count;

    /// <summary>Number of rows below the last one that charts cover.</summary>
    public int RowsOfCharts { get; set; }

    /// <summary>True when the sheet is not shown until the reader asks for it.</summary>
    public bool IsHidden { get; set; }

    private bool FitsOnOnePage => RowsOfCharts == 0
        && _rows.Where(row => row.Hidden is null).Sum(row => (row.Height?.Value ?? HeightOfLine) / HeightOfLine) <= LinesOnPage;

    /// <summary>Adds a row. A null leaves its place empty.</summary>
    /// <param name="cells">Cells from the first column on.</param>
    /// <param name="isFolded">True when the row is folded away under the row above.</param>
    /// <param name="isMerged">True when cells of the row are one cell, whose text needs one line.</param>
    public void Add(IEnumerable<Cell?> cells, bool isFolded = false, bool isMerged = false)
    {
        var number = _rows.Count + 1;
        var row = new Row { RowIndex = (uint)number };
        var lines = 1;
        if (isFolded)
        {
            (row.OutlineLevel, row.Hidden) = (1, true);
        }

        foreach (var (cell, column) in cells.Select((cell, column) => (cell, column)).Where(c => c.cell is not null))
        {
            cell!.CellReference = SheetColumns.LettersOf(column) + number;
            row.Append(cell);
            lines = Math.Max(lines, LinesOf(cell, column));
        }

        if (lines > 1 && !isMerged)
        {
            (row.Height, row.CustomHeight) = (Math.Min(lines * HeightOfLine, MostHeight), true);
        }

        _rows.Add(row);
    }

    /// <summary>Makes cells of a row one cell.</summary>
    public void Merge(int row, int firstColumn, int columns)
    {
        if (columns > 1)
        {
            _merged.Add($"{SheetColumns.LettersOf(firstColumn)}{row}:{SheetColumns.LettersOf(firstColumn + columns - 1)}{row}");
        }
    }

    /// <summary>Returns the address of a range for formulas and names. Example: 'Flöde'!$A$1:$D$9.</summary>
    public string RangeOf(int firstColumn, int firstRow, int lastColumn, int lastRow) =>
        $"{Quoted}!${SheetColumns.LettersOf(firstColumn)}${firstRow}:${SheetColumns.LettersOf(lastColumn)}${lastRow}";

    /// <summary>Writes the sheet into a workbook.</summary>
    /// <param name="book">The workbook.</param>
    /// <param name="foot">Text at the foot of every printed page.</param>
    /// <returns>The part of the sheet.</returns>
    public WorksheetPart WriteTo(WorkbookPart book, string foot)
    {
        var part = book.AddNewPart<WorksheetPart>();
        var last = SheetColumns.LettersOf(widths.Count - 1);

        // The schema prescribes the order of these elements.
        var sheet = new Worksheet(
            new SheetProperties(new OutlineProperties { SummaryBelow = false }, new PageSetupProperties { FitToPage = true }),
            new SheetViews(View()),
            new SheetFormatProperties { DefaultRowHeight = 15, OutlineLevelRow = (byte)(_rows.Any(row => row.OutlineLevel is not null) ? 1 : 0) },
            new Columns(widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
            new SheetData(_rows));
        if (HasFilter)
        {
            sheet.Append(new AutoFilter { Reference = $"A{Headings}:{last}{_rows.Count}" });
        }

        if (_merged.Count > 0)
        {
            sheet.Append(new MergeCells(_merged.Select(range => new MergeCell { Reference = range })) { Count = (uint)_merged.Count });
        }

        sheet.Append(
            new PageMargins { Left = 0.4, Right = 0.4, Top = 0.4, Bottom = 0.6, Header = 0.2, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = FitsOnOnePage ? 1u : 0u },
            new HeaderFooter(new OddFooter($"&L&8{CodeOf(foot)}&R&8&P (&N)")));
        part.Worksheet = sheet;
        var sheets = book.Workbook.Sheets!;
        var index = (uint)sheets.Count();
        sheets.Append(new Sheet
        {
            Id = book.GetIdOfPart(part),
            SheetId = index + 1,
            Name = Name,
            State = IsHidden ? SheetStateValues.Hidden : null,
        });
        foreach (var (defined, range) in NamesOf())
        {
            book.Workbook.DefinedNames!.Append(
                new DefinedName(range) { Name = "_xlnm." + defined, LocalSheetId = index, Hidden = defined == "_FilterDatabase" ? true : null });
        }

        return part;
    }

    /// <summary>Counts the lines that a wrapped text needs in its column. Programs do not all find the height of a row themselves.</summary>
    private int LinesOf(Cell cell, int column) => XlsxCell.IsWrapped(cell)
        ? cell.InnerText.Split('\n').Sum(paragraph => Math.Max(1, (int)Math.Ceiling(paragraph.Length / widths[column])))
        : 1;

    /// <summary>Cuts the foot to what Excel takes, and writes its ampersands so that they are no codes.</summary>
    private static string CodeOf(string foot) => foot[..Math.Min(foot.Length, LongestFoot)].Replace("&", "&&", StringComparison.Ordinal);

    private string Quoted => $"'{Name.Replace("'", "''", StringComparison.Ordinal)}'";

    private bool HasFilter => Headings > 0 && _rows.Count > Headings;

    private IEnumerable<(string Name, string Range)> NamesOf()
    {
        // A sheet without a print area is not printed when others have one.
        if (!IsHidden)
        {
            yield return ("Print_Area", RangeOf(0, 1, Printed - 1, _rows.Count + RowsOfCharts));
        }

        if (Headings > 0)
        {
            yield return ("Print_Titles", $"{Quoted}!$1:${Headings}");
        }

        if (HasFilter)
        {
            yield return ("_FilterDatabase", RangeOf(0, Headings, widths.Count - 1, _rows.Count));
        }
    }

    private SheetView View()
    {
        var view = new SheetView { WorkbookViewId = 0 };
        if (Headings > 0)
        {
            var corner = $"{SheetColumns.LettersOf(Names)}{Headings + 1}";
            var active = Names > 0 ? PaneValues.BottomRight : PaneValues.BottomLeft;
            view.Append(
                new Pane
                {
                    HorizontalSplit = Names > 0 ? Names : null,
                    VerticalSplit = Headings,
                    TopLeftCell = corner,
                    ActivePane = active,
                    State = PaneStateValues.Frozen,
                },
                new Selection { Pane = active, ActiveCell = corner, SequenceOfReferences = new ListValue<StringValue> { InnerText = corner } });
        }

        return view;
    }
}
