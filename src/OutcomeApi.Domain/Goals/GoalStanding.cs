namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The standing of a participation to one figure of a goal (for goals about referrals: the standing of a referral). It is the first reason
/// that keeps it out of the numerator, in the order of evaluation, or its place in the numerator or denominator.
/// </summary>
/// <remarks>
/// The order of the members matters. The engine counts every standing from <see cref="InDenominator"/> on, and a funnel lists its steps in
/// this order.
/// </remarks>
public enum GoalStanding
{
    /// <summary>The participation was registered by mistake and counts nowhere.</summary>
    RegisteredInError,

    /// <summary>The participation is anonymous. It counts only in goals that count enrollments.</summary>
    Anonymous,

    OtherSubproject,

    /// <summary>
    /// The participation is not in the goal's population, or the event that places it in a window has not happened or is outside the
    /// window.
    /// </summary>
    NotInWindow,

    OtherGender,

    /// <summary>The participation is not in the numerator of the goal whose numerator is this goal's denominator.</summary>
    NotInParent,

    /// <summary>The filter of the goal does not hold.</summary>
    FilteredOut,

    /// <summary>The participation is only in the denominator. For a balance: it ended in the window.</summary>
    InDenominator,

    /// <summary>
    /// The participation is in the numerator and, for a share, also in the denominator. For a balance or a waiting time: it started in the
    /// window.
    /// </summary>
    InNumerator,

    /// <summary>For a balance only: the participation started and ended in the window.</summary>
    InBoth,

    /// <summary>For a waiting time only: the referral is in queue on the window's last day.</summary>
    StillQueued,
}
