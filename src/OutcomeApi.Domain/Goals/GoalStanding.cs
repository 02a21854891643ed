namespace OutcomeApi.Domain.Goals;

/// <summary>
/// How a participation (or a referral, of goals about referrals) stands to one figure of a goal: the first thing that keeps it out of the numerator, in
/// the order in which it is asked, or that it lies there.
/// </summary>
public enum GoalStanding
{
    /// <summary>Registered by mistake: counts nowhere.</summary>
    RegisteredInError,

    /// <summary>Anonymous ones count in goals that count enrollments, and nowhere else.</summary>
    Anonymous,

    OtherSubproject,

    /// <summary>It is not in the goal's population, or what places it in a window has not happened or lies outside.</summary>
    NotInWindow,

    OtherGender,

    /// <summary>It is not in the numerator of the goal whose numerator is this goal's denominator.</summary>
    NotInParent,

    /// <summary>The goal's filter does not hold.</summary>
    FilteredOut,

    /// <summary>In the denominator only. Of a balance: exited in the window.</summary>
    InDenominator,

    /// <summary>In the numerator, and in the denominator of a share. Of a balance or a waiting time: started in the window.</summary>
    InNumerator,

    /// <summary>Only of a balance: started and exited in the window.</summary>
    InBoth,

    /// <summary>Only of a waiting time: a referral that is in queue on the window's last day.</summary>
    StillQueued,
}
