namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the next measure was ready at exit, or was not, as expected.</summary>
public sealed record NextMeasureReady(bool Expected) : Condition
{
    internal static readonly Word Word = Word.OfTruth(
        "nextMeasureReady", "`true`: the next measure was ready at exit. `false`: it was not.", expected => new NextMeasureReady(expected));

    public override bool Holds(in Subject subject) => subject.Exit is { } exit && exit.NextMeasureReady == Expected;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        Expected == holds,
        "nästa insats var klar vid avslut", "nästa insats inte var klar vid avslut",
        "the next measure was ready at exit", "the next measure was not ready at exit");
}
