namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the participation was running when the project began, or was not, as expected.</summary>
public sealed record CarriedOver(bool Expected) : Condition
{
    internal static readonly Word Word = Word.OfTruth(
        "carriedOver",
        "`true`: the participation was already running when the project began. `false`: it was not.",
        expected => new CarriedOver(expected));

    public override bool Holds(in Subject subject) => subject.Participation.CarriedOver == Expected;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        Expected == holds,
        "deltagandet pågick redan när projektet började", "deltagandet inte pågick redan när projektet började",
        "the participation was running when the project began", "the participation was not running when the project began");
}
