using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Describes the form of goal definitions. Their members are read by <see cref="GoalReader"/>, their conditions by the words themselves.</summary>
public static class GoalForms
{
    public const string LimitName = "GoalLimit", TargetName = "GoalTarget", ConditionName = "GoalCondition", DefinitionName = "GoalDefinition";

    internal static readonly Form.Object Of = new(
        "The denominator: a population, or those whom another goal counts. Required for shares, counts and changes from a baseline, not allowed "
        + "for other measures.",
        ("population", Form.Code<Population>("A population.")),
        ("goal", Form.Key("Key of another goal of the project. Its numerator is the denominator. It must be a share, a count or a change from a baseline.")))
    {
        Least = 1,
        Most = 1,
    };

    internal static readonly Form.Object Target = new(
        "A target. It has exactly one of the members `atLeast`, `atMost` and `between`.",
        ("atLeast", new Form.Named(LimitName, "Lower limit, inclusive.")),
        ("atMost", new Form.Named(LimitName, "Upper limit, inclusive.")),
        ("between", new Form.List("Lower and upper limit, inclusive.", new Form.Named(LimitName), 2, 2)),
        ("subproject", Subproject("The target applies only to this subproject.")),
        ("gender", Form.Code<Gender>("The target applies only to this gender.")),
        ("from", new Form.Text("The target applies only to windows whose last day is this day or later.") { Format = "date" }),
        ("to", new Form.Text("The target applies only to windows whose last day is this day or earlier.") { Format = "date" }))
    {
        OneOf = ["atLeast", "atMost", "between"],
    };

    internal static readonly Form.Object Definition = new(
        "A goal: what is counted, among whom, and the target.",
        ("kind", Form.Code<GoalKind>("The kind of promise. `goal` when left out.")),
        ("text", new Form.Named("LocalizedText", "The goal in words. At most 500 characters in each language.")),
        ("validFrom", new Form.Text("First day on which this definition applies. The project's start when left out.") { Format = "date" }),
        ("subprojects", new Form.List(
            "The subprojects that the goal is computed for: each of them, and several also pooled. When left out, the goal is computed for the "
            + "project as a whole.",
            Subproject("Id of a subproject."))),
        ("measure", Form.Code<Measure>("How the figure is computed.")),
        ("of", Of),
        ("counts", new Form.Named(
            ConditionName,
            "Selects who in the denominator is counted in the numerator. When left out, everybody in the denominator is counted. Not "
            + "allowed for milestones, durations and balances.")),
        ("filter", new Form.Named(
            ConditionName,
            "Selects who of the population is in the denominator. For a duration or a balance, it selects who is included. When left "
            + "out, everybody is included. Not allowed for milestones.")),
        ("figure", Form.Key(
            "The reported figure or fidelity scale that a milestone or a change from a baseline reads. Required for these two measures, not allowed "
            + "for others.")),
        ("between", new Form.List(
            "The two events that a duration lies between: `referral` and `start`, `start` and `first-placement`, or `exit` and `next-step`. `referral` and "
            + "`start` when left out.",
            Form.Words("An event.", "referral", "start", "first-placement", "exit", "next-step"),
            2,
            2)),
        ("followUpMonths", new Form.Number(
            "The months after the exit of the follow-up that the goal asks about. It must be one of the project's `followUpMonths`. When left out, the "
            + "project's first.",
            1,
            FollowUpSchedule.MostMonths)),
        ("baselineYear", new Form.Number(
            "The calendar year whose share a change from a baseline is measured from. The year before the project when left out. Only for changes "
            + "from a baseline.",
            1990,
            2200)),
        ("targets", new Form.List("The targets. At most one for each combination of subproject and gender at a time.", new Form.Named(TargetName))),
        ("eachOf", new Form.List(
            "The genders that must each meet the target. When left out, the total decides. Not allowed for milestones and changes from a baseline, "
            + "because reported figures have no gender.",
            Form.Code<Gender>("A gender."))),
        ("judged", Form.Code<Judged>(
            "When a target is judged: when the project has ended, when a calendar year has ended, or in each window when that has ended. When left "
            + "out, `project-end` for the kinds `goal` and `desired-effect` and `each-window` for the others.")))
    {
        Required = ["text", "measure"],
    };

    /// <summary>The forms that the contract describes under a name.</summary>
    public static IReadOnlyList<(string Name, Form Form)> Named =>
    [
        (LimitName, new Form.Choice(
            "A percentage for shares and changes, a ratio for balances, a whole number for counts, durations and milestones.",
            new Form.Text("A percentage such as `20%`, or a ratio such as `0.8`. It is an exact decimal number.") { Pattern = "^[0-9]+(\\.[0-9]+)?%?$" },
            new Form.Number("A whole number.", 0))),
        (TargetName, Target),
        (ConditionName, new Form.Object(
            "A condition on a participation. When an object has several members, all of them must hold.",
            [.. GoalVocabulary.Words.Select(word => (word.Name, word.Form))])
        {
            Least = 1,
        }),
        (DefinitionName, Definition),
    ];

    private static Form.Text Subproject(string description) => new(description) { Pattern = ReferenceAttribute.Pattern };
}
