namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the referral has one of these outcomes.</summary>
public sealed record ReferralOutcomeIn(long Mask) : Condition
{
    internal static readonly Word Word = Word.OfCodes<ReferralOutcome>(
        "referralOutcome",
        "The outcome of the referral is one of these.",
        outcomes => new ReferralOutcomeIn(CodeMask.Where<ReferralOutcome>(outcomes.Contains)));

    public override bool Holds(in Subject subject) => subject.ReferralOutcome is { } outcome && (Mask & (1L << (int)outcome)) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Is(holds, "anvisningens utfall", "the referral's outcome", words.Names<ReferralOutcome>("referral-outcomes", Mask));
}
