using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Http;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Goal definitions are read by <see cref="GoalParser"/>, not by a type, so their schemas are written by hand: the vocabulary that a definition may use.
/// </summary>
internal static class GoalSchemas
{
    private const string Condition = "GoalCondition";
    private const string Target = "GoalTarget";
    internal const string KeyPattern = "^[a-z0-9-]+(\\.[a-z0-9-]+)*$";

    /// <summary>Adds them to a document.</summary>
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
        Description = "Goal definitions by key: words of lower-case letters, digits and hyphens, joined by dots.",
        PropertyNames = Key("A goal's key."),
        AdditionalProperties = new OpenApiSchemaReference(JsonFormAttribute.Goal, document),
    };

    private static OpenApiSchema DefinitionOf(OpenApiDocument document) => Object(
        "A goal: what is counted, over whom, and the target.",
        required: ["text", "measure"],
        ("kind", Codes<GoalKind>("What kind of promise it is; `goal` when it is left out.")),
        ("text", new OpenApiSchemaReference("LocalizedText", document) { Description = "The goal in words, at most 500 characters." }),
        ("validFrom", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "First day on which this definition holds; from the project's start when it is left out." }),
        ("subprojects", ListOf(Reference("Id of a subproject."), "The subprojects that it is computed for: each of them, and several also pooled. None: the project as a whole.")),
        ("measure", Codes<Measure>("How the figure is made.")),
        ("of", Of()),
        ("counts", new OpenApiSchemaReference(Condition, document) { Description = "GenderGroup in the denominator is counted; everybody when it is left out. Milestones, durations and balances have none." }),
        ("filter", new OpenApiSchemaReference(Condition, document) { Description = "GenderGroup of the population is in the denominator at all, of a duration or a balance who is looked at; everybody when it is left out. Milestones have none." }),
        ("figure", Key("The reported figure or fidelity scale that a milestone or a change from a baseline reads; they require it, other measures have none.")),
        ("targets", ListOf(new OpenApiSchemaReference(Target, document), "Targets, one for each subproject and gender.")),
        ("eachOf", ListOf(Codes<Gender>("A gender."), "The genders that must each meet the target; none: the total decides. What is reported has no gender: milestones and changes have none.")),
        ("judged", Codes<Judged>("Which windows a target is judged in; `each-window` when it is left out.")));

    private static OpenApiSchema Of()
    {
        var of = Object(
            "The denominator: a population, or those whom another goal counts. Required of shares, counts and changes from a baseline, other measures have none.",
            required: [],
            ("population", Codes<Population>("A population.")),
            ("goal", Key("Another goal of the project, whose numerator is the denominator: a share, a count or a change from a baseline.")));
        of.MinProperties = of.MaxProperties = 1;
        return of;
    }

    private static OpenApiSchema ConditionOf(OpenApiDocument document)
    {
        var parts = ListOf(new OpenApiSchemaReference(Condition, document), "Conditions.", least: 1);
        var condition = Object(
            "A condition on a participation. Several words in one object must all hold.",
            required: [],
            ("any", Described(parts, "At least one of them holds.")),
            ("all", Described(parts, "All of them hold.")),
            ("not", OneOf("It does not hold; of a list: none of them holds.", new OpenApiSchemaReference(Condition, document), parts)),
            ("exitReason", OneOrMore<ExitReason>("The reason of the exit is one of these.")),
            ("ending", OneOrMore<Ending>("How the participation ended.")),
            ("occupationGroup", OneOrMore<OccupationGroup>("The occupation group that the exit reason belongs to.")),
            ("step", OneOf("A documented step of one of these kinds, or of any.", Words("Any kind.", "any"), OneOrMore<StepKind>("One of these kinds."))),
            ("jobOffer", Object("A job offer of this kind.", required: [], ("subsidised", Truth("With wage subsidy, or without.")), ("otherField", Truth("In another field than first meant, or not.")))),
            ("documentation", Words("To whom final documentation was given.", "referrer", "participant", "both")),
            ("nextMeasureReady", Truth("The next measure was ready at exit, or was not.")),
            ("nextStepWithinDays", Number("The next step begins at most so many days after exit; true also without a date.", 0, 3660)),
            ("followUpAnswer", OneOrMore<FollowUpAnswer>("What the follow-up answered.")),
            ("functioningPlan", Truth("The follow-up's answer means a functioning plan, or does not.")),
            ("functioningMeasure", Truth("The follow-up's answer means a functioning measure, or does not.")),
            ("referrer", OneOrMore<Referrer>("GenderGroup proposed the person.")),
            ("referralOutcome", OneOrMore<ReferralOutcome>("What the referral came to.")),
            ("offered", Truth("A place was offered, or was not.")),
            ("mapped", Truth("The participation began after mapping, or did not.")),
            ("ageAtStart", AgeAtStart()),
            ("carriedOver", Truth("The participation was running when the project began, or was not.")),
            ("inGoal", OneOf("One of these goals counts the participation.", Key("A goal's key."), ListOf(Key("A goal's key."), "Goal keys.", least: 1))));
        condition.MinProperties = 1;
        return condition;
    }

    private static OpenApiSchema AgeAtStart()
    {
        var ages = Object("Age at start, both inclusive.", required: [], ("from", Number("Lowest age.", 0, 150)), ("to", Number("Highest age.", 0, 150)));
        ages.MinProperties = 1;
        return ages;
    }

    private static OpenApiSchema TargetOf(OpenApiDocument document)
    {
        var target = Object(
            "A target: exactly one of atLeast, atMost and between.",
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
            ("subproject", Reference("Only for this subproject.")),
            ("gender", Codes<Gender>("Only for this gender.")));
        target.OneOf = [.. new[] { "atLeast", "atMost", "between" }.Select(way => new OpenApiSchema { Required = new HashSet<string> { way } })];
        return target;
    }

    private static OpenApiSchema Limit() => OneOf(
        "A percentage for shares and changes, a ratio for balances, a whole number for counts, durations and milestones.",
        new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]+(\\.[0-9]+)?%?$", Description = "A percentage such as `20%` or a ratio such as `0.8`, exact." },
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
