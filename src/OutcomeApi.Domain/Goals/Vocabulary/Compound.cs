namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>A condition that is put together of others.</summary>
public abstract record Compound(IReadOnlyList<Condition> Parts) : Condition
{
    public override IEnumerable<string> GoalKeys => Parts.SelectMany(part => part.GoalKeys);

    public override bool DependsOnWindow => Parts.Any(part => part.DependsOnWindow);

    public override bool AsksOfFirstDay => Parts.Any(part => part.AsksOfFirstDay);

    public override bool AsksOfOutcome => Parts.Any(part => part.AsksOfOutcome);

    public override Condition Among(IReadOnlyDictionary<string, int> goals, bool isOfSupported) =>
        this with { Parts = [.. Parts.Select(part => part.Among(goals, isOfSupported))] };

    /// <summary>Determines whether there is a part that holds, or one that does not.</summary>
    protected bool HasPart(in Subject subject, bool holds)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].Holds(subject) == holds)
            {
                return true;
            }
        }

        return false;
    }
}
