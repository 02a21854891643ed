namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The input of a condition: one participation as it was known on a day, and the goals whose numerators it is already in.
/// </summary>
/// <param name="participation">The participation.</param>
/// <param name="knownOn">
/// The day. An exit (with the follow-up after it), an offer or a referral outcome that came later is left out.
/// </param>
/// <param name="standings">The standings of the participation to the goals that were evaluated before.</param>
public readonly ref struct Subject(Participation participation, DateOnly knownOn, ReadOnlySpan<GoalStanding> standings)
{
    private readonly ReadOnlySpan<GoalStanding> _standings = standings;

    public Participation Participation { get; } = participation;

    public ParticipationExit? Exit { get; } = participation.Exit is { } exit && exit.On <= knownOn ? exit : null;

    public FollowUpAnswer? FollowUpAnswer => Participation.Exit?.On > knownOn ? null : Participation.FollowUpAnswer;

    /// <summary>Whether a place has been offered.</summary>
    public bool IsOffered => Participation.OfferedOn <= knownOn;

    /// <summary>The outcome of the referral. A referral that was closed after the day counts as open.</summary>
    public ReferralOutcome? ReferralOutcome =>
        Participation.ReferralClosedOn > knownOn ? Participations.ReferralOutcome.Open : Participation.ReferralOutcome;

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
    /// <summary>The words that a definition may use for conditions.</summary>
    public static readonly IReadOnlyList<string> Words =
    [
        "any", "all", "not", "exitReason", "ending", "occupationGroup", "step", "jobOffer", "documentation", "nextMeasureReady",
        "nextStepWithinDays", "followUpAnswer", "functioningPlan", "functioningMeasure", "referrer", "referralOutcome", "offered", "mapped",
        "ageAtStart", "carriedOver", "inGoal",
    ];

    /// <summary>The keys of the goals that the condition refers to.</summary>
    public virtual IEnumerable<string> GoalKeys => [];

    public abstract bool Holds(in Subject subject);

    /// <summary>
    /// Returns the condition prepared for goals that are computed together: a reference to a goal also gets the position of that goal.
    /// </summary>
    public virtual Condition Among(IReadOnlyDictionary<string, int> goals) => this;

    /// <summary>Holds when every part holds (<c>all</c>, and the members of one object).</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override IEnumerable<string> GoalKeys => Parts.SelectMany(p => p.GoalKeys);

        public override Condition Among(IReadOnlyDictionary<string, int> goals) => new All([.. Parts.Select(p => p.Among(goals))]);

        public override bool Holds(in Subject subject)
        {
            for (var i = 0; i < Parts.Count; i++)
            {
                if (!Parts[i].Holds(subject))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Holds when at least one part holds (<c>any</c>).</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override IEnumerable<string> GoalKeys => Parts.SelectMany(p => p.GoalKeys);

        public override Condition Among(IReadOnlyDictionary<string, int> goals) => new Any([.. Parts.Select(p => p.Among(goals))]);

        public override bool Holds(in Subject subject)
        {
            for (var i = 0; i < Parts.Count; i++)
            {
                if (Parts[i].Holds(subject))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Holds when the part does not hold. For <c>not</c> with a list: when none of the conditions in the list holds.</summary>
    public sealed record Not(Condition Part) : Condition
    {
        public override IEnumerable<string> GoalKeys => Part.GoalKeys;

        public override Condition Among(IReadOnlyDictionary<string, int> goals) => new Not(Part.Among(goals));

        public override bool Holds(in Subject subject) => !Part.Holds(subject);
    }

    /// <summary>
    /// Holds when the exit reason is one of a set. <c>exitReason</c>, <c>ending</c> and <c>occupationGroup</c> are all reduced to this
    /// condition.
    /// </summary>
    public sealed record ExitReasonIn(long Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit && (Mask & (1L << (int)exit.Reason)) != 0;
    }

    /// <summary>Holds when a step of one of these kinds is documented.</summary>
    public sealed record StepIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) => (subject.Participation.StepKinds & Mask) != 0;
    }

    /// <summary>Holds when there is a job offer of one of these kinds, see <see cref="JobOfferKinds"/>.</summary>
    public sealed record JobOfferIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) => (subject.Participation.JobOfferKinds & Mask) != 0;
    }

    /// <summary>Holds when final documentation was given to the referrer, the participant, or both.</summary>
    public sealed record Documented(bool ToReferrer, bool ToParticipant) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit
            && (!ToReferrer || exit.DocumentedToReferrer)
            && (!ToParticipant || exit.DocumentedToParticipant);
    }

    /// <summary>Holds when the next measure was ready at exit, or was not, as expected.</summary>
    public sealed record NextMeasureReady(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit && exit.NextMeasureReady == Expected;
    }

    /// <summary>
    /// Holds when the next step begins at most this many days after exit. An exit without a date for the next step also meets the
    /// condition.
    /// </summary>
    public sealed record NextStepWithin(int Days) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit
            && (exit.NextStepStartsOn is not { } next || next.DayNumber - exit.On.DayNumber <= Days);
    }

    /// <summary>
    /// Compares the day of mapping (<i>kartläggning</i>) with the start. The person counts as mapped when the mapping took place before the
    /// start or on the same day. The condition holds when this is as expected.
    /// </summary>
    public sealed record Mapped(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) =>
            (subject.Participation.MappedOn <= subject.Participation.StartedOn) == Expected;
    }

    /// <summary>Holds when the participation was running when the project began, or was not, as expected.</summary>
    public sealed record CarriedOver(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) => subject.Participation.CarriedOver == Expected;
    }

    /// <summary>Holds when the age at start is within bounds, both inclusive. An unknown age is outside.</summary>
    public sealed record AgeAtStart(int From, int To) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Participation.AgeAtStart is { } age && age >= From && age <= To;
    }

    /// <summary>Holds when one of these referrers proposed the person.</summary>
    public sealed record ReferrerIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Participation.Referrer is { } referrer && (Mask & (1 << (int)referrer)) != 0;
    }

    /// <summary>Holds when the answer to the follow-up is one of these.</summary>
    public sealed record FollowUpAnswerIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.FollowUpAnswer is { } answer && (Mask & (1 << (int)answer)) != 0;
    }

    /// <summary>Holds when the referral has one of these outcomes.</summary>
    public sealed record ReferralOutcomeIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.ReferralOutcome is { } outcome && (Mask & (1 << (int)outcome)) != 0;
    }

    /// <summary>Holds when a place was offered, or was not, as expected.</summary>
    public sealed record Offered(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) => subject.IsOffered == Expected;
    }

    /// <summary>Holds when the participation is in the numerator of another goal.</summary>
    /// <param name="Key">The goal's key.</param>
    /// <param name="Place">
    /// The position of that goal among those computed together. Null when it is not among them: the condition then never holds.
    /// </param>
    public sealed record InGoal(string Key, int? Place = null) : Condition
    {
        public override IEnumerable<string> GoalKeys => [Key];

        public override Condition Among(IReadOnlyDictionary<string, int> goals) =>
            this with { Place = goals.TryGetValue(Key, out var place) ? place : null };

        public override bool Holds(in Subject subject) => Place is { } place && subject.IsInNumerator(place);
    }
}
