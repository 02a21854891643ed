using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using Xdr = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>A bar chart of cells: a group of bars for each name, a bar for each series.</summary>
/// <param name="Title">Title of the chart.</param>
/// <param name="IsShare">True when the values are shares, from 0 to 100 %.</param>
/// <param name="Names">Names of the groups.</param>
/// <param name="Series">Series, from left to right.</param>
internal sealed record XlsxChart(string Title, bool IsShare, ChartTexts Names, IReadOnlyList<ChartSeries> Series);

/// <summary>Texts of a chart.</summary>
/// <param name="Range">Cells that hold them.</param>
/// <param name="Texts">The texts, so that the chart can be drawn before the cells are read.</param>
internal sealed record ChartTexts(string Range, IReadOnlyList<string> Texts);

/// <summary>A series of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="NameCell">Cell that holds the name.</param>
/// <param name="Range">Cells that hold the values.</param>
/// <param name="Values">The values. Null where there is no bar.</param>
internal sealed record ChartSeries(string Name, string NameCell, string Range, IReadOnlyList<decimal?> Values);

/// <summary>Writes charts into a sheet, one below the other after its last row.</summary>
internal static class XlsxCharts
{
    private const string ChartUri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private const uint NamesAxis = 1, ValuesAxis = 2;
    private const int LastColumn = 8;

    /// <summary>Colours that differ in brightness too, for readers who do not see colours and for printing in grey.</summary>
    private static readonly string[] Colours = ["1F4E79", "D98324", "A6A6A6"];

    public static void Write(WorksheetPart sheet, IReadOnlyList<XlsxChart> charts)
    {
        if (charts.Count == 0)
        {
            return;
        }

        var drawings = sheet.AddNewPart<DrawingsPart>();
        var drawing = new Xdr.WorksheetDrawing();
        var row = sheet.Worksheet.Descendants<Row>().Count() + 1;
        foreach (var (chart, number) in charts.Select((chart, number) => (chart, number)))
        {
            var part = drawings.AddNewPart<ChartPart>();
            part.ChartSpace = SpaceOf(chart);
            var height = HeightOf(chart);
            drawing.Append(AnchorOf(drawings.GetIdOfPart(part), chart.Title, (uint)number + 2, row, row + height));
            row += height + 1;
        }

        drawings.WorksheetDrawing = drawing;
        sheet.Worksheet.Append(new Drawing { Id = sheet.GetIdOfPart(drawings) });
    }

    /// <summary>Returns how many rows a chart covers.</summary>
    public static int HeightOf(XlsxChart chart) => 8 + (2 * chart.Names.Texts.Count);

