using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>
/// Builds the first sheet: every goal that has a target in one line, in the window that it is judged by, and two charts of the figures below.
/// </summary>
internal static class SummarySheet
{
    private const int FirstOfCharts = 2;

    private static readonly double[] Widths = [40, 60, 13, 20, 13, 10, 9, 6, 9, 6, 9, 6];
    private static readonly GenderGroup[] Shown = [GenderGroup.Woman, GenderGroup.Man, GenderGroup.Total];

    /// <summary>Writes the sheet into a workbook.</summary>
    public static void Write(WorkbookPart book, ReportDocument document)
    {
        var texts = document.Texts;
        var sheet = new XlsxSheet(texts.In("Sammanfattning", "Summary"), Widths);
        sheet.Add([XlsxCell.Text(document.Title, Style.Title)]);
        sheet.Add([XlsxCell.Text(string.Join(" · ", document.Facts.Where(f => f.Name is "Tertial" or "Status").Select(f => $"{f.Name}: {f.Value}")))]);
        if (document.SmallGroups is { } smallGroups)
        {
            sheet.Add([XlsxCell.Text(smallGroups)]);
        }

        sheet.Add([]);
        var goals = DocumentGoal.InShort(document.Goals).ToArray();
        AddGoals(sheet, goals, texts);
        var charts = new List<XlsxChart>();
        AddShares(sheet, charts, [.. goals.Where(goal => goal.Item.Measure == Code.Format(Measure.Share))], texts);
        AddFlow(sheet, charts, document);
        sheet.RowsOfCharts = charts.Sum(chart => XlsxCharts.HeightOf(chart) + 1) + 1;
        XlsxCharts.Write(sheet.WriteTo(book, document.FootOfPage), charts);
    }

    private static void AddGoals(XlsxSheet sheet, DocumentGoal[] goals, ReportTexts texts)
    {
        if (goals.Length == 0)
        {
            sheet.Add([XlsxCell.Text(texts.In("Inget mål har ett målvärde.", "No goal has a target."))]);
            return;
        }

        sheet.Add(
            new[]
            {
                texts.In("Mål", "Goal"), texts.In("Så står det", "How it stands"), texts.In("Målvärde", "Target"), texts.In("Måluppfyllelse", "Verdict"),
                texts.In("Bedöms efter", "Judged after"), texts.In("Mått", "Figure"),
            }
            .Concat(Shown.SelectMany(who => new[] { texts.Of(who), "n" })).Select(heading => XlsxCell.Text(heading, Style.Heading)));
        foreach (var goal in goals)
        {
            var (figure, valueOf) = FigureOf(goal.Item);
            sheet.Add(
            [
                XlsxCell.Text(goal.NameIn(texts), Style.Wrapped), XlsxCell.Text(goal.SentenceIn(texts), Style.Wrapped),
                XlsxCell.Text(GoalTables.TargetsOf(goal.Item, texts) ?? CellText.None, Style.Wrapped),
                XlsxCell.Text(
                    texts.OfVerdict(goal.Item.Verdict, goal.Item.Standing, goal.IsAhead ? goal.Item.DueOn : null), XlsxCell.StyleOf(goal.Item.Verdict)),
                goal.Item.DueOn is { } dueOn ? XlsxCell.Date(dueOn) : null, XlsxCell.Text(texts.Of(figure), Style.Wrapped),
                .. Shown.SelectMany(who => CellsOf(goal.Item, who, figure, valueOf)),
            ]);
        }
    }

    /// <summary>Builds the cells of a gender: its figure, and n where the figure has one.</summary>
    private static IEnumerable<Cell?> CellsOf(AttainmentItem item, GenderGroup who, Figure figure, Func<AttainmentRow, (decimal? Value, int? N)> valueOf)
    {
        var row = item.Rows.Single(r => r.Gender == Code.Format(who));
        var (value, n) = valueOf(row);
        yield return XlsxCell.Figure(GoalTables.CellOf(row, value, isOfQueue: false), figure);
        yield return n is { } people ? XlsxCell.Number(people, Style.Whole) : null;
    }

    /// <summary>Selects the figure that a target is held against, with the number of people that it is about.</summary>
    private static (Figure Figure, Func<AttainmentRow, (decimal? Value, int? N)> ValueOf) FigureOf(AttainmentItem item) =>
        Code.Parse<Measure>(item.Measure) switch
        {
            Measure.Share or Measure.ChangeFromBaseline => (Figure.Share, row => (row.Share, row.Denominator)),
            Measure.Balance => (Figure.Ratio, row => (row.Ratio, row.Denominator)),
            Measure.QueueTime => (Figure.Days, row => (row.EstimatedDays, row.Numerator)),
            Measure.Duration => (Figure.Median, row => (row.Days?.Median, row.Days?.Count)),
            _ => (Figure.Count, row => (row.Numerator, null)),
        };

