namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Holds when this many months have passed since the exit, by the end of the window or today if that is earlier. The answer differs from
/// window to window.
/// </summary>
public sealed record ExitedMonthsAgo(int Months) : Condition
{
    private const int Most = 60;

    internal static readonly Word Word = new(
        "exitedMonthsAgo",
        new Form.Number("This many months have passed since the exit, by the end of the window or today if that is earlier.", 1, Most),
        (reading, value, at) => reading.WholeNumber(value, at, 1, Most) is { } months ? new ExitedMonthsAgo(months) : null);

    public override bool DependsOnWindow => true;

    public override bool Holds(in Subject subject) => subject.Exit is { } exit && exit.On.AddMonths(Months) <= subject.LastDay;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        holds,
        $"{Months} månader har gått sedan avslutet", $"{Months} månader inte har gått sedan avslutet",
        $"{Months} months have passed since the exit", $"{Months} months have not passed since the exit");
}
