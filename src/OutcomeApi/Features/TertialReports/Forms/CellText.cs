using System.Globalization;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>How figures are written.</summary>
internal static class CellText
{
    /// <summary>Stands where a figure is withheld.</summary>
    public const string Withheld = "··";

    /// <summary>What stands for a cell that is not shown: of a small total what it is less than.</summary>
    public static string OfWithheld(ReportCell cell) => cell.FewerThan is { } fewer ? string.Create(CultureInfo.InvariantCulture, $"<{fewer}") : Withheld;

    /// <summary>Stands where there is no figure.</summary>
    public const string None = "–";

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A figure as machines read it: a decimal point, no trailing zeros.</summary>
    public static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A figure as people read it: shares in whole percent, half away from zero.</summary>
    public static string Shown(decimal value, CellKind kind, CultureInfo culture) => kind == CellKind.Share
        ? string.Create(culture, $"{Math.Round(value * 100, 0, MidpointRounding.AwayFromZero):0} %")
        : value.ToString("0.##", culture);
}
