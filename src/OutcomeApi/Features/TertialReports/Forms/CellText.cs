using System.Globalization;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>Formats figures, dates and instants as text.</summary>
internal static class CellText
{
    /// <summary>Text shown in place of a withheld figure.</summary>
    public const string Withheld = "··";

    /// <summary>Formats a withheld cell: "&lt;n" for a small total with the upper bound n, otherwise <see cref="Withheld"/>.</summary>
    public static string OfWithheld(ReportCell cell) => cell.FewerThan is { } fewer ? string.Create(CultureInfo.InvariantCulture, $"<{fewer}") : Withheld;

    /// <summary>Space between the thousands of an amount, in both languages. It does not break.</summary>
    private const char ThousandsSpace = '\u00A0';

    /// <summary>Text shown where there is no figure.</summary>
    public const string None = "–";

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Formats a figure for machines: decimal point, up to four decimals, no trailing zeros.</summary>
    public static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>
    /// Formats a figure for people: shares in whole percent, rounded half away from zero; money with its thousands apart; other figures with up to two
    /// decimals. Example: 0.125 becomes "13 %".
    /// </summary>
    public static string Shown(decimal value, CellKind kind, CultureInfo culture) => kind switch
    {
        CellKind.Share => string.Create(culture, $"{Math.Round(value * 100, 0, MidpointRounding.AwayFromZero):0} %"),
        CellKind.Amount => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ThousandsSpace),
        _ => value.ToString("0.##", culture),
    };
}
