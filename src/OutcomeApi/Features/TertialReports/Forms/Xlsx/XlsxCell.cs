using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>Builds cells of a worksheet. Numbers and dates are real cell values.</summary>
internal static class XlsxCell
{
    public static Cell Text(string text, Style style = Style.Plain) =>
        new(new InlineString(new Text(new string([.. text.Where(XmlConvert.IsXmlChar)])) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = (uint)style,
        };

    public static Cell Number(decimal value, Style style) =>
        new(new CellValue(CellText.Plain(value))) { DataType = CellValues.Number, StyleIndex = (uint)style };

    /// <summary>Builds a date cell. Excel stores a date as the number of days since 1899-12-30.</summary>
    public static Cell Date(DateOnly day) =>
        new(new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)))
        {
            DataType = CellValues.Number,
            StyleIndex = (uint)Style.Date,
        };

    /// <summary>Builds the cell of a figure. A withheld figure is its sign, a missing figure a dash.</summary>
    public static Cell Figure(ReportCell cell, Figure figure) => cell switch
    {
        { Withheld: true } => Text(CellText.OfWithheld(cell), Style.Withheld),
        { Value: { } value } => Number(value, ReportRow.KindOf(figure) switch
        {
            CellKind.Share => Style.Percent,
            CellKind.Count => Style.Whole,
            _ => value == decimal.Truncate(value) ? Style.Whole : Style.TwoDecimals,
        }),
        _ => Text(CellText.None, Style.Missing),
    };

    /// <summary>Returns the style of a verdict.</summary>
    public static Style StyleOf(string? verdict) => verdict switch
    {
        "reached" => Style.Reached,
        "not-reached" => Style.NotReached,
        "not-assessable" => Style.NotAssessable,
        _ => Style.Wrapped,
    };

    /// <summary>Is a text in this style wrapped in its cell?</summary>
    public static bool IsWrapped(Cell cell) =>
        (Style)cell.StyleIndex!.Value is Style.Heading or Style.Wrapped or Style.Reached or Style.NotReached or Style.NotAssessable;
}
