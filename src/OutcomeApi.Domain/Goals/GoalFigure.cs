namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The result of judging a goal. It is never decided by a rounded or floating-point figure, and it is given only when the goal is due.
/// </summary>
public enum Verdict
{
    Reached,
    NotReached,

    /// <summary>A figure that decides is missing, see <see cref="NotAssessableReason"/>. A share of 0 out of 0 is not 0 %.</summary>
    NotAssessable,

    /// <summary>The goal is not due yet, or it is judged in another window.</summary>
    NotDue,

    /// <summary>The goal has no target in this window.</summary>
    NoTarget,
}

/// <summary>What the verdict would be if the goal were judged by the numbers of this window.</summary>
public enum Standing
{
    Meets,
    Misses,

    /// <summary>A figure that decides is missing, see <see cref="NotAssessableReason"/>.</summary>
    NotAssessable,
}

/// <summary>The reason why a goal cannot be assessed.</summary>
public enum NotAssessableReason
{
    /// <summary>The denominator of a deciding share is zero.</summary>
    DenominatorZero,

    /// <summary>No figure has been reported in the window.</summary>
    NothingReported,

    /// <summary>The share of the year that the goal is compared with has not been reported.</summary>
    BaselineMissing,

    /// <summary>No referred person started in the window, so there is no waiting time.</summary>
    NobodyStarted,

    /// <summary>No participation ended in the window, so the starts cannot be divided by the exits.</summary>
    NoExits,

    /// <summary>The window ends before referrals began, so there is no pace.</summary>
    NotBegun,
}

/// <summary>
/// A numerator and its denominator. The denominator is null for a count, and for a reported number without a known denominator. For a
/// balance, the numerator is the number of starts and the denominator the number of exits, so the numerator is not a part of the
/// denominator.
/// </summary>
public readonly record struct Ratio(int Numerator, int? Denominator);

/// <summary>How long a group of people waited.</summary>
/// <param name="Count">The number of people, one or more.</param>
/// <param name="TwiceMedian">
/// Twice the median in days: the sum of the two middle waits, or twice the middle wait when the number of people is odd. Half of it is the
/// exact median. For example, waits of 3 and 4 days give 7, a median of 3.5.
/// </param>
/// <param name="Longest">The longest wait in days.</param>
public readonly record struct WaitingDays(int Count, int TwiceMedian, int Longest)
{
    /// <summary>The median wait in days. Half days are possible.</summary>
    public decimal Median => TwiceMedian / 2m;
}

/// <summary>The days waited from referral, both by people who started and by people who are still in queue.</summary>
/// <param name="Started">The waits of those who started in the window. Null when nobody did.</param>
/// <param name="StillQueued">The waits of those in queue on the window's last day, counted up to that day. Null when nobody was.</param>
public readonly record struct WaitingTime(WaitingDays? Started, WaitingDays? StillQueued);

/// <summary>The waiting times by gender. The total is kept too, because a median of medians is not the median of all.</summary>
public sealed record WaitingTimes(WaitingTime Woman, WaitingTime Man, WaitingTime Other, WaitingTime Unknown, WaitingTime Total)
{
    /// <summary>Returns the waiting time of one gender, or the total for null.</summary>
    public WaitingTime Of(Gender? gender) => gender switch
    {
        Gender.Woman => Woman,
        Gender.Man => Man,
        Gender.Other => Other,
        Gender.Unknown => Unknown,
        _ => Total,
    };
}

/// <summary>
/// One figure: the result of the engine for a goal, subproject, tertial and window, as a run stores it. Everything else (share, interval,
/// verdict) is derived from the figure and the version of the goal, see <see cref="Judgement"/>.
/// </summary>
public sealed record GoalFigure
{
    public required GoalVersion Goal { get; init; }

    /// <summary>The subproject id. Null for the project, or for several subprojects pooled.</summary>
    public string? Subproject { get; init; }

    public required Tertial Tertial { get; init; }

    public required Window Window { get; init; }

    public required Cohort Cohort { get; init; }

    /// <summary>
    /// The counts of women. Like those of the other genders, they are zero for milestones and durations, which count nobody.
    /// </summary>
    public required Ratio Woman { get; init; }

    public required Ratio Man { get; init; }

    public required Ratio Other { get; init; }

    public required Ratio Unknown { get; init; }

    /// <summary>
    /// The value of a milestone, or the baseline of a change. Null when it was not reported, or when the measure reads no reported value.
    /// </summary>
    public ReportedValue? Reported { get; init; }

    /// <summary>The waiting times of a duration. Null for the other measures.</summary>
    public WaitingTimes? Waiting { get; init; }

    /// <summary>How people have come and gone. Null except for shares that have a forecast, see <see cref="GoalForecast"/>.</summary>
    public Turnovers? Turnovers { get; init; }

    public Ratio Total => new(
        Woman.Numerator + Man.Numerator + Other.Numerator + Unknown.Numerator,
        Woman.Denominator + Man.Denominator + Other.Denominator + Unknown.Denominator);

    /// <summary>Returns the counts of one gender, or the total for null.</summary>
    public Ratio Of(Gender? gender) => gender switch
    {
        Gender.Woman => Woman,
        Gender.Man => Man,
        Gender.Other => Other,
        Gender.Unknown => Unknown,
        _ => Total,
    };
}
