using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Describes the vocabulary of goal definitions. The schemas are written by hand, because <see cref="GoalParser"/> reads goal definitions and no type
/// describes them.
/// </summary>
internal static class GoalSchemas
{
    private const string Condition = "GoalCondition";
    private const string Target = "GoalTarget";
    internal const string KeyPattern = "^[a-z0-9-]+(\\.[a-z0-9-]+)*$";

    /// <summary>Adds the schemas to a document.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[JsonFormAttribute.Limit] = Limit();
        schemas[Target] = TargetOf(document);
        schemas[Condition] = ConditionOf(document);
        schemas[JsonFormAttribute.Goal] = DefinitionOf(document);
        schemas[JsonFormAttribute.Goals] = Goals(document);
    }

    private static OpenApiSchema Goals(OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Goal definitions by key. A key consists of words of lower-case letters, digits and hyphens, joined by dots.",
        PropertyNames = Key("Key of the goal."),
        AdditionalProperties = new OpenApiSchemaReference(JsonFormAttribute.Goal, document),
    };

    private static OpenApiSchema DefinitionOf(OpenApiDocument document) => Object(
        "A goal: what is counted, among whom, and the target.",
        required: ["text", "measure"],
        ("kind", Codes<GoalKind>("The kind of promise. `goal` when left out.")),
        ("text", new OpenApiSchemaReference("LocalizedText", document) { Description = "The goal in words. At most 500 characters in each language." }),
        ("validFrom", new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "date",
            Description = "First day on which this definition applies. The project's start when left out.",
        }),
        ("subprojects", ListOf(
            Reference("Id of a subproject."),
            "The subprojects that the goal is computed for: each of them, and several also pooled. When left out, the goal is computed for the "
            + "project as a whole.")),
        ("measure", Codes<Measure>("How the figure is computed.")),
        ("of", Of()),
        ("counts", new OpenApiSchemaReference(Condition, document)
        {
            Description = "Selects who in the denominator is counted in the numerator. When left out, everybody in the denominator is counted. Not "
                + "allowed for milestones, durations and balances.",
        }),
        ("filter", new OpenApiSchemaReference(Condition, document)
        {
            Description = "Selects who of the population is in the denominator. For a duration or a balance, it selects who is included. When left "
                + "out, everybody is included. Not allowed for milestones.",
        }),
        ("figure", Key(
            "The reported figure or fidelity scale that a milestone or a change from a baseline reads. Required for these two measures, not allowed "
            + "for others.")),
        ("targets", ListOf(new OpenApiSchemaReference(Target, document), "The targets. At most one for each combination of subproject and gender.")),
        ("eachOf", ListOf(
            Codes<Gender>("A gender."),
            "The genders that must each meet the target. When left out, the total decides. Not allowed for milestones and changes from a baseline, "
            + "because reported figures have no gender.")),
        ("judged", Codes<Judged>("The windows in which a target is judged. `each-window` when left out.")));

    private static OpenApiSchema Of()
    {
        var of = Object(
            "The denominator: a population, or those whom another goal counts. Required for shares, counts and changes from a baseline, not allowed "
            + "for other measures.",
            required: [],
            ("population", Codes<Population>("A population.")),
            ("goal", Key("Key of another goal of the project. Its numerator is the denominator. It must be a share, a count or a change from a baseline.")));
        of.MinProperties = of.MaxProperties = 1;
        return of;
    }

    private static OpenApiSchema ConditionOf(OpenApiDocument document)
    {
        var parts = ListOf(new OpenApiSchemaReference(Condition, document), "Conditions.", least: 1);
        var condition = Object(
            "A condition on a participation. When an object has several members, all of them must hold.",
            required: [],
            ("any", Described(parts, "At least one of the conditions holds.")),
            ("all", Described(parts, "All of the conditions hold.")),
            ("not", OneOf("The condition does not hold. For a list: none of the conditions holds.", new OpenApiSchemaReference(Condition, document), parts)),
            ("exitReason", OneOrMore<ExitReason>("The exit reason is one of these.")),
            ("ending", OneOrMore<Ending>("The participation ended in one of these ways.")),
            ("occupationGroup", OneOrMore<OccupationGroup>("The exit reason belongs to one of these occupation groups.")),
            ("step", OneOf(
                "There is a documented step of one of these kinds, or of any kind.",
                Words("Any kind.", "any"),
                OneOrMore<StepKind>("One of these kinds."))),
            ("jobOffer", Object(
                "There is a job offer of this kind.",
                required: [],
                ("subsidised", Truth("`true`: with a wage subsidy. `false`: without one.")),
                ("otherField", Truth("`true`: in a field other than the one first intended. `false`: in that field.")))),
            ("documentation", Words("Final documentation was given to the referrer, to the participant, or to both.", "referrer", "participant", "both")),
            ("nextMeasureReady", Truth("`true`: the next measure was ready at exit. `false`: it was not.")),
            ("nextStepWithinDays", Number(
                "The next step begins at most this many days after exit. An exit without a date for the next step also fulfils the condition.",
                0,
                3660)),
            ("followUpAnswer", OneOrMore<FollowUpAnswer>("The follow-up's answer is one of these.")),
            ("functioningPlan", Truth("`true`: the follow-up's answer means a functioning plan. `false`: it does not.")),
            ("functioningMeasure", Truth("`true`: the follow-up's answer means a functioning measure. `false`: it does not.")),
            ("referrer", OneOrMore<Referrer>("The referrer, who proposed the person, is one of these.")),
            ("referralOutcome", OneOrMore<ReferralOutcome>("The outcome of the referral is one of these.")),
            ("offered", Truth("`true`: a place was offered. `false`: no place was offered.")),
            ("mapped", Truth("`true`: the participation started on or after the day of the mapping. `false`: it did not, or there was no mapping.")),
            ("ageAtStart", AgeAtStart()),
            ("carriedOver", Truth("`true`: the participation was already running when the project began. `false`: it was not.")),
            ("inGoal", OneOf(
                "At least one of these goals counts the participation in its numerator.",
                Key("Key of the goal."),
                ListOf(Key("Key of a goal."), "Keys of goals.", least: 1))));
        condition.MinProperties = 1;
        return condition;
    }

    private static OpenApiSchema AgeAtStart()
    {
        var ages = Object(
            "Age at start. Both limits are inclusive. A participation with unknown age does not fulfil the condition.",
            required: [],
            ("from", Number("Lowest age.", 0, 150)),
            ("to", Number("Highest age.", 0, 150)));
        ages.MinProperties = 1;
        return ages;
    }

    private static OpenApiSchema TargetOf(OpenApiDocument document)
    {
        var target = Object(
            "A target. It has exactly one of the members `atLeast`, `atMost` and `between`.",
            required: [],
            ("atLeast", new OpenApiSchemaReference(JsonFormAttribute.Limit, document) { Description = "Lower limit, inclusive." }),
            ("atMost", new OpenApiSchemaReference(JsonFormAttribute.Limit, document) { Description = "Upper limit, inclusive." }),
            ("between", new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchemaReference(JsonFormAttribute.Limit, document),
                MinItems = 2,
                MaxItems = 2,
                Description = "Lower and upper limit, inclusive.",
            }),
            ("subproject", Reference("The target applies only to this subproject.")),
            ("gender", Codes<Gender>("The target applies only to this gender.")));
        target.OneOf = [.. new[] { "atLeast", "atMost", "between" }.Select(way => new OpenApiSchema { Required = new HashSet<string> { way } })];
        return target;
    }

    private static OpenApiSchema Limit() => OneOf(
        "A percentage for shares and changes, a ratio for balances, a whole number for counts, durations and milestones.",
        new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Pattern = "^[0-9]+(\\.[0-9]+)?%?$",
            Description = "A percentage such as `20%`, or a ratio such as `0.8`. It is an exact decimal number.",
        },
        new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Description = "A whole number." });

    private static OpenApiSchema Object(string description, string[] required, params (string Name, IOpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = new HashSet<string>(required),
        Properties = members.ToDictionary(m => m.Name, m => m.Schema),
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema Codes<T>(string description)
        where T : struct, Enum => Words(description, [.. Code.All<T>()]);

    private static OpenApiSchema OneOrMore<T>(string description)
        where T : struct, Enum => OneOf(description, Codes<T>("One code."), ListOf(Codes<T>("A code."), "Several codes.", least: 1));

    private static OpenApiSchema Words(string description, params string[] words) =>
        new() { Type = JsonSchemaType.String, Description = description, Enum = [.. words.Select(word => (JsonNode)word)] };

    private static OpenApiSchema OneOf(string description, params IOpenApiSchema[] forms) => new() { Description = description, OneOf = forms };

    private static OpenApiSchema ListOf(IOpenApiSchema value, string description, int? least = null) =>
        new() { Type = JsonSchemaType.Array, Items = value, MinItems = least, Description = description };

    private static OpenApiSchema Described(OpenApiSchema list, string description) =>
        new() { Type = list.Type, Items = list.Items, MinItems = list.MinItems, Description = description };

    private static OpenApiSchema Truth(string description) => new() { Type = JsonSchemaType.Boolean, Description = description };

    private static OpenApiSchema Number(string description, int least, int most) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = most.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Description = description,
    };

    private static OpenApiSchema Key(string description) =>
        new() { Type = JsonSchemaType.String, Pattern = KeyPattern, MaxLength = 100, Description = description };

    private static OpenApiSchema Reference(string description) => new()
    {
        Type = JsonSchemaType.String,
        Pattern = Domain.Registrations.ReferenceAttribute.Pattern,
        Description = description,
    };
}
