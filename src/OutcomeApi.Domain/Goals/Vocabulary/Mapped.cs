namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Compares the day of mapping (<i>kartläggning</i>) with the start. The person counts as mapped when the mapping took place before the
/// start or on the same day. The condition holds when this is as expected.
/// </summary>
public sealed record Mapped(bool Expected) : Condition
{
    internal static readonly Word Word = Word.OfTruth(
        "mapped",
        "`true`: the participation started on or after the day of the mapping. `false`: it did not, or there was no mapping.",
        expected => new Mapped(expected));

    public override bool Holds(in Subject subject) => (subject.Participation.MappedOn <= subject.Participation.StartedOn) == Expected;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        Expected == holds,
        "deltagandet började efter kartläggning", "deltagandet började utan kartläggning före",
        "the participation started after mapping", "the participation started without mapping before it");
}
