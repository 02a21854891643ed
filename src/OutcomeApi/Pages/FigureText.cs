using System.Globalization;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Runs;

namespace OutcomeApi.Pages;

/// <summary>Writes goal figures for people.</summary>
internal static class FigureText
{
    /// <summary>
    /// Writes the figure of one row: "21/100 21 %" for shares, the number for counts, the median of days for durations. A row that is not shown is
    /// written as its sign.
    /// </summary>
    public static string Of(AttainmentItem item, string gender, ReportTexts texts)
    {
        if (item.Rows.FirstOrDefault(row => row.Gender == gender) is not { } row)
        {
            return CellText.None;
        }

        if (row.FewerThan is { } fewer)
        {
            return string.Create(CultureInfo.InvariantCulture, $"<{fewer}");
        }

        return row switch
        {
            { Hidden: not null } => CellText.Withheld,
            { Days.Median: { } median } => string.Create(texts.Culture, $"{median:0.#} {texts.In("dagar", "days")}"),
            { EstimatedDays: { } days } => string.Create(texts.Culture, $"{days:0.#} {texts.In("dagar", "days")}"),
            { Numerator: { } numerator, Denominator: { } denominator } => string.Create(texts.Culture, $"{numerator}/{denominator}")
                + (row.Share is { } share ? " " + CellText.Shown(share, Domain.Reports.CellKind.Share, texts.Culture)
                    : row.Ratio is { } ratio ? " " + CellText.Shown(ratio, Domain.Reports.CellKind.Count, texts.Culture)
                    : string.Empty),
            { Numerator: { } count } => count.ToString(texts.Culture),
            _ => CellText.None,
        };
    }

    /// <summary>Writes the targets of a goal, for example "≥ 20 %".</summary>
    public static string OfTarget(AttainmentItem item, ReportTexts texts) =>
        string.Join(", ", item.Rows.Select(row => GoalTables.TextOf(row.Target, texts)).OfType<string>().Distinct().DefaultIfEmpty(CellText.None));

    /// <summary>Writes the verdict, or how the goal stands until it is due, and how sure that is. A sign makes it recognisable without colours.</summary>
    public static string OfStanding(AttainmentItem item, DateOnly asOf, ReportTexts texts)
    {
        var certainty = item.Clear switch { true => texts.In(", säkert", ", clear"), false => texts.In(", osäkert", ", uncertain"), null => string.Empty };
        return (item.Verdict, item.Standing) switch
        {
            (null, _) => CellText.Withheld,
            ("reached", _) => "✓ " + texts.In("Nått", "Reached") + certainty,
            ("not-reached", _) => "✗ " + texts.In("Inte nått", "Not reached") + certainty,
            ("not-due", "meets") => "✓ " + texts.In("Hittills: når målvärdet", "So far: meets the target") + certainty + Until(item, asOf, texts),
            ("not-due", "misses") => "✗ " + texts.In("Hittills: når inte målvärdet", "So far: does not meet the target") + certainty + Until(item, asOf, texts),
            ("not-due" or "not-assessable", _) => "? " + texts.In("Kan inte bedömas", "Not assessable") + Until(item, asOf, texts),
            _ => texts.In("Inget målvärde", "No target"),
        };
    }

    private static string Until(AttainmentItem item, DateOnly asOf, ReportTexts texts) =>
        item.DueOn is { } due && due >= asOf ? texts.In($" (bedöms efter {CellText.Date(due)})", $" (judged after {CellText.Date(due)})") : string.Empty;
}
