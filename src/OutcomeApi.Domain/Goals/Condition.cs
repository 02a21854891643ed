using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>What a condition looks at: one participation as it was known on a day, and which goals' numerators it already lies in.</summary>
/// <param name="participation">The participation.</param>
/// <param name="knownOn">The day: an exit (and the follow-up after it), an offer or an outcome that came later is not there.</param>
/// <param name="standings">How it stands to each goal that was asked before.</param>
public readonly ref struct Subject(Participation participation, DateOnly knownOn, ReadOnlySpan<GoalStanding> standings)
{
    private readonly ReadOnlySpan<GoalStanding> _standings = standings;

    public Participation Participation { get; } = participation;

    public ParticipationExit? Exit { get; } = participation.Exit is { } exit && exit.On <= knownOn ? exit : null;

    public FollowUpAnswer? FollowUpAnswer => Participation.Exit?.On > knownOn ? null : Participation.FollowUpAnswer;

    /// <summary>A place has been offered.</summary>
    public bool IsOffered => Participation.OfferedOn <= knownOn;

    /// <summary>What the referral has come to. A referral that is closed later is open.</summary>
    public ReferralOutcome? ReferralOutcome =>
        Participation.ReferralClosedOn > knownOn ? Participations.ReferralOutcome.Open : Participation.ReferralOutcome;

    /// <summary>Does it lie in the numerator of the goal at this place among those that are computed together?</summary>
    public bool IsInNumerator(int goal) => _standings[goal] == GoalStanding.InNumerator;
}

/// <summary>A condition of a goal's <c>counts</c> or <c>filter</c>. Sets of codes are bit masks; evaluation allocates nothing.</summary>
public abstract record Condition
{
    /// <summary>The words that a definition may use.</summary>
    public static readonly IReadOnlyList<string> Words =
    [
        "any", "all", "not", "exitReason", "ending", "occupationGroup", "step", "jobOffer", "documentation", "nextMeasureReady",
        "nextStepWithinDays", "followUpAnswer", "functioningPlan", "functioningMeasure", "referrer", "referralOutcome", "offered", "mapped",
        "ageAtStart", "carriedOver", "inGoal",
    ];

    /// <summary>Keys of the goals that the condition refers to.</summary>
    public virtual IEnumerable<string> GoalKeys => [];

    public abstract bool Holds(in Subject subject);

    /// <summary>The same condition for goals that are computed together: what names a goal knows the goal's place among them.</summary>
    public virtual Condition Among(IReadOnlyDictionary<string, int> goals) => this;

    /// <summary>Every part holds (<c>all</c>, and the members of one object).</summary>
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

    /// <summary>At least one part holds (<c>any</c>).</summary>
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

    /// <summary>The part does not hold (<c>not</c> with a list: none of them holds).</summary>
    public sealed record Not(Condition Part) : Condition
    {
        public override IEnumerable<string> GoalKeys => Part.GoalKeys;

        public override Condition Among(IReadOnlyDictionary<string, int> goals) => new Not(Part.Among(goals));

        public override bool Holds(in Subject subject) => !Part.Holds(subject);
    }

    /// <summary>The exit reason is one of a set (<c>exitReason</c>, <c>ending</c> and <c>occupationGroup</c> all come down to this).</summary>
    public sealed record ExitReasonIn(long Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit && (Mask & (1L << (int)exit.Reason)) != 0;
    }

    /// <summary>A documented step of one of these kinds.</summary>
    public sealed record StepIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) => (subject.Participation.StepKinds & Mask) != 0;
    }

    /// <summary>A job offer of one of these kinds, see <see cref="JobOfferKinds"/>.</summary>
    public sealed record JobOfferIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) => (subject.Participation.JobOfferKinds & Mask) != 0;
    }

    /// <summary>Final documentation was given to the referrer, the participant, or both.</summary>
    public sealed record Documented(bool ToReferrer, bool ToParticipant) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit
            && (!ToReferrer || exit.DocumentedToReferrer)
            && (!ToParticipant || exit.DocumentedToParticipant);
    }

    /// <summary>The next measure was ready at exit, or was not.</summary>
    public sealed record NextMeasureReady(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit && exit.NextMeasureReady == Expected;
    }

    /// <summary>The next step begins at most so many days after exit. A step registered without a date counts as begun.</summary>
    public sealed record NextStepWithin(int Days) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Exit is { } exit
            && (exit.NextStepStartsOn is not { } next || next.DayNumber - exit.On.DayNumber <= Days);
    }

    /// <summary>The participation started after mapping (<i>kartläggning</i>), on the same day at the earliest; or did not.</summary>
    public sealed record Mapped(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) =>
            (subject.Participation.MappedOn <= subject.Participation.StartedOn) == Expected;
    }

    /// <summary>The participation was running when the project began, or was not.</summary>
    public sealed record CarriedOver(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) => subject.Participation.CarriedOver == Expected;
    }

    /// <summary>Age at start within bounds, both inclusive; unknown ages are outside.</summary>
    public sealed record AgeAtStart(int From, int To) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Participation.AgeAtStart is { } age && age >= From && age <= To;
    }

    /// <summary>Proposed by one of these referrers.</summary>
    public sealed record ReferrerIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.Participation.Referrer is { } referrer && (Mask & (1 << (int)referrer)) != 0;
    }

    /// <summary>The follow-up's answer is one of these.</summary>
    public sealed record FollowUpAnswerIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.FollowUpAnswer is { } answer && (Mask & (1 << (int)answer)) != 0;
    }

    /// <summary>The referral came to one of these outcomes.</summary>
    public sealed record ReferralOutcomeIn(int Mask) : Condition
    {
        public override bool Holds(in Subject subject) =>
            subject.ReferralOutcome is { } outcome && (Mask & (1 << (int)outcome)) != 0;
    }

    /// <summary>A place was offered, or was not.</summary>
    public sealed record Offered(bool Expected) : Condition
    {
        public override bool Holds(in Subject subject) => subject.IsOffered == Expected;
    }

    /// <summary>Lies in the numerator of another goal.</summary>
    /// <param name="Key">The goal's key.</param>
    /// <param name="Place">Its place among the goals that are computed together; null: it is not among them, and nobody lies in its numerator.</param>
    public sealed record InGoal(string Key, int? Place = null) : Condition
    {
        public override IEnumerable<string> GoalKeys => [Key];

        public override Condition Among(IReadOnlyDictionary<string, int> goals) =>
            this with { Place = goals.TryGetValue(Key, out var place) ? place : null };

        public override bool Holds(in Subject subject) => Place is { } place && subject.IsInNumerator(place);
    }
}
