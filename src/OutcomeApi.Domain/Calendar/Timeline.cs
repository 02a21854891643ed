namespace OutcomeApi.Domain.Calendar;

/// <summary>Tells where in its life a project is, as one computation sees it.</summary>
/// <param name="Period">The project's period.</param>
/// <param name="AsOf">The day that counts as today.</param>
/// <param name="ReferralsBegan">The day when referrals began. Null when they began with the project.</param>
/// <param name="FollowUpMonths">
/// The months after an exit of the follow-up that a goal means when it names none: the project's first. Null when the project follows up nobody.
/// </param>
public sealed record Timeline(ReportingPeriod Period, DateOnly AsOf, DateOnly? ReferralsBegan = null, int? FollowUpMonths = 3)
{
    /// <summary>The first day from which a pace is measured.</summary>
    public DateOnly PaceFrom => Later(Period.StartsOn, ReferralsBegan ?? Period.StartsOn);

    /// <summary>Determines whether something that ends on a day is over.</summary>
    public bool HasEnded(DateOnly lastDay) => lastDay < AsOf;

    /// <summary>Returns the last day of a cohort that can have happened.</summary>
    public DateOnly LastDayOf(Cohort cohort) => Earlier(cohort.To, AsOf);

    public static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    public static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
