namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Holds when the next step begins at most this many days after exit. An exit without a date for the next step also meets the condition.
/// </summary>
public sealed record NextStepWithin(int Days) : Condition
{
    private const int Most = 3660;

    internal static readonly Word Word = new(
        "nextStepWithinDays",
        new Form.Number(
            "The next step begins at most this many days after exit. An exit without a date for the next step also fulfils the condition.", 0, Most),
        (reading, value, at) => reading.WholeNumber(value, at, 0, Most) is { } days ? new NextStepWithin(days) : null);

    public override bool Holds(in Subject subject) =>
        subject.Exit is { } exit
        && (exit.NextStepStartsOn is not { } next || next.DayNumber - exit.On.DayNumber is var days && days >= 0 && days <= Days);

    internal override string Clause(GoalWords words, bool holds, bool isPart) => words.Choose(
        holds,
        $"nästa steg börjar inom {Days} dagar från avslut, eller står utan datum", $"nästa steg börjar mer än {Days} dagar efter avslut",
        $"the next step begins within {Days} days of exit, or stands without a date", $"the next step begins more than {Days} days after exit");
}
