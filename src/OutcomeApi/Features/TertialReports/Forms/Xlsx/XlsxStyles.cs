using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Features.TertialReports.Forms.Xlsx;

/// <summary>Cell styles of a workbook. The order must match the cell formats in <see cref="XlsxStyles"/>, because the value is used as the index.</summary>
internal enum Style
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
    Minor,
    Missing,
}

/// <summary>Builds the style sheet of a workbook.</summary>
internal static class XlsxStyles
{
    private const uint PlainFont = 0, BoldFont = 1, TitleFont = 2, MinorFont = 3;
    private const uint NoFill = 0, HeadingFill = 2, GreenFill = 3, RedFill = 4, GreyFill = 5;
    private const uint DateFormat = 164, DecimalsFormat = 165;

    public static Stylesheet Build() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy\\-mm\\-dd" },
            new NumberingFormat { NumberFormatId = DecimalsFormat, FormatCode = "0.##" })
        { Count = 2 },
        new Fonts(
            new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
            new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
            new Font(new Bold(), new FontSize { Val = 16 }, new FontName { Val = "Calibri" }),
            new Font(new Italic(), new FontSize { Val = 11 }, new Color { Rgb = "FF4A4A4A" }, new FontName { Val = "Calibri" }))
        { Count = 4 },
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
            Format(font: BoldFont, fill: HeadingFill, wrap: true),
            Format(DateFormat, top: true),
            Format(number: 1, top: true),
            Format(number: 9, top: true),
            Format(DecimalsFormat, top: true),
            Format(fill: GreenFill, wrap: true),
            Format(fill: RedFill, wrap: true),
            Format(fill: GreyFill, wrap: true),
            Format(fill: GreyFill, right: true),
            Format(font: TitleFont),
            Format(wrap: true),
            Format(font: MinorFont),
            Format(right: true))
        { Count = 14 },
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });

    private static Fill Solid(string colour) =>
        new(new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });

    private static CellFormat Format(
        uint number = 0, uint font = PlainFont, uint fill = NoFill, bool wrap = false, bool right = false, bool top = false)
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
        if (wrap || right || top)
        {
            format.ApplyAlignment = true;
            format.Alignment = new Alignment { Vertical = VerticalAlignmentValues.Top };
            if (wrap)
            {
                format.Alignment.WrapText = true;
            }

            if (right)
            {
                format.Alignment.Horizontal = HorizontalAlignmentValues.Right;
            }
        }

        return format;
    }
}
