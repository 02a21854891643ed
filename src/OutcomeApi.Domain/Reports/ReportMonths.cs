using System.Globalization;

namespace OutcomeApi.Domain.Reports;

/// <summary>Splits a window into calendar months. The first and the last month may be cut.</summary>
public static class ReportMonths
{
    /// <summary>The label that names the month.</summary>
    public const string Month = "month";

    /// <summary>Formats the month of a day as <c>2026-04</c>.</summary>
    public static string CodeOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Returns the days of each month of the window that has begun, in order. The current month ends today.</summary>
    public static IEnumerable<Cohort> In(Cohort window, DateOnly asOf)
    {
        var last = window.To < asOf ? window.To : asOf;
        for (var from = window.From; from <= last;)
        {
            var next = new DateOnly(from.Year, from.Month, 1).AddMonths(1);
            var to = next.AddDays(-1);
            yield return new Cohort(from, to < last ? to : last, Partial: from.Day != 1 || to > last);
            from = next;
        }
    }
}
