namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Compares a count with the count that would be needed by now for the target to be met in time. Days are counted with both ends.
/// </summary>
/// <param name="Missing">How many are missing from the target. Zero when it is reached.</param>
/// <param name="MonthsLeft">The months that are left, with one decimal. A month is a twelfth of 365.25 days.</param>
/// <param name="PerMonthSoFar">How many have come each month, with one decimal. Null before the first day of the pace.</param>
/// <param name="PerMonthNeeded">How many must come each month from now on, with one decimal. Null when no day is left.</param>
public sealed record Pace(long Missing, decimal MonthsLeft, decimal? PerMonthSoFar, decimal? PerMonthNeeded)
{
    private const decimal DaysInMonth = 365.25m / 12;

    /// <summary>Describes how a count stands to the lower limit of its target.</summary>
    /// <param name="count">The count so far.</param>
    /// <param name="needed">The lower limit.</param>
    /// <param name="days">The days of the pace.</param>
    public static Pace Compute(int count, long needed, PaceDays days)
    {
        var missing = Math.Max(0, needed - count);
        return new Pace(
            missing,
            OneDecimal(days.Left / DaysInMonth),
            days.SoFar > 0 ? OneDecimal(count * DaysInMonth / days.SoFar) : null,
            days.Left > 0 ? OneDecimal(missing * DaysInMonth / days.Left) : null);
    }

    private static decimal OneDecimal(decimal value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);
}

/// <summary>Counts the days over which the pace of a count is measured.</summary>
/// <param name="SoFar">The days from the beginning to the last day that is known. Zero before the beginning.</param>
/// <param name="Left">The days that are left after the last day that is known.</param>
/// <param name="InAll">All days, from the beginning to the day when the promise is judged.</param>
public readonly record struct PaceDays(int SoFar, int Left, int InAll)
{
    /// <summary>Finds the days for a figure.</summary>
    public static PaceDays Of(GoalFigure figure, DueDay due, Timeline time)
    {
        var from = Timeline.Later(time.PaceFrom, figure.Cohort.From);
        var last = time.LastDayOf(figure.Cohort);
        return new PaceDays(Math.Max(0, Days(from, last)), Math.Max(0, due.On.DayNumber - last.DayNumber), Days(from, due.On));
    }

    private static int Days(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber + 1;
}
