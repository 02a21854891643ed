namespace OutcomeApi.Domain.Calendar;

/// <summary>The five states of a follow-up.</summary>
public enum FollowUpState
{
    /// <summary>The due date has not been reached. A follow-up in this state is never counted as missing.</summary>
    NotDue,

    /// <summary>The due date was reached at most thirty days ago.</summary>
    Due,

    /// <summary>The due date was more than thirty days ago.</summary>
    Overdue,

    Answered,

    /// <summary>No answer can be obtained: the referrer has closed the case or does not reply, or the identity is protected.</summary>
    Unobtainable,
}

/// <summary>Computes when follow-ups are due, and their state on a day.</summary>
public static class FollowUpSchedule
{
    /// <summary>The number of days after the due date on which a follow-up is still due. From the next day it is overdue.</summary>
    public const int GraceDays = 30;

    /// <summary>The longest time after an exit for which a follow-up can be made, in months.</summary>
    public const int MostMonths = 24;

    /// <summary>
    /// Adds calendar months to the exit date, clipped to the end of the month. For example, the follow-up three months after an exit on
    /// 2023-11-30 is due on 2024-02-29.
    /// </summary>
    public static DateOnly DueOn(DateOnly exitedOn, int months) => exitedOn.AddMonths(months);

    /// <summary>The number of days before its due date on which a follow-up can be made.</summary>
    public const int EarlyDays = 14;

    /// <summary>Computes the first day on which a follow-up can be made.</summary>
    public static DateOnly EarliestOn(DateOnly exitedOn, int months) => DueOn(exitedOn, months).AddDays(-EarlyDays);

    /// <summary>Determines the state of a follow-up that has no answer and is not known to be unobtainable.</summary>
    public static FollowUpState StateOf(DateOnly dueOn, DateOnly asOf) =>
        asOf < dueOn ? FollowUpState.NotDue
        : asOf <= dueOn.AddDays(GraceDays) ? FollowUpState.Due
        : FollowUpState.Overdue;
}
