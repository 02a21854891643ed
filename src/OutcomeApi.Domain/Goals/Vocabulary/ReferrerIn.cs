namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when one of these referrers proposed the person.</summary>
public sealed record ReferrerIn(long Mask) : Condition
{
    internal static readonly Word Word = Word.OfCodes<Referrer>(
        "referrer",
        "The referrer, who proposed the person, is one of these.",
        referrers => new ReferrerIn(CodeMask.Where<Referrer>(referrers.Contains)),
        project => project.Referrers);

    public override bool Holds(in Subject subject) => subject.Participation.Referrer is { } referrer && (Mask & (1L << (int)referrer)) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Is(holds, "remittenten", "the referrer", words.Names<Referrer>("referrers", Mask));
}
