using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the age at start is within bounds, both inclusive. An unknown age is outside.</summary>
public sealed record AgeAtStart(int From, int To) : Condition
{
    private const int Lowest = 0, Highest = 150;

    private static readonly Form.Object Ages = new(
        "Age at start. Both limits are inclusive. A participation with unknown age does not fulfil the condition.",
        ("from", new Form.Number("Lowest age.", Lowest, Highest)),
        ("to", new Form.Number("Highest age.", Lowest, Highest)))
    {
        Least = 1,
    };

    internal static readonly Word Word = new("ageAtStart", Ages, Read);

    public override bool Holds(in Subject subject) => subject.Participation.AgeAtStart is { } age && age >= From && age <= To;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Choose(holds, "åldern vid start är ", "åldern vid start är okänd eller inte ", "the age at start is ", "the age at start is not known or not ")
        + this switch
        {
            { From: Lowest, To: Highest } => words.Say("känd", "known"),
            { From: Lowest } => words.Say($"högst {To} år", $"at most {To}"),
            { To: Highest } => words.Say($"minst {From} år", $"at least {From}"),
            _ => words.Say($"{From}–{To} år", $"{From}–{To}"),
        };

    private static AgeAtStart? Read(GoalReading reading, JsonElement value, string at)
    {
        if (reading.Members(value, at, Ages, "{\"from\": 16, \"to\": 29}", (age, place) => reading.WholeNumber(age, place, Lowest, Highest)) is not { } ages)
        {
            return null;
        }

        var (from, to) = (ages.GetValueOrDefault("from") ?? Lowest, ages.GetValueOrDefault("to") ?? Highest);
        return from <= to ? new AgeAtStart(from, to) : reading.Refuse<AgeAtStart>(at, "the lower age first");
    }
}
