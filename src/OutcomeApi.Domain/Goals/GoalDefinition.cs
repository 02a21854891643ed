using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Goals;

/// <summary>What kind of promise a goal is.</summary>
public enum GoalKind
{
    /// <summary>An outcome goal (<i>utfallsmål</i>).</summary>
    Goal,

    /// <summary>An effect the project hopes for.</summary>
    DesiredEffect,

    /// <summary>A figure of the work itself, usually without a target.</summary>
    Process,

    /// <summary>A stated capacity.</summary>
    Capacity,
}

/// <summary>How a goal's figure is made.</summary>
public enum Measure
{
    /// <summary>Numerator over denominator of the same participations.</summary>
    Share,

    /// <summary>A number of participations.</summary>
    Count,

    /// <summary>A reported figure.</summary>
    Milestone,

    /// <summary>Median and longest of a number of days.</summary>
    Duration,

    /// <summary>Starts against exits.</summary>
    Balance,

    /// <summary>A share now against the same share before.</summary>
    ChangeFromBaseline,
}

/// <summary>What a goal counts over.</summary>
public enum Population
{
    Referrals,
    ReferralsClosedOrStarted,
    ReferralsQueuedAtProjectStart,
    Enrollments,
    Exits,
    SupportedInWindow,
    FollowUpsDue,
    FollowUpsAnswered,
}

/// <summary>Which windows a target is judged in.</summary>
public enum Judged
{
    EachWindow,

    /// <summary>In the year-to-date of a third tertial only.</summary>
    CalendarYear,

    /// <summary>In the since-start window only.</summary>
    SinceStart,

    /// <summary>In the project's last tertial only.</summary>
    ProjectEnd,
}

/// <summary>A goal as a project has defined it: data, checked by <see cref="GoalParser"/>.</summary>
public sealed record GoalDefinition
{
    /// <summary>Stable key within the project, for example <c>iris2.work-or-studies</c>.</summary>
    public required string Key { get; init; }

    public required GoalKind Kind { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>First day on which this definition holds; null: from the project's start.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The subprojects it is computed for; none: the project as a whole.</summary>
    public IReadOnlyList<string> Subprojects { get; init; } = [];

    public required Measure Measure { get; init; }

    /// <summary>The denominator as a population; null when it is another goal's numerator (or the measure has none).</summary>
    public Population? Population { get; init; }

    /// <summary>The goal whose numerator is this goal's denominator (<i>of these</i>).</summary>
    public string? OfGoal { get; init; }

    /// <summary>GenderGroup in the denominator is counted; null: everybody.</summary>
    public Condition? Counts { get; init; }

    /// <summary>GenderGroup of the population is in the denominator at all; null: everybody.</summary>
    public Condition? Filter { get; init; }

    /// <summary>The reported figure or fidelity scale that a milestone or a baseline reads.</summary>
    public string? Figure { get; init; }

    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>The genders that must each meet the target; none: the total decides.</summary>
    public IReadOnlyList<Gender> EachOf { get; init; } = [];

    public Judged Judged { get; init; }

    /// <summary>Does it count participations or referrals, so that others can be of those whom it counts?</summary>
    public bool HasNumerator => Measure is Measure.Share or Measure.Count or Measure.ChangeFromBaseline;

    /// <summary>Keys of the goals that this one cannot be computed without.</summary>
    public IEnumerable<string> References
    {
        get
        {
            var inConditions = new[] { Counts, Filter }.OfType<Condition>().SelectMany(c => c.GoalKeys);
            return OfGoal is null ? inConditions : inConditions.Append(OfGoal);
        }
    }
}
