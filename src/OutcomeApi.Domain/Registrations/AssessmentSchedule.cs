namespace OutcomeApi.Domain.Registrations;

/// <summary>A self-assessment that is due.</summary>
/// <param name="Occasion">The occasion in the participation.</param>
/// <param name="DueOn">The day on which it is due.</param>
/// <param name="Months">The months from the start to that day. Null for the assessment at the exit.</param>
public readonly record struct DueAssessment(AssessmentOccasion Occasion, DateOnly DueOn, int? Months);

/// <summary>
/// Computes which self-assessments of a participation are due.
/// </summary>
/// <remarks>
/// <para>
/// While a participation runs: the assessment at the start on its first day; after every third month one of <c>third-month</c>, and after every sixth one
/// of <c>sixth-month</c> instead. Of each of these two, only the latest is asked for: a talk that was never held is not held a year later. It is given when
/// there is an assessment of its occasion from thirty days before its day on. The assessment at the start is given when there is any of that occasion, and
/// is not asked for where the participation began before the project.
/// </para>
/// <para>
/// From the exit on, only the assessment at the exit is due, on the day of the exit, until there is one. Nothing is due of the deceased, of a registration
/// in error, or of an anonymous participation.
/// </para>
/// </remarks>
public static class AssessmentSchedule
{
    /// <summary>The months between two assessments.</summary>
    private const int Interval = 3;

    /// <summary>The number of days before its day on which an assessment can be given.</summary>
    private const int EarlyDays = FollowUpSchedule.GraceDays;

    /// <summary>Lists the assessments that are due on a day and have not been given, by their days.</summary>
    /// <param name="startedOn">The first day of the participation.</param>
    /// <param name="exit">The exit. Null while there is none.</param>
    /// <param name="projectStartsOn">The first day of the project.</param>
    /// <param name="given">The assessments by the instrument in question.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static IEnumerable<DueAssessment> DueOf(
        DateOnly startedOn,
        (DateOnly On, ExitReason Reason)? exit,
        DateOnly projectStartsOn,
        IReadOnlyCollection<(AssessmentOccasion Occasion, DateOnly On)> given,
        DateOnly asOf)
    {
        if (startedOn > asOf || exit?.Reason == ExitReason.RegisteredInError)
        {
            return [];
        }

        if (exit is { } ended && ended.On <= asOf)
        {
            return ended.Reason == ExitReason.Deceased || given.Any(a => a.Occasion == AssessmentOccasion.Exit)
                ? []
                : [new DueAssessment(AssessmentOccasion.Exit, ended.On, null)];
        }

        var due = new List<DueAssessment>();
        if (startedOn >= projectStartsOn && given.All(a => a.Occasion != AssessmentOccasion.Start))
        {
            due.Add(new DueAssessment(AssessmentOccasion.Start, startedOn, 0));
        }

        AddLatest(AssessmentOccasion.ThirdMonth, Interval);
        AddLatest(AssessmentOccasion.SixthMonth, 2 * Interval);
        return due.OrderBy(d => d.DueOn);

        void AddLatest(AssessmentOccasion occasion, int first)
        {
            var months = first;
            while (startedOn.AddMonths(months + (2 * Interval)) <= asOf)
            {
                months += 2 * Interval;
            }

            var dueOn = startedOn.AddMonths(months);
            if (dueOn <= asOf && dueOn >= projectStartsOn && !given.Any(a => a.Occasion == occasion && a.On >= dueOn.AddDays(-EarlyDays)))
            {
                due.Add(new DueAssessment(occasion, dueOn, months));
            }
        }
    }

    /// <summary>
    /// Lists the assessments that will be due after a day, by their days, if what is known of the participation does not change: each is due by
    /// <see cref="DueOf"/> when its day comes.
    /// </summary>
    /// <param name="startedOn">The first day of the participation.</param>
    /// <param name="exit">The exit. Null while there is none.</param>
    /// <param name="projectStartsOn">The first day of the project.</param>
    /// <param name="given">The assessments by the instrument in question.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="until">The last day that is looked at.</param>
    public static IEnumerable<DueAssessment> ComingOf(
        DateOnly startedOn,
        (DateOnly On, ExitReason Reason)? exit,
        DateOnly projectStartsOn,
        IReadOnlyCollection<(AssessmentOccasion Occasion, DateOnly On)> given,
        DateOnly asOf,
        DateOnly until)
    {
        var days = new SortedSet<DateOnly>();
        for (var months = 0; startedOn.AddMonths(months) <= until; months += Interval)
        {
            days.Add(startedOn.AddMonths(months));
        }

        if (exit is { } ended && ended.On <= until)
        {
            days.Add(ended.On);
        }

        return days.Where(day => day > asOf).SelectMany(day => DueOf(startedOn, exit, projectStartsOn, given, day).Where(due => due.DueOn == day));
    }
}
