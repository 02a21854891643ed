using System.Globalization;

namespace OutcomeApi.Domain.Tests.Calendar;

/// <summary>What a calendar tells of what waits and what is to come, worked by hand: it is 22 November 2026.</summary>
public sealed class DueByMonthTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    // Thirty days before 22 November is 23 October: due since then is due, due before is overdue. The last day that is looked at is 30 November 2027.
    [Fact]
    public void Each_due_date_is_overdue_or_in_its_month()
    {
        var due = Of("2026-10-22", "2026-10-23", "2026-11-01", "2026-11-22", "2026-11-30", "2027-11-30", "2027-12-01", "2025-01-31");

        due.Overdue.ShouldBe(2);
        due.Months.Select(month => $"{month.Month:yyyy-MM-dd} {month.Count}").ShouldBe(["2026-10-01 1", "2026-11-01 3", "2027-11-01 1"]);
    }

    [Fact]
    public void Where_nothing_is_due_nothing_is_told()
    {
        var none = Of();
        (none.Overdue, none.Months.Count).ShouldBe((0, 0));
    }

    private static DueByMonth Of(params string[] days) =>
        DueByMonth.From(days.Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)), Today);
}
