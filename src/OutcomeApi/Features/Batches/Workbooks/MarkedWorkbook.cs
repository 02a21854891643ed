using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>A fault of a workbook, where it stands.</summary>
/// <param name="Sheet">Name of the sheet.</param>
/// <param name="Row">Number of the row.</param>
/// <param name="Column">Letters of the column. Null: the fault is of the row, and its first cell is marked.</param>
/// <param name="Text">What is wrong, and how to fix it.</param>
internal sealed record CellFault(string Sheet, int Row, string? Column, string Text);

/// <summary>Makes a copy of a workbook in which the faulty cells are coloured and have a comment.</summary>
internal static class MarkedWorkbook
{
    private const string Colour = "FFFFC7CE";
    private const string Author = "OutcomeApi";

    /// <summary>Marks the cells.</summary>
    /// <param name="source">The workbook.</param>
    /// <param name="target">Receives the copy. It must be readable and seekable.</param>
    /// <param name="faults">The faults.</param>
    public static void Write(Stream source, Stream target, IEnumerable<CellFault> faults)
    {
        source.CopyTo(target);
        target.Position = 0;
        using var document = SpreadsheetDocument.Open(target, isEditable: true);
        var workbook = document.WorkbookPart!;
        var styles = new MarkedStyles(workbook);
        foreach (var ofSheet in faults.GroupBy(fault => fault.Sheet, StringComparer.Ordinal))
        {
            var sheet = workbook.Workbook!.Sheets!.Elements<Sheet>().FirstOrDefault(candidate => candidate.Name == ofSheet.Key);
            if (sheet is not null)
            {
                Mark((WorksheetPart)workbook.GetPartById(sheet.Id!.Value!), styles, ofSheet);
            }
        }
    }

    private static void Mark(WorksheetPart part, MarkedStyles styles, IEnumerable<CellFault> faults)
    {
        var sheet = part.Worksheet!;
        var rows = sheet.GetFirstChild<SheetData>()!.Elements<Row>().Where(row => row.RowIndex is not null).ToDictionary(row => row.RowIndex!.Value);
        var comments = new SortedDictionary<(int Row, int Column), string>();
        foreach (var ofCell in faults.GroupBy(fault => (fault.Row, Column: fault.Column ?? "A")))
        {
            var cell = CellOf(sheet, rows, (uint)ofCell.Key.Row, ofCell.Key.Column);
            cell.StyleIndex = styles.Marked(cell.StyleIndex?.Value ?? 0);
            comments[(ofCell.Key.Row, SheetColumns.PlaceOf(ofCell.Key.Column))] = string.Join("\n", ofCell.Select(fault => fault.Text).Distinct());
        }

        AddComments(part, sheet, comments);
    }

    private static Cell CellOf(Worksheet sheet, Dictionary<uint, Row> rows, uint number, string column)
    {
        if (!rows.TryGetValue(number, out var row))
        {
            row = new Row { RowIndex = number };
            var data = sheet.GetFirstChild<SheetData>()!;
            var after = data.Elements<Row>().LastOrDefault(before => before.RowIndex! < number);
            if (after is null)
            {
                data.PrependChild(row);
            }
            else
            {
                data.InsertAfter(row, after);
            }

            rows[number] = row;
        }

        var reference = column + number.ToString(CultureInfo.InvariantCulture);
        if (row.Elements<Cell>().FirstOrDefault(cell => cell.CellReference == reference) is { } found)
        {
            return found;
        }

        var made = new Cell { CellReference = reference };
        var place = SheetColumns.PlaceOf(column);
        var next = row.Elements<Cell>().FirstOrDefault(cell => SheetColumns.PlaceOf(SheetColumns.LettersIn(cell.CellReference!.Value!)) > place);
        return next is null ? row.AppendChild(made) : row.InsertBefore(made, next);
    }

    private static void AddComments(WorksheetPart part, Worksheet sheet, SortedDictionary<(int Row, int Column), string> comments)
    {
        // Comments of the workbook itself give way: the copy is about its faults.
        if (part.WorksheetCommentsPart is { } earlier)
        {
            part.DeletePart(earlier);
        }

        part.DeleteParts(part.VmlDrawingParts.ToArray());
        sheet.RemoveAllChildren<LegacyDrawing>();
        part.AddNewPart<WorksheetCommentsPart>().Comments = new Comments(
            new Authors(new Author(Author)),
            new CommentList(comments.Select(comment => new Comment(TextOf(comment.Value)) { Reference = NameOf(comment.Key), AuthorId = 0 })));
        var drawing = part.AddNewPart<VmlDrawingPart>();
        using (var stream = drawing.GetStream(FileMode.Create))
        {
            stream.Write(Encoding.UTF8.GetBytes(Shapes(comments.Keys)));
        }

        var legacy = new LegacyDrawing { Id = part.GetIdOfPart(drawing) };
        var next = sheet.Elements().FirstOrDefault(element =>
            element is LegacyDrawingHeaderFooter or Picture or OleObjects or Controls or WebPublishItems or TableParts or WorksheetExtensionList);
        if (next is null)
        {
            sheet.Append(legacy);
        }
        else
        {
            sheet.InsertBefore(legacy, next);
        }
    }

    private static CommentText TextOf(string text) => new(new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));

    /// <summary>The boxes in which the comments are shown. Spreadsheet programs show no comment without one.</summary>
    private static string Shapes(IEnumerable<(int Row, int Column)> cells)
    {
        var shapes = cells.Select((cell, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <v:shape id="_x0000_s{1025 + index}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"
            style="position:absolute;visibility:hidden;width:260pt;height:90pt">
            <v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>
            <x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>
            <x:Row>{cell.Row - 1}</x:Row><x:Column>{cell.Column}</x:Column></x:ClientData></v:shape>
            """));
        return $"""
            <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
            <v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
            <v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
            {string.Concat(shapes)}</xml>
            """;
    }

    private static string NameOf((int Row, int Column) cell) =>
        SheetColumns.LettersOf(cell.Column) + cell.Row.ToString(CultureInfo.InvariantCulture);

    /// <summary>The styles of a workbook, each with its counterpart that is coloured.</summary>
    private sealed class MarkedStyles
    {
        private readonly CellFormats _formats;
        private readonly uint _fill;
        private readonly Dictionary<uint, uint> _marked = [];

        public MarkedStyles(WorkbookPart workbook)
        {
            var part = workbook.WorkbookStylesPart ?? workbook.AddNewPart<WorkbookStylesPart>();
            var sheet = part.Stylesheet ??= new Stylesheet(
                new Fonts(new Font()), new Fills(new Fill(new PatternFill { PatternType = PatternValues.None })), new Borders(new Border()),
                new CellStyleFormats(new CellFormat()), new CellFormats(new CellFormat()));
            _formats = sheet.CellFormats!;
            var fills = sheet.Fills!;
            fills.Append(new Fill(new PatternFill(new ForegroundColor { Rgb = Colour }) { PatternType = PatternValues.Solid }));
            _fill = (uint)fills.ChildElements.Count - 1;
            fills.Count = (uint)fills.ChildElements.Count;
        }

        public uint Marked(uint style)
        {
            if (_marked.ContainsValue(style))
            {
                return style;
            }

            if (!_marked.TryGetValue(style, out var marked))
            {
                var format = (CellFormat)_formats.ElementAt((int)style).CloneNode(true);
                (format.FillId, format.ApplyFill) = (_fill, true);
                _formats.Append(format);
                _formats.Count = (uint)_formats.ChildElements.Count;
                _marked[style] = marked = (uint)_formats.ChildElements.Count - 1;
            }

            return marked;
        }
    }
}
