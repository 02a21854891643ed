namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the participant is enrolled again in the project at most this many months after exit.</summary>
public sealed record ReturnedWithin(int Months) : Condition
{
    private const int Most = 60;

    internal static readonly Word Word = new(
        "returnedWithinMonths",
        new Form.Number("The participant is enrolled again in the project at most this many months after exit.", 1, Most),
        (reading, value, at) => reading.WholeNumber(value, at, 1, Most) is { } months ? new ReturnedWithin(months) : null);

    public override bool Holds(in Subject subject) =>
        subject.Exit is { } exit && subject.Participation.ReturnedOn <= exit.On.AddMonths(Months);

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        holds,
        $"deltagaren har skrivits in på nytt inom {Months} månader", $"deltagaren inte har skrivits in på nytt inom {Months} månader",
        $"the participant is enrolled again within {Months} months", $"the participant is not enrolled again within {Months} months");
}
