namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when the extent at exit is at least this many percent of full time. An exit without a stated extent does not meet the condition.</summary>
public sealed record ExtentAtLeast(int Percent) : Condition
{
    private const int Lowest = 1, Highest = 100;

    internal static readonly Word Word = new(
        "extentAtLeast",
        new Form.Number(
            "The extent of the work or studies at exit is at least this many percent of full time. An exit without a stated extent does not fulfil the "
            + "condition.",
            Lowest,
            Highest),
        (reading, value, at) => reading.WholeNumber(value, at, Lowest, Highest) is { } percent ? new ExtentAtLeast(percent) : null);

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject) => subject.Exit?.Extent >= Percent;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        holds,
        $"omfattningen vid avslut är minst {Percent} % av heltid", $"omfattningen vid avslut är okänd eller lägre än {Percent} % av heltid",
        $"the extent at exit is at least {Percent} % of full time", $"the extent at exit is not known or less than {Percent} % of full time");
}
