namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the answer to the follow-up is one of these. The three words are all reduced to this condition.</summary>
public sealed record FollowUpAnswerIn(long Mask) : Condition
{
    internal static readonly Word Word = Word.OfCodes<FollowUpAnswer>(
        "followUpAnswer", "The follow-up's answer is one of these.", answers => Where(answers.Contains), project => project.FollowUpAnswers);

    internal static readonly Word PlanWord = Word.OfTruth(
        "functioningPlan",
        "`true`: the follow-up's answer means a functioning plan. `false`: it does not.",
        expected => Where(answer => FollowUpAnswers.MeansFunctioningPlan(answer) == expected));

    internal static readonly Word MeasureWord = Word.OfTruth(
        "functioningMeasure",
        "`true`: the follow-up's answer means a functioning measure. `false`: it does not.",
        expected => Where(answer => FollowUpAnswers.MeansFunctioningMeasure(answer) == expected));

    public override bool Holds(in Subject subject) => subject.FollowUpAnswer is { } answer && (Mask & (1L << (int)answer)) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        Meaning(words, holds, FollowUpAnswers.MeansFunctioningPlan, "en fungerande planering", "a functioning plan")
        ?? Meaning(words, holds, FollowUpAnswers.MeansFunctioningMeasure, "en fungerande insats", "a functioning measure")
        ?? words.Is(
            holds,
            words.Answer("uppföljningens svar", "the follow-up's answer"),
            words.Answer("uppföljningens svar", "the follow-up's answer"),
            words.Names<FollowUpAnswer>("follow-up-answers", Mask));

    private string? Meaning(GoalWords words, bool holds, Func<FollowUpAnswer, bool> means, string sv, string en)
    {
        var answer = words.Answer("svaret", "the answer");
        return this != Where(means) && this != Where(given => !means(given))
            ? null
            : words.Choose(
                this == Where(means) == holds,
                $"{answer} innebär {sv}",
                $"{answer} inte innebär {sv}",
                $"{answer} means {en}",
                $"{answer} does not mean {en}");
    }

    private static FollowUpAnswerIn Where(Func<FollowUpAnswer, bool> fits) => new(CodeMask.Where(fits));
}
