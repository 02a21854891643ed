namespace OutcomeApi.Domain.Calendar;

/// <summary>How much of one kind falls due in a month.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="Count">The number.</param>
public sealed record DueInMonth(DateOnly Month, int Count);

/// <summary>What waits and what is to come, for a calendar: each due date is counted once, as overdue or in its month.</summary>
/// <param name="Overdue">The number of those that are overdue.</param>
/// <param name="Months">The months in which others fall due, in order.</param>
public sealed record DueByMonth(int Overdue, IReadOnlyList<DueInMonth> Months)
{
    /// <summary>The number of months after the present one that are looked at.</summary>
    private const int MonthsAhead = 12;

    /// <summary>Returns the last day that is looked at: the last day of the twelfth month after the present one.</summary>
    public static DateOnly LastDay(DateOnly asOf) => FirstOf(asOf).AddMonths(MonthsAhead + 1).AddDays(-1);

    /// <summary>Counts due dates. Those after the last day that is looked at are left out.</summary>
    /// <param name="dueDates">The due dates of what has not been done.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static DueByMonth From(IEnumerable<DateOnly> dueDates, DateOnly asOf)
    {
        var last = LastDay(asOf);
        var known = dueDates.Where(dueOn => dueOn <= last).ToLookup(dueOn => FollowUpSchedule.StateOf(dueOn, asOf) == FollowUpState.Overdue);
        return new DueByMonth(
            known[true].Count(),
            [.. known[false].GroupBy(FirstOf).OrderBy(month => month.Key).Select(month => new DueInMonth(month.Key, month.Count()))]);
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
