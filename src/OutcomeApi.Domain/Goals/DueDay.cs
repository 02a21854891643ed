namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Tells when a promise is judged, as seen from one of its figures. A promise is followed in every window and judged in one: when the
/// project has ended, when the year has ended, or in each window when that has ended.
/// </summary>
/// <param name="On">The last day of the time that the promise is about.</param>
/// <param name="IsHere">Whether this figure is the one that the promise is judged by.</param>
/// <param name="HasPassed">Whether that time is over.</param>
public readonly record struct DueDay(DateOnly On, bool IsHere, bool HasPassed)
{
    /// <summary>Whether the figure is judged now.</summary>
    public bool IsDue => IsHere && HasPassed;

    /// <summary>Finds the day for a figure.</summary>
    public static DueDay Of(GoalFigure figure, Timeline time)
    {
        var goal = figure.Goal.Definition!;
        var (period, tertial, window) = (time.Period, figure.Tertial, figure.Window);
        var (on, isHere) = goal.Judged switch
        {
            Judged.EachWindow => (figure.Cohort.To, IsAsked(goal, window)),
            Judged.CalendarYear => (
                Timeline.Earlier(new DateOnly(tertial.Year, 12, 31), period.EndsOn),
                window == Window.YearToDate && (tertial.IsLastOfYear || tertial == period.Last)),
            _ when goal.Measure == Measure.ChangeFromBaseline => (period.EndsOn, window == Window.YearToDate && tertial == LastWholeYear(period)),
            _ => (period.EndsOn, window == Window.SinceStart && tertial == period.Last),
        };
        return new DueDay(on, isHere, time.HasEnded(on));
    }

    /// <summary>
    /// Determines whether a goal has a target in a window. Counts grow, so a count is compared only in the window that it is judged by. A
    /// change is one from year to year.
    /// </summary>
    public static bool IsAsked(GoalDefinition goal, Window window) => (goal.Measure, goal.Judged) switch
    {
        (Measure.ChangeFromBaseline, _) => window == Window.YearToDate,
        (Measure.Count, Judged.ProjectEnd) => window == Window.SinceStart,
        (Measure.Count, Judged.CalendarYear) => window == Window.YearToDate,
        _ => true,
    };

    /// <summary>Finds the third tertial of the project's last whole calendar year, or its last tertial if it has no whole year.</summary>
    private static Tertial LastWholeYear(ReportingPeriod period)
    {
        var year = period.EndsOn is { Month: 12, Day: 31 } ? period.EndsOn.Year : period.EndsOn.Year - 1;
        return new DateOnly(year, 1, 1) >= period.StartsOn ? new Tertial(year, 3) : period.Last;
    }
}
