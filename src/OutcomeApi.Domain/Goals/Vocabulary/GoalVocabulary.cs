namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Lists the words that a definition may use as conditions. A new word is a file in this folder, an entry in this list and a row in
/// <c>docs/goals.md</c>. Parser, contract and sentences take it from there.
/// </summary>
public static class GoalVocabulary
{
    public static readonly IReadOnlyList<Word> Words =
    [
        Any.Word, All.Word, Not.Word,
        ExitReasonIn.Word, ExitReasonIn.EndingWord, ExitReasonIn.OccupationGroupWord,
        StepIn.Word, PlacedIn.Word, RatedHigher.Word, JobOfferIn.Word, Documented.Word, NextMeasureReady.Word, NextStepWithin.Word,
        ReturnedWithin.Word, ExitedMonthsAgo.Word, ExtentAtLeast.Word, IncomeIn.AtExitWord,
        FollowUpAnswerIn.Word, FollowUpAnswerIn.PlanWord, FollowUpAnswerIn.MeasureWord,
        ReferrerIn.Word, ReferrerUnitIn.Word, ReferralOutcomeIn.Word, Offered.Word, Mapped.Word, AgeAtStart.Word,
        EducationAtStart.Word, IncomeIn.AtStartWord, CarriedOver.Word, InGoal.Word,
    ];

    private static readonly Dictionary<string, Word> ByName = Words.ToDictionary(word => word.Name);

    internal static Word? Find(string name) => ByName.GetValueOrDefault(name);
}
