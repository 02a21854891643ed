using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>What a goal has come to. Never decided by a rounded or floating figure.</summary>
public enum Verdict
{
    Reached,
    NotReached,

    /// <summary>What decides is missing, see <see cref="NotAssessableReason"/>: nothing divided by nothing is not 0 %.</summary>
    NotAssessable,

    /// <summary>The goal has no target that is judged in this window.</summary>
    NoTarget,
}

/// <summary>Why a goal can not be assessed.</summary>
public enum NotAssessableReason
{
    /// <summary>There is nobody in the denominator of a deciding share.</summary>
    DenominatorZero,

    /// <summary>The figure has not been reported in the window.</summary>
    NothingReported,

    /// <summary>The share of the year before has not been reported.</summary>
    BaselineMissing,

    /// <summary>Nobody who was referred has started in the window, so there is no waiting time.</summary>
    NobodyStarted,

    /// <summary>There are no exits to hold the starts against.</summary>
    NoExits,
}

/// <summary>
/// A numerator and its denominator. A count has no denominator, nor has a reported number of which none is known. Of a balance they are starts and
/// exits: then the numerator is no part of the denominator.
/// </summary>
public readonly record struct Ratio(int Numerator, int? Denominator);

/// <summary>How long some people have waited.</summary>
/// <param name="Count">How many they are, one or more.</param>
/// <param name="TwiceMedian">The sum of the middle two (of an odd number: twice the middle one), in days: the median is half of it, exactly.</param>
/// <param name="Longest">The longest wait in days.</param>
public readonly record struct WaitingDays(int Count, int TwiceMedian, int Longest)
{
    /// <summary>In days; half days are possible.</summary>
    public decimal Median => TwiceMedian / 2m;
}

/// <summary>The days from referral to start, and those of the people who have not started.</summary>
/// <param name="Started">Of those who started in the window; null: nobody did.</param>
/// <param name="StillQueued">Of those in queue on the window's last day, up to that day; null: nobody is.</param>
public readonly record struct WaitingTime(WaitingDays? Started, WaitingDays? StillQueued);

/// <summary>Waiting times by gender. A median of medians is no median, so the total is kept too.</summary>
public sealed record WaitingTimes(WaitingTime Woman, WaitingTime Man, WaitingTime Other, WaitingTime Unknown, WaitingTime Total)
{
    /// <summary>The waiting time of one gender; null for the total.</summary>
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
/// One figure: what the engine finds for a goal, subproject, tertial and window, and a run stores. Everything else (share, interval, verdict)
/// follows from it and the goal's version, see <see cref="Judgement"/>.
/// </summary>
public sealed record GoalFigure
{
    public required GoalVersion Goal { get; init; }

    /// <summary>Subproject id; null for the project, or for several subprojects pooled.</summary>
    public string? Subproject { get; init; }

    public required Tertial Tertial { get; init; }

    public required Window Window { get; init; }

    public required Cohort Cohort { get; init; }

    /// <summary>The women who are counted. Zero, like those of the other genders, for milestones and durations: they count nobody.</summary>
    public required Ratio Woman { get; init; }

    public required Ratio Man { get; init; }

    public required Ratio Other { get; init; }

    public required Ratio Unknown { get; init; }

    /// <summary>A milestone's value, or the baseline of a change; null: not reported, or the measure reads no reported value.</summary>
    public ReportedValue? Reported { get; init; }

    /// <summary>The waiting times of a duration; null for the other measures.</summary>
    public WaitingTimes? Waiting { get; init; }

    public Ratio Total => new(
        Woman.Numerator + Man.Numerator + Other.Numerator + Unknown.Numerator,
        Woman.Denominator + Man.Denominator + Other.Denominator + Unknown.Denominator);

    /// <summary>The counts of one gender; null for the total.</summary>
    public Ratio Of(Gender? gender) => gender switch
    {
        Gender.Woman => Woman,
        Gender.Man => Man,
        Gender.Other => Other,
        Gender.Unknown => Unknown,
        _ => Total,
    };
}
