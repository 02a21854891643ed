using System.Globalization;
using OutcomeApi.Domain.Calendar;

namespace OutcomeApi.Domain.Reports;

/// <summary>The calendar months of a window; the first and the last may be cut.</summary>
public static class ReportMonths
{
    /// <summary>The label that names the month.</summary>
    public const string Month = "month";

    /// <summary>A month as <c>2026-04</c>.</summary>
    public static string CodeOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The days of each month of the window that has begun, in order; the current one ends today.</summary>
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
