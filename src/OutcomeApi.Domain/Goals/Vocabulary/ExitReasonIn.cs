namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the exit reason is one of a set. The three words are all reduced to this condition.</summary>
public sealed record ExitReasonIn(long Mask) : Condition
{
    internal static readonly Word Word = Word.OfCodes<ExitReason>(
        "exitReason", "The exit reason is one of these.", reasons => Where(reasons.Contains), project => project.ExitReasons);

    internal static readonly Word EndingWord = Word.OfCodes<Ending>(
        "ending", "The participation ended in one of these ways.", endings => Where(reason => endings.Contains(ExitReasons.EndingOf(reason))));

    internal static readonly Word OccupationGroupWord = Word.OfCodes<OccupationGroup>(
        "occupationGroup",
        "The exit reason belongs to one of these occupation groups.",
        groups => Where(reason => ExitReasons.GroupOf(reason) is { } group && groups.Contains(group)));

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject) => subject.Exit is { } exit && (Mask & (1L << (int)exit.Reason)) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        this == EndedAs(Ending.Planned)
            ? words.Choose(holds, "avslutet var planerat", "avslutet inte var planerat", "the exit was planned", "the exit was not planned")
        : this == EndedAs(Ending.Interrupted)
            ? words.Choose(
                holds, "deltagandet avbröts", "deltagandet inte avbröts", "the participation was interrupted", "the participation was not interrupted")
        : words.Is(holds, "avslutsorsaken", "the exit reason", words.Names<ExitReason>("exit-reasons", Mask));

    private static ExitReasonIn EndedAs(Ending ending) => Where(reason => ExitReasons.EndingOf(reason) == ending);

    private static ExitReasonIn Where(Func<ExitReason, bool> fits) => new(CodeMask.Where(fits));
}
