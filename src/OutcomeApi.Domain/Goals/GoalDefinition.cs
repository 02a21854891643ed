namespace OutcomeApi.Domain.Goals;

/// <summary>The kind of commitment that a goal expresses.</summary>
public enum GoalKind
{
    /// <summary>An outcome goal (<i>utfallsmål</i>).</summary>
    Goal,

    /// <summary>An effect that the project hopes for.</summary>
    DesiredEffect,

    /// <summary>A figure about the work itself, usually without a target.</summary>
    Process,

    /// <summary>A stated capacity.</summary>
    Capacity,
}

/// <summary>The way in which the figure of a goal is computed.</summary>
public enum Measure
{
    /// <summary>A numerator divided by a denominator, both counted among the same participations.</summary>
    Share,

    /// <summary>A number of participations.</summary>
    Count,

    /// <summary>A reported figure.</summary>
    Milestone,

    /// <summary>The median and the longest of a number of days.</summary>
    Duration,

    /// <summary>The days that the queue would take at the rate of starts of the last days.</summary>
    QueueTime,

    /// <summary>The number of starts divided by the number of exits.</summary>
    Balance,

    /// <summary>The change of a share from the same share earlier.</summary>
    ChangeFromBaseline,
}

/// <summary>The days that a duration is about.</summary>
public enum DurationSpan
{
    /// <summary>From the referral to the start, of those who started; beside it to the window's end, of those in queue.</summary>
    ReferralToStart,

    /// <summary>From the start to the first day of the first placement, of those whose first placement began in the window.</summary>
    StartToFirstPlacement,

    /// <summary>From the exit to the start of the next step, of those whose next step has a date.</summary>
    ExitToNextStep,
}

/// <summary>The population that a goal counts.</summary>
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

/// <summary>When a target is judged.</summary>
public enum Judged
{
    /// <summary>When the project has ended, by the window since its start.</summary>
    ProjectEnd,

    /// <summary>When a year has ended, by the year-to-date window of its third tertial.</summary>
    CalendarYear,

    /// <summary>In every window, when that has ended.</summary>
    EachWindow,
}

/// <summary>A goal as a project has defined it. It is data, checked by <see cref="GoalParser"/>.</summary>
public sealed record GoalDefinition
{
    /// <summary>The stable key within the project, for example <c>iris2.work-or-studies</c>.</summary>
    public required string Key { get; init; }

    public required GoalKind Kind { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>The first day on which this definition holds. Null when it holds from the project's start.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The subprojects that the goal is computed for. Empty when it is computed for the project as a whole.</summary>
    public IReadOnlyList<string> Subprojects { get; init; } = [];

    public required Measure Measure { get; init; }

    /// <summary>
    /// The population that is the denominator. Null when the denominator is another goal's numerator, or when the measure has no
    /// denominator.
    /// </summary>
    public Population? Population { get; init; }

    /// <summary>The goal whose numerator is this goal's denominator (<i>of these</i>).</summary>
    public string? OfGoal { get; init; }

    /// <summary>The condition for being counted in the numerator. Null when everybody in the denominator is counted.</summary>
    public Condition? Counts { get; init; }

    /// <summary>The condition for being in the denominator. Null when everybody in the population is.</summary>
    public Condition? Filter { get; init; }

    /// <summary>The name of the reported figure or fidelity scale that a milestone or a baseline reads.</summary>
    public string? Figure { get; init; }

    /// <summary>The days that a duration is about.</summary>
    public DurationSpan Between { get; init; }

    /// <summary>Whether a condition can have other answers in other windows.</summary>
    public bool DependsOnWindow => Counts?.DependsOnWindow == true || Filter?.DependsOnWindow == true;

    /// <summary>Whether a condition can have other answers in windows that end on the same day.</summary>
    public bool AsksOfFirstDay => Counts?.AsksOfFirstDay == true || Filter?.AsksOfFirstDay == true;

    /// <summary>
    /// The months after the exit of the follow-up that the goal asks about. Null when it is that of the goal whose numerator is the
    /// denominator, or else the project's first.
    /// </summary>
    public int? FollowUpMonths { get; init; }

    /// <summary>The calendar year whose share a change is measured from. Null for the year before the project.</summary>
    public int? BaselineYear { get; init; }

    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>The genders that must each meet the target. Empty when the total decides.</summary>
    public IReadOnlyList<Gender> EachOf { get; init; } = [];

    public Judged Judged { get; init; }

    /// <summary>The window by which the goal is judged, and followed until then.</summary>
    public Window FollowedIn => (Judged, Measure) switch
    {
        (Judged.EachWindow, _) => Window.Tertial,
        (Judged.CalendarYear, _) or (_, Measure.ChangeFromBaseline) => Window.YearToDate,
        _ => Window.SinceStart,
    };

    /// <summary>
    /// Whether the goal counts participations or referrals, so that other goals can use its numerator as their denominator.
    /// </summary>
    public bool HasNumerator => Measure is Measure.Share or Measure.Count or Measure.ChangeFromBaseline;

    /// <summary>The keys of the goals that this goal needs for its computation.</summary>
    public IEnumerable<string> References
    {
        get
        {
            var inConditions = new[] { Counts, Filter }.OfType<Condition>().SelectMany(c => c.GoalKeys);
            return OfGoal is null ? inConditions : inConditions.Append(OfGoal);
        }
    }
}