    /// <summary>Adds the shares of women and men with their target, and a chart of them.</summary>
    private static void AddShares(XlsxSheet sheet, List<XlsxChart> charts, DocumentGoal[] goals, ReportTexts texts)
    {
        if (goals.Length == 0)
        {
            return;
        }

        decimal? ShareOf(DocumentGoal goal, GenderGroup who) => goal.Item.Rows.Single(row => row.Gender == Code.Format(who)).Share;
        charts.Add(AddFigures(
            sheet,
            texts.In("Andel bland kvinnor och män, och målvärdet", "Share among women and men, and the target"),
            [texts.Of(GenderGroup.Woman), texts.Of(GenderGroup.Man), texts.In("Målvärde", "Target")],
            [
                .. goals.Select(goal => (goal.NameIn(texts),
                    (decimal?[])[ShareOf(goal, GenderGroup.Woman), ShareOf(goal, GenderGroup.Man), TargetOf(goal.Item)]))
            ],
            isShare: true));
    }

    /// <summary>Adds who has started, who has exited and who is there in each window, and a chart of them.</summary>
    private static void AddFlow(XlsxSheet sheet, List<XlsxChart> charts, ReportDocument document)
    {
        var texts = document.Texts;
        var tables = document.Tables.Where(t => t.Table.Section == ReportSection.Flow).GroupBy(t => t.Project).OrderBy(t => t.Key is not null).FirstOrDefault();
        if (tables is null)
        {
            return;
        }

        string[] keys = [FlowTable.Started, FlowTable.Exited, FlowTable.OngoingAtEnd];
        var rows = tables.First().Table.Rows;
        charts.Add(AddFigures(
            sheet,
            texts.In("Påbörjade, avslutade och pågående", "Started, exited and ongoing"),
            [.. keys.Select(key => texts.OfRow(ReportSection.Flow, rows.First(row => row.Key == key), null))],
            [
                .. tables.OrderBy(t => t.Table.Window).Select(t => ($"{texts.Of(t.Table.Window)} {texts.Of(t.Table.Cohort)}",
                    keys.Select(key => t.Table.Rows.First(row => row.Key == key)[GenderGroup.Total]).ToArray()))
            ],
            isShare: false));
    }

    /// <summary>Adds lines of figures with a heading, and returns the chart that shows them.</summary>
    private static XlsxChart AddFigures(
        XlsxSheet sheet, string title, string[] series, (string Name, decimal?[] Values)[] lines, bool isShare)
    {
        sheet.Add([]);
        sheet.Add(((string[])[title, string.Empty, .. series]).Select(heading => XlsxCell.Text(heading, Style.Heading)));
        var first = sheet.Rows + 1;
        foreach (var (name, values) in lines)
        {
            sheet.Add(
            [
                XlsxCell.Text(name, Style.Wrapped), null,
                .. values.Select(value => value is { } number ? XlsxCell.Number(number, isShare ? Style.Percent : Style.Whole) : null),
            ]);
        }

        return new XlsxChart(
            title,
            isShare,
            new ChartTexts(sheet.RangeOf(0, first, 0, sheet.Rows), [.. lines.Select(line => line.Name)]),
            [
                .. series.Select((name, i) => new ChartSeries(
                    name,
                    sheet.RangeOf(FirstOfCharts + i, first - 1, FirstOfCharts + i, first - 1),
                    sheet.RangeOf(FirstOfCharts + i, first, FirstOfCharts + i, sheet.Rows),
                    [.. lines.Select(line => line.Values[i])]))
            ]);
    }

    /// <summary>Reads the target of a share: that of the total, otherwise the first of women and men. Example: "20%" is 0.2.</summary>
    private static decimal? TargetOf(AttainmentItem item)
    {
        var total = Code.Format(GenderGroup.Total);
        var target = item.Rows.OrderByDescending(row => row.Gender == total).Select(row => row.Target).FirstOrDefault(target => target is not null);
        var limit = (target?.AtLeast ?? target?.AtMost)?.ToString().TrimEnd('%');
        return decimal.TryParse(limit, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent / 100 : null;
    }
}
