namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when a place was offered, or was not, as expected.</summary>
public sealed record Offered(bool Expected) : Condition
{
    internal static readonly Word Word = Word.OfTruth(
        "offered", "`true`: a place was offered. `false`: no place was offered.", expected => new Offered(expected));

    public override bool Holds(in Subject subject) => subject.IsOffered == Expected;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        Expected == holds, "en plats har erbjudits", "ingen plats har erbjudits", "a place was offered", "no place was offered");
}
