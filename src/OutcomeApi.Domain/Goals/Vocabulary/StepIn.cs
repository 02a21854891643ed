using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when a step of one of these kinds is documented.</summary>
public sealed record StepIn(long Mask) : Condition
{
    private const long AnyKind = -1;

    internal static readonly Word Word = new(
        "step",
        new Form.Choice(
            "There is a documented step of one of these kinds, or of any kind. A kind of the project's own counts for `any`, and for the kind that its `as` "
            + "names.",
            Form.Words("Any kind.", "any"),
            Form.Codes<StepKind>("One of these kinds.")),
        (reading, value, at) => value.ValueKind == JsonValueKind.String && value.GetString() == "any" ? new StepIn(AnyKind)
            : reading.Codes<StepKind>(value, at) is { } kinds ? new StepIn(CodeMask.Where<StepKind>(kinds.Contains))
            : null);

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject) => (subject.Participation.StepKinds & Mask) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) => Mask == AnyKind
        ? words.Choose(
            holds, "en stegförflyttning är dokumenterad", "ingen stegförflyttning är dokumenterad", "a step is documented", "no step is documented")
        : words.Choose(
            holds,
            "en stegförflyttning är dokumenterad: ", "ingen stegförflyttning är dokumenterad av slaget ",
            "a step is documented: ", "no step is documented of the kind ")
            + words.Or(words.Names<StepKind>("step-kinds", Mask));
}
