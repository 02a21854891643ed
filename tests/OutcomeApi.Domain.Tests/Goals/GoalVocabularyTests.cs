using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A word reads what its form describes and nothing else, and says what it has read.</summary>
public sealed class GoalVocabularyTests
{
    private const string Share = """{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" } }""";

    private static readonly ProjectDefinition Project = ProjectFile.Project(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31), []) with
    {
        ReferrerUnits = [new ReferrerUnit("g.other", "region", new LocalizedText(), true)],
    };

    private static readonly GoalDefinition Other = GoalParser.ParseStored("g.other", JsonElement.Parse(Share));

    public static TheoryData<string> Names => [.. GoalVocabulary.Words.Select(word => word.Name)];

    [Fact]
    public void Every_word_that_is_made_is_listed_and_none_twice()
    {
        var made = typeof(Word).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(field => field.FieldType == typeof(Word)))
            .ToArray();
        GoalVocabulary.Words.ShouldBe(made.Select(field => (Word)field.GetValue(null)!), ignoreOrder: true);
        GoalVocabulary.Words.Select(word => word.Name).ShouldBeUnique();
        typeof(Condition).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(Condition)))
            .ShouldBe(made.Select(field => field.DeclaringType!).Distinct(), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_has_the_form_is_read_and_different_conditions_are_said_differently(string name)
    {
        var form = GoalVocabulary.Words.Single(word => word.Name == name).Form;
        form.Description.ShouldNotBeNullOrEmpty();
        var said = new Dictionary<string, Condition>();
        foreach (var value in Allowed(form))
        {
            var (goal, faults) = Read(name, value);
            faults.ShouldBeEmpty(value!.ToJsonString());
            var (sv, en) = (Words(goal!, Language.Swedish), Words(goal!, Language.English));
            sv.ShouldNotBe(en);
            if (goal!.Counts is not (Compound or Not) && !said.TryAdd(en, goal.Counts!))
            {
                said[en].ShouldBe(goal.Counts, en);
            }
        }

        static string Words(GoalDefinition goal, Language language) => GoalWords.Write(goal, Project, [Other], language);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_has_another_form_is_refused_where_it_stands(string name)
    {
        var values = Refused(GoalVocabulary.Words.Single(word => word.Name == name).Form).ToArray();
        values.Length.ShouldBeGreaterThan(2);
        foreach (var value in values)
        {
            var faults = Read(name, value).Faults;
            faults.ShouldNotBeEmpty(value?.ToJsonString());
            faults.ShouldAllBe(fault => fault.Code == FaultCodes.GoalInvalid && fault.Pointer.StartsWith("/counts/" + name, StringComparison.Ordinal));
        }
    }

    private static (GoalDefinition? Goal, IReadOnlyList<Fault> Faults) Read(string name, JsonNode? value)
    {
        var goal = JsonNode.Parse(Share)!.AsObject();
        goal["counts"] = new JsonObject { [name] = value?.DeepClone() };
        return GoalParser.ParseOne("g.x", JsonSerializer.SerializeToElement(goal), [Other], Project);
    }

    private static IEnumerable<JsonNode?> Allowed(Form form) => form switch
    {
        Form.Named => [new JsonObject { ["mapped"] = true }],
        Form.Truth => [true, false],
        Form.Number number => [number.Least, number.Most!.Value],
        Form.Text { Codes: { } codes } => codes.Select(code => (JsonNode?)code),
        Form.Text => ["g.other"],
        Form.List list => [.. Allowed(list.Item).Select(item => new JsonArray(item)), new JsonArray([.. Allowed(list.Item)])],
        Form.Choice choice => choice.Forms.SelectMany(Allowed),
        Form.Object { Least: null } members => members.Members.SelectMany(OneMember).Append(new JsonObject()),
        Form.Object members => members.Members.SelectMany(OneMember),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static IEnumerable<JsonNode?> Refused(Form form) => form switch
    {
        Form.Named => [null, "mapped", new JsonObject(), new JsonObject { ["mapped"] = 1 }],
        Form.Truth => [null, "true", 1, new JsonArray(true)],
        Form.Number number => [null, number.Least - 1, number.Most + 1, 1.5, "1", new JsonArray(number.Least)],
        Form.Text => [null, "no such", 5, true, new JsonObject()],
        Form.List list => [null, new JsonArray(), .. Refused(list.Item).Select(item => new JsonArray(item))],
        Form.Choice choice => choice.Forms.SelectMany(Refused),
        Form.Object members =>
        [
            null, true, new JsonArray(), new JsonObject { ["no such"] = true },
            .. members.Members.SelectMany(member => Refused(member.Form).Select(value => new JsonObject { [member.Name] = value })),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static IEnumerable<JsonNode?> OneMember((string Name, Form Form) member) =>
        Allowed(member.Form).Select(value => new JsonObject { [member.Name] = value });
}
