namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Holds when one of these is among the person's sources of income, at the start or at the exit. Somebody of whom no source is stated does not meet the
/// condition.
/// </summary>
/// <param name="Mask">The sources of income.</param>
/// <param name="IsAtExit">Whether those at the exit are asked of. Otherwise those at the start.</param>
public sealed record IncomeIn(long Mask, bool IsAtExit) : Condition
{
    internal static readonly Word AtStartWord = Word.OfCodes<IncomeSource>(
        "incomeAtStart",
        "One of these is among the sources of income at the start. A participation without a stated source does not fulfil the condition.",
        sources => new IncomeIn(CodeMask.Where<IncomeSource>(sources.Contains), IsAtExit: false));

    internal static readonly Word AtExitWord = Word.OfCodes<IncomeSource>(
        "incomeAtExit",
        "One of these is among the sources of income at the exit. An exit without a stated source does not fulfil the condition.",
        sources => new IncomeIn(CodeMask.Where<IncomeSource>(sources.Contains), IsAtExit: true));

    public override bool AsksOfOutcome => IsAtExit;

    public override bool Holds(in Subject subject) => ((IsAtExit ? subject.Exit?.Income ?? 0 : subject.Participation.IncomeAtStart) & Mask) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart)
    {
        var when = IsAtExit ? words.Say("vid avslut", "at the exit") : words.Say("vid start", "at the start");
        return words.Choose(
            holds,
            $"bland inkomsterna {when} finns ", $"inkomsterna {when} är okända eller utan ",
            $"the sources of income {when} include ", $"the sources of income {when} are not known or do not include ")
            + words.Or(words.Names<IncomeSource>("income-sources", Mask));
    }
}
