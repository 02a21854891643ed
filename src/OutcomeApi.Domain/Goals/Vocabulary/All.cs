namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when every part holds (<c>all</c>, and the members of one object).</summary>
public sealed record All(IReadOnlyList<Condition> Parts) : Compound(Parts)
{
    internal static readonly Word Word = Word.OfConditions("all", "All of the conditions hold.", parts => new All(parts));

    public override bool Holds(in Subject subject) => !HasPart(subject, holds: false);

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Together(Parts, holds, isAnd: holds, isPart);
}
