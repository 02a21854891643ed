namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The input of a condition: one participation as it was known on a day, and the goals whose numerators it is already in.
/// </summary>
/// <param name="participation">The participation.</param>
/// <param name="knownOn">
/// The day. An exit (with the follow-up after it), an offer or a referral outcome that came later is left out.
/// </param>
/// <param name="lastDay">The last day of the window, or today if that is earlier.</param>
/// <param name="firstDay">The first day of the window. The first of all days where the answer is the same for all windows.</param>
/// <param name="standings">The standings of the participation to the goals that were evaluated before.</param>
/// <param name="followUpMonths">The months after the exit of the follow-up that is asked about. Null when there is none.</param>
public readonly ref struct Subject(
    Participation participation, DateOnly knownOn, DateOnly firstDay, DateOnly lastDay, ReadOnlySpan<GoalStanding> standings, int? followUpMonths)
{
    private readonly ReadOnlySpan<GoalStanding> _standings = standings;

    public Participation Participation { get; } = participation;

    /// <summary>The first day of the window, or of all days.</summary>
    public DateOnly FirstDay { get; } = firstDay;

    /// <summary>The last day that has happened, of the window or of all days.</summary>
    public DateOnly LastDay { get; } = lastDay;

    public ParticipationExit? Exit { get; } = participation.Exit is { } exit && exit.On <= knownOn ? exit : null;

    /// <summary>The answer to the follow-up that the goal asks about.</summary>
    public FollowUpAnswer? FollowUpAnswer => followUpMonths is { } months ? AnswerAfter(months) : null;

    /// <summary>Whether a place has been offered.</summary>
    public bool IsOffered => Participation.OfferedOn <= knownOn;

    /// <summary>The outcome of the referral. A referral that was closed after the day counts as open.</summary>
    public ReferralOutcome? ReferralOutcome =>
        Participation.ReferralClosedOn > knownOn ? Participations.ReferralOutcome.Open : Participation.ReferralOutcome;

    /// <summary>Returns the answer to the follow-up a number of months after the exit. Null while there is none.</summary>
    public FollowUpAnswer? AnswerAfter(int months) => Participation.Exit?.On > knownOn ? null : Participation.FollowUpAfter(months)?.Answer;

    /// <summary>Describes the same participation to a goal that asks about another follow-up.</summary>
    public Subject AskedAfter(int? months) => months == followUpMonths ? this : new(Participation, knownOn, FirstDay, LastDay, _standings, months);

    /// <summary>
    /// Determines whether the participation is in the numerator of a goal, given the position of the goal among those that are computed
    /// together.
    /// </summary>
    public bool IsInNumerator(int goal) => _standings[goal] == GoalStanding.InNumerator;
}

/// <summary>
/// A condition in a goal's <c>counts</c> or <c>filter</c>. Sets of codes are bit masks, so that evaluation allocates nothing.
/// </summary>
public abstract record Condition
{
    /// <summary>The keys of the goals that the condition refers to.</summary>
    public virtual IEnumerable<string> GoalKeys => [];

    /// <summary>Whether the answer for one participation can differ from window to window.</summary>
    public virtual bool DependsOnWindow => false;

    /// <summary>Whether the answer can differ between windows that end on the same day.</summary>
    public virtual bool AsksOfFirstDay => false;

    /// <summary>Whether the condition asks what the participation has led to: an exit reason, a step, a job offer, an extent or an income.</summary>
    public virtual bool AsksOfOutcome => false;

    public abstract bool Holds(in Subject subject);

    /// <summary>
    /// Returns the condition prepared for goals that are computed together: a reference to a goal also gets the position of that goal.
    /// </summary>
    /// <param name="goals">The positions of the goals by key.</param>
    /// <param name="isOfSupported">Whether the goal is about those who were supported in the window. Then it asks of what began in it.</param>
    public virtual Condition Among(IReadOnlyDictionary<string, int> goals, bool isOfSupported) => this;

    /// <summary>Writes the condition as a clause. A negation is moved into the parts: "not (a or b)" becomes "not a and not b".</summary>
    /// <param name="words">The language and the names of goals.</param>
    /// <param name="holds">False to write the opposite of the condition.</param>
    /// <param name="isPart">Whether the clause is next to others. Its own parts are then put in parentheses.</param>
    internal abstract string Clause(GoalWords words, bool holds, bool isPart);
}
