using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the part does not hold. For <c>not</c> with a list: when none of the conditions in the list holds.</summary>
public sealed record Not(Condition Part) : Condition
{
    internal static readonly Word Word = new(
        "not",
        new Form.Choice("The condition does not hold. For a list: none of the conditions holds.", Form.Condition, Form.Conditions("Conditions.")),
        (reading, value, at) => (value.ValueKind == JsonValueKind.Array ? Any.Word.Read(reading, value, at) : reading.Condition(value, at)) is { } part
            ? new Not(part)
            : null);

    public override IEnumerable<string> GoalKeys => Part.GoalKeys;

    public override bool DependsOnWindow => Part.DependsOnWindow;

    public override bool AsksOfFirstDay => Part.AsksOfFirstDay;

    public override bool AsksOfOutcome => Part.AsksOfOutcome;

    public override bool Holds(in Subject subject) => !Part.Holds(subject);

    public override Condition Among(IReadOnlyDictionary<string, int> goals, bool isOfSupported) => new Not(Part.Among(goals, isOfSupported));

    internal override string Clause(GoalWords words, bool holds, bool isPart) => Part.Clause(words, !holds, isPart);
}
