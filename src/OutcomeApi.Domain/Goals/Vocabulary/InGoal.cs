using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the participation is in the numerator of another goal.</summary>
/// <param name="Key">The goal's key.</param>
/// <param name="Place">
/// The position of that goal among those computed together. Null when it is not among them: the condition then never holds.
/// </param>
public sealed record InGoal(string Key, int? Place = null) : Condition
{
    internal static readonly Word Word = new(
        "inGoal",
        new Form.Choice(
            "At least one of these goals counts the participation in its numerator.",
            Form.Key("Key of the goal."),
            new Form.List("Keys of goals.", Form.Key("Key of a goal."), Least: 1)),
        Read);

    public override IEnumerable<string> GoalKeys => [Key];

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject) => Place is { } place && subject.IsInNumerator(place);

    public override Condition Among(IReadOnlyDictionary<string, int> goals, bool isOfSupported) =>
        this with { Place = goals.TryGetValue(Key, out var place) ? place : null };

    internal override string Clause(GoalWords words, bool holds, bool isPart) => Clause(words, [words.NameOf(Key)], holds);

    /// <summary>Says that the participation counts in one of several goals, or in none of them.</summary>
    internal static string Clause(GoalWords words, IReadOnlyList<string> goals, bool holds) => (goals.Count, holds) switch
    {
        (_, true) => words.Say("det räknas i ", "it counts in ") + words.Or(goals),
        (1, false) => words.Say("det inte räknas i ", "it does not count in ") + goals[0],
        (_, false) => words.Say($"det varken räknas i {string.Join(" eller i ", goals)}", $"it counts in neither of {words.And(goals)}"),
    };

    private static Condition? Read(GoalReading reading, JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new InGoal(reading.Reference(value, at)!);
        }

        string?[] keys = [.. GoalReading.Elements(value, at).Select(element => reading.Reference(element.Value, element.At))];
        return keys.Length == 0 ? reading.Refuse<Condition>(at, "the key of a goal, or a list of keys")
            : keys.Contains(null) ? null
            : new Any([.. keys.Select(key => new InGoal(key!))]);
    }
}