    private static Xdr.TwoCellAnchor AnchorOf(string chart, string title, uint id, int firstRow, int lastRow) => new(
        new Xdr.FromMarker(new Xdr.ColumnId("0"), new Xdr.ColumnOffset("0"), new Xdr.RowId(Text(firstRow)), new Xdr.RowOffset("0")),
        new Xdr.ToMarker(new Xdr.ColumnId(Text(LastColumn)), new Xdr.ColumnOffset("0"), new Xdr.RowId(Text(lastRow)), new Xdr.RowOffset("0")),
        new Xdr.GraphicFrame(
            new Xdr.NonVisualGraphicFrameProperties(
                new Xdr.NonVisualDrawingProperties { Id = id, Name = title, Description = title }, new Xdr.NonVisualGraphicFrameDrawingProperties()),
            new Xdr.Transform(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = 0, Cy = 0 }),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = chart }) { Uri = ChartUri }))
        { Macro = string.Empty },
        new Xdr.ClientData());

    private static C.ChartSpace SpaceOf(XlsxChart chart)
    {
        var bars = new C.BarChart(
            new C.BarDirection { Val = C.BarDirectionValues.Bar },
            new C.BarGrouping { Val = C.BarGroupingValues.Clustered },
            new C.VaryColors { Val = false });
        foreach (var (series, number) in chart.Series.Select((series, number) => (series, (uint)number)))
        {
            bars.Append(SeriesOf(chart, series, number));
        }

        bars.Append(new C.GapWidth { Val = 60 }, new C.AxisId { Val = NamesAxis }, new C.AxisId { Val = ValuesAxis });
        return new C.ChartSpace(
            new C.RoundedCorners { Val = false },
            new C.Chart(
                new C.Title(
                    new C.ChartText(new C.RichText(
                        new A.BodyProperties(),
                        new A.ListStyle(),
                        new A.Paragraph(new A.Run(new A.RunProperties { FontSize = 1200, Bold = true }, new A.Text(chart.Title))))),
                    new C.Overlay { Val = false }),
                new C.AutoTitleDeleted { Val = false },
                new C.PlotArea(new C.Layout(), bars, NamesAxisOf(), ValuesAxisOf(chart)),
                new C.Legend(new C.LegendPosition { Val = C.LegendPositionValues.Bottom }, new C.Overlay { Val = false }),
                new C.PlotVisibleOnly { Val = true },
                new C.DisplayBlanksAs { Val = C.DisplayBlanksAsValues.Gap }));
    }

    private static C.BarChartSeries SeriesOf(XlsxChart chart, ChartSeries series, uint number) => new(
        new C.Index { Val = number },
        new C.Order { Val = number },
        new C.SeriesText(new C.StringReference(new C.Formula(series.NameCell), CacheOf([series.Name]))),
        new C.ChartShapeProperties(new A.SolidFill(new A.RgbColorModelHex { Val = Colours[number % Colours.Length] })),
        new C.InvertIfNegative { Val = false },
        new C.DataLabels(
            new C.NumberingFormat { FormatCode = FormatOf(chart), SourceLinked = false },
            new C.ShowLegendKey { Val = false },
            new C.ShowValue { Val = true },
            new C.ShowCategoryName { Val = false },
            new C.ShowSeriesName { Val = false },
            new C.ShowPercent { Val = false },
            new C.ShowBubbleSize { Val = false }),
        new C.CategoryAxisData(new C.StringReference(new C.Formula(chart.Names.Range), CacheOf(chart.Names.Texts))),
        new C.Values(new C.NumberReference(new C.Formula(series.Range), CacheOf(chart, series.Values))));

    private static C.StringCache CacheOf(IReadOnlyList<string> texts)
    {
        var cache = new C.StringCache(new C.PointCount { Val = (uint)texts.Count });
        cache.Append(texts.Select((text, i) => new C.StringPoint(new C.NumericValue(text)) { Index = (uint)i }));
        return cache;
    }

    private static C.NumberingCache CacheOf(XlsxChart chart, IReadOnlyList<decimal?> values)
    {
        var cache = new C.NumberingCache(new C.FormatCode(FormatOf(chart)), new C.PointCount { Val = (uint)values.Count });
        foreach (var (value, i) in values.Select((value, i) => (value, i)).Where(v => v.value is not null))
        {
            cache.Append(new C.NumericPoint(new C.NumericValue(CellText.Plain(value!.Value))) { Index = (uint)i });
        }

        return cache;
    }

    /// <summary>The names stand from top to bottom, as in the cells.</summary>
    private static C.CategoryAxis NamesAxisOf() => new(
        new C.AxisId { Val = NamesAxis },
        new C.Scaling(new C.Orientation { Val = C.OrientationValues.MaxMin }),
        new C.Delete { Val = false },
        new C.AxisPosition { Val = C.AxisPositionValues.Left },
        new C.MajorTickMark { Val = C.TickMarkValues.None },
        new C.MinorTickMark { Val = C.TickMarkValues.None },
        new C.TickLabelPosition { Val = C.TickLabelPositionValues.NextTo },
        new C.CrossingAxis { Val = ValuesAxis },
        new C.Crosses { Val = C.CrossesValues.AutoZero });

    private static C.ValueAxis ValuesAxisOf(XlsxChart chart) => new(
        new C.AxisId { Val = ValuesAxis },
        chart.IsShare
            ? new C.Scaling(
                new C.Orientation { Val = C.OrientationValues.MinMax }, new C.MaxAxisValue { Val = 1 }, new C.MinAxisValue { Val = 0 })
            : new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax }, new C.MinAxisValue { Val = 0 }),
        new C.Delete { Val = false },
        new C.AxisPosition { Val = C.AxisPositionValues.Bottom },
        new C.MajorGridlines(),
        new C.NumberingFormat { FormatCode = FormatOf(chart), SourceLinked = false },
        new C.MajorTickMark { Val = C.TickMarkValues.None },
        new C.MinorTickMark { Val = C.TickMarkValues.None },
        new C.TickLabelPosition { Val = C.TickLabelPositionValues.NextTo },
        new C.CrossingAxis { Val = NamesAxis },
        new C.Crosses { Val = C.CrossesValues.Maximum },
        new C.CrossBetween { Val = C.CrossBetweenValues.Between });

    private static string FormatOf(XlsxChart chart) => chart.IsShare ? "0%" : "0";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
