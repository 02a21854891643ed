using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>
/// Builds the sheet of a section: a line for each row and figure, with the windows side by side and a column for each gender in each. Rows without
/// figures come last and are folded away.
/// </summary>
internal static class SectionSheet
{
    private const double NameWidth = 46, FigureWidth = 11, NumberWidth = 9, VerdictWidth = 20, TargetWidth = 12, KeyWidth = 34, ProjectWidth = 14;

    public static XlsxSheet Build(ReportDocument document, ReportSection section, IReadOnlyList<DocumentTable> tables)
    {
        var (texts, isGoals) = (document.Texts, section == ReportSection.Goals);
        var windows = tables.Where(t => t.Table.Rows.Count > 0).Select(t => t.Table.Window).Distinct().Order().ToArray();
        var groups = tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).Select(c => c.Group).Distinct().Order().ToArray();
        var hasProjects = tables.Select(t => t.Project).Distinct().Skip(1).Any();
        string[] names =
        [
            .. hasProjects ? [texts.In("Projekt", "Project")] : Array.Empty<string>(), texts.In("Rad", "Row"), texts.In("Mått", "Figure"),
            .. isGoals ? [texts.In("Målvärde", "Target")] : Array.Empty<string>(),
        ];
        string[] ofWindow = [.. groups.Select(texts.Of), .. isGoals ? [texts.In("Måluppfyllelse", "Verdict")] : Array.Empty<string>()];
        var sheet = new XlsxSheet(
            texts.Of(section),
            [
                .. hasProjects ? [ProjectWidth] : Array.Empty<double>(), NameWidth, FigureWidth, .. isGoals ? [TargetWidth] : Array.Empty<double>(),
                .. windows.SelectMany(_ => groups.Select(_ => NumberWidth).Concat(isGoals ? [VerdictWidth] : [])), KeyWidth,
            ])
        {
            Headings = 2,
            Names = hasProjects ? 2 : 1,
            Printed = names.Length + (windows.Length * ofWindow.Length),
        };
        AddHeadings(sheet, tables, windows, names, ofWindow, texts);
        var rows = LinesOf(section, tables, texts).GroupBy(line => (line.Project, line.Key))
            .ToLookup(lines => !isGoals && lines.All(line => line.HasNothing));
        string? above = null;
        foreach (var line in rows[false].SelectMany(lines => lines))
        {
            sheet.Add(CellsOf(line, line.Key != above));
            above = line.Key;
        }

        var folded = rows[true].SelectMany(lines => lines).ToArray();
        if (folded.Length > 0)
        {
            sheet.Add([.. Enumerable.Repeat<Cell?>(null, hasProjects ? 1 : 0), XlsxCell.Text(RowsWithout.SaidIn(texts, rows[true].Count()), Style.Minor)]);
        }

        foreach (var line in folded)
        {
            sheet.Add(CellsOf(line, isFirst: false), isFolded: true);
        }

        sheet.IsHidden = !rows[false].Any();
        return sheet;

        // A goal has a line for each of its figures, and its verdict stands in the first.
        IEnumerable<Cell?> CellsOf(Line line, bool isFirst) =>
        [
            .. hasProjects ? [XlsxCell.Text(line.Project ?? string.Empty)] : Array.Empty<Cell>(),
            XlsxCell.Text(line.Name, Style.Wrapped), XlsxCell.Text(texts.Of(line.Figure), Style.Wrapped),
            .. isGoals ? [XlsxCell.Text(TargetOf(line), Style.Wrapped)] : Array.Empty<Cell>(),
            .. windows.SelectMany(window => line.Windows.TryGetValue(window, out var row)
                ? [.. groups.Select(who => FigureOf(row, who)), .. isGoals ? [isFirst ? VerdictOf(row, texts) : null] : Array.Empty<Cell?>()]
                : Enumerable.Repeat<Cell?>(null, ofWindow.Length)),
            XlsxCell.Text(line.Key),
        ];
    }

    /// <summary>Adds the names and days of the windows, and below them the headings of the columns.</summary>
    private static void AddHeadings(
        XlsxSheet sheet, IReadOnlyList<DocumentTable> tables, Window[] windows, string[] names, string[] ofWindow, ReportTexts texts)
    {
        string NameOf(Window window)
        {
            // Projects that began on different days have different days since the start.
            var days = tables.Where(t => t.Table.Window == window && t.Table.Rows.Count > 0).GroupBy(t => texts.Of(t.Table.Cohort), t => t.Project).ToArray();
            return $"{texts.Of(window)} " + (days.Length == 1
                ? days[0].Key
                : string.Join("; ", days.Select(d => $"{string.Join(", ", d.Select(p => p ?? texts.In("alla", "all")))}: {d.Key}")));
        }

        sheet.Add(
        [
            .. names.Select(_ => XlsxCell.Text(string.Empty, Style.Heading)),
            .. windows.SelectMany(window => ofWindow.Select((_, i) => XlsxCell.Text(i == 0 ? NameOf(window) : string.Empty, Style.Heading))),
            XlsxCell.Text(string.Empty, Style.Heading),
        ],
        isMerged: ofWindow.Length > 1);
        for (var window = 0; window < windows.Length; window++)
        {
            sheet.Merge(1, names.Length + (window * ofWindow.Length), ofWindow.Length);
        }

        sheet.Add(names.Concat(windows.SelectMany(_ => ofWindow)).Append(texts.In("Nyckel", "Key")).Select(heading => XlsxCell.Text(heading, Style.Heading)));
    }

    /// <summary>
    /// Lists the lines. A row is one line for all windows, except where small categories are merged differently: then it has another name in another
    /// window, and a line for each name. The order is that of the longest window, which has every row.
    /// </summary>
    private static IEnumerable<Line> LinesOf(ReportSection section, IReadOnlyList<DocumentTable> tables, ReportTexts texts) =>
        from table in tables.GroupBy(t => t.Project).SelectMany(windows => windows.OrderByDescending(t => t.Table.Window))
        from row in table.Table.Rows
        group (table.Table.Window, row) by (table.Project, row.Key, Name: texts.OfRow(section, row, table.Definition), row.Figure) into line
        select new Line(
            line.Key.Project, line.Key.Key, line.Key.Name, line.Key.Figure, line.ToDictionary(window => window.Window, window => window.row));

    /// <summary>Builds the cell of a figure. Null where the row is not about the group, for example because it has a total only.</summary>
    private static Cell? FigureOf(ReportRow row, GenderGroup who) =>
        row.Cells.Where(cell => cell.Group == who).Select(cell => XlsxCell.Figure(cell, row.Figure)).FirstOrDefault();

    private static string TargetOf(Line goal) =>
        goal.Windows.Values.Select(row => row.Label(GoalTables.Target)).FirstOrDefault(target => target is not null) ?? CellText.None;

    private static Cell VerdictOf(ReportRow goal, ReportTexts texts) =>
        XlsxCell.Text(texts.OfVerdict(goal), XlsxCell.StyleOf(goal.Label(GoalTables.Verdict)));

    private sealed record Line(string? Project, string Key, string Name, Figure Figure, IReadOnlyDictionary<Window, ReportRow> Windows)
    {
        public bool HasNothing => RowsWithout.Figures(Windows.Values);
    }
}
