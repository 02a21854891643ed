namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when final documentation was given to the referrer, the participant, or both.</summary>
public sealed record Documented(bool ToReferrer, bool ToParticipant) : Condition
{
    private static readonly string[] Receivers = ["referrer", "participant", "both"];

    internal static readonly Word Word = new(
        "documentation",
        Form.Words("Final documentation was given to the referrer, to the participant, or to both.", Receivers),
        (reading, value, at) => reading.OneOf(value, at, Receivers) is { } to ? new Documented(to != "participant", to != "referrer") : null);

    public override bool Holds(in Subject subject) =>
        subject.Exit is { } exit
        && (!ToReferrer || exit.DocumentedToReferrer)
        && (!ToParticipant || exit.DocumentedToParticipant);

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Choose(
            holds,
            "slutdokumentation har lämnats till ", "slutdokumentation inte har lämnats till ",
            "final documentation was given to ", "final documentation was not given to ")
        + (ToReferrer && ToParticipant ? words.Say("både remittent och deltagare", "both referrer and participant")
            : ToReferrer ? words.Say("remittenten", "the referrer")
            : words.Say("deltagaren", "the participant"));
}
