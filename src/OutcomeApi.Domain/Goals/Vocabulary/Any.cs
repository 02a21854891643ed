namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when at least one part holds (<c>any</c>).</summary>
public sealed record Any(IReadOnlyList<Condition> Parts) : Compound(Parts)
{
    internal static readonly Word Word = Word.OfConditions("any", "At least one of the conditions holds.", parts => new Any(parts));

    public override bool Holds(in Subject subject) => HasPart(subject, holds: true);

    internal override string Clause(GoalWords words, bool holds, bool isPart) => Parts.All(part => part is InGoal)
        ? InGoal.Clause(words, [.. Parts.Cast<InGoal>().Select(part => words.NameOf(part.Key))], holds)
        : words.Together(Parts, holds, isAnd: !holds, isPart);
}
