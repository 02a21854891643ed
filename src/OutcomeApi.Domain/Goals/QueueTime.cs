namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Estimates how long the queue takes: those in queue on the window's last day, divided by the starts a day of the 120 days up to it. A
/// younger project has fewer days.
/// </summary>
public static class QueueTime
{
    private const int MostDays = 120;

    /// <summary>Finds the first and the last day whose starts are counted.</summary>
    public static (DateOnly From, DateOnly To) DaysOf(Cohort cohort, ReportingPeriod period, DateOnly asOf)
    {
        var to = Timeline.Earlier(cohort.To, asOf);
        return (Timeline.Later(to.AddDays(1 - MostDays), period.StartsOn), to);
    }

    /// <summary>Counts these days.</summary>
    public static int CountOf(Cohort cohort, Timeline time)
    {
        var (from, to) = DaysOf(cohort, time.Period, time.AsOf);
        return to.DayNumber - from.DayNumber + 1;
    }

    /// <summary>Determines whether a queue meets a target in days. Null when there is a queue and nobody has started.</summary>
    public static bool? IsMetBy(Ratio queue, int days, Target? target) => queue switch
    {
        { Numerator: 0 } => target?.IsMetBy(0, 1),
        { Denominator: 0 } => null,
        _ => target?.IsMetBy((long)queue.Numerator * days, queue.Denominator!.Value),
    };

    /// <summary>Computes the estimated days, with one decimal. Null when there is a queue and nobody has started.</summary>
    public static decimal? Estimate(Ratio queue, int days) => queue switch
    {
        { Numerator: 0 } => 0,
        { Denominator: 0 } => null,
        _ => Math.Round((decimal)queue.Numerator * days / queue.Denominator!.Value, 1, MidpointRounding.AwayFromZero),
    };
}
