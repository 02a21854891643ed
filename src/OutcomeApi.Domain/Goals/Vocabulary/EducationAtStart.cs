namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the highest education at the start is one of these. An education that is not stated does not meet the condition.</summary>
public sealed record EducationAtStart(long Mask) : Condition
{
    internal static readonly Word Word = Word.OfCodes<Education>(
        "educationAtStart",
        "The highest education at the start is one of these. A participation without a stated education does not fulfil the condition.",
        educations => new EducationAtStart(CodeMask.Where<Education>(educations.Contains)));

    public override bool Holds(in Subject subject) => subject.Participation.Education is { } education && (Mask & (1L << (int)education)) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Choose(
            holds,
            "utbildningen vid start är ", "utbildningen vid start är okänd eller inte ",
            "the education at the start is ", "the education at the start is not known or not ")
        + words.Or(words.Names<Education>("education", Mask));
}
