namespace OutcomeApi.Domain.Calendar;

/// <summary>The five states of a follow-up.</summary>
public enum FollowUpState
{
    /// <summary>Its day has not come. Never counted as missing.</summary>
    NotDue,

    /// <summary>Its day has come, at most thirty days ago.</summary>
    Due,

    /// <summary>Its day came more than thirty days ago.</summary>
    Overdue,

    Answered,

    /// <summary>Nobody can answer it: the referrer has closed the case or does not reply, or the identity is protected.</summary>
    Unobtainable,
}

/// <summary>When follow-ups are due.</summary>
public static class FollowUpSchedule
{
    /// <summary>Days after the due date from which a follow-up is overdue.</summary>
    public const int GraceDays = 30;

    /// <summary>Exit date plus calendar months, clipped to the end of the month: an exit on 2023-11-30 is due on 2024-02-29.</summary>
    public static DateOnly DueOn(DateOnly exitedOn, int months) => exitedOn.AddMonths(months);

    /// <summary>The state of a follow-up that has neither an answer nor a reason to be without one.</summary>
    public static FollowUpState StateOf(DateOnly dueOn, DateOnly asOf) =>
        asOf < dueOn ? FollowUpState.NotDue
        : asOf <= dueOn.AddDays(GraceDays) ? FollowUpState.Due
        : FollowUpState.Overdue;
}
