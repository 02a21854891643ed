using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>Whatever JSON comes in, the parser answers with faults that point into it, and never throws.</summary>
public sealed class GoalParserFuzz
{
    private static readonly string[] Words =
    [
        "kind", "text", "validFrom", "subprojects", "measure", "of", "counts", "filter", "figure", "targets", "eachOf", "judged", "sv", "en",
        "population", "goal", "atLeast", "atMost", "between", "subproject", "gender", "subsidised", "otherField", "from", "to", "g.1", "g.2",
        "a", "b", "", "~", "/", "any ", "$ref", "\0", "å", "😀", .. GoalVocabulary.Words.Select(word => word.Name),
    ];

    private static readonly string[] Values =
    [
        "share", "count", "milestone", "balance", "exits", "enrollments", "follow-ups-due", "since-start", "work-unsubsidised", "moved", "planned", "work",
        "language", "any", "both", "woman", "man", "g.1", "g.2", "20%", "100%", "101%", "0.8", "999999999999999999999999%", "0.0000001%", "%", "2024-01-01",
        "2024-13-01", "", "\0", "x\uFFFF",
    ];

    private static readonly string[] Numbers = ["0", "1", "-1", "30", "0.5", "1e3", "1e999", "-0", "99999999999999999999", "2147483648"];

    [Fact]
    public void Random_trees_never_throw() => ForAllSeeds(600, random =>
        Check(new JsonObject { ["g.1"] = ATree(random, 5), ["g.2"] = ATree(random, 5), [OneOf(random, Words) + "-"] = ATree(random, 2) }));

    [Fact]
    public void Goals_with_a_few_random_places_never_throw() => ForAllSeeds(300, random =>
    {
        var register = Register.OfAnything(random.Next());
        var goals = new JsonObject();
        foreach (var goal in register.Project.Raw.Where(r => r.Definition is not null).DistinctBy(r => r.Key))
        {
            goals[goal.Key] = JsonSerializer.SerializeToNode(goal.Definition!.Value);
        }

        Check(goals).ShouldBeTrue("goals that are made up are good until they are changed");
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var places = Descendants(goals).Where(n => n.Parent is not null).ToArray();
            if (places.Length > 0)
            {
                places[random.Next(places.Length)].ReplaceWith(ATree(random, 2));
            }
        }

        Check(goals);
    });

    /// <summary>Parses, and looks at what the faults point to. What has no fault can be computed. True: no fault.</summary>
    private static bool Check(JsonObject goals)
    {
        var project = ProjectFile.Project(new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31), ["a", "b", "c"]) with
        {
            FollowUpMonths = [3, 6, 12],
            ReferrerUnits = ProjectFile.Units,
        };
        var element = JsonDocument.Parse(goals.ToJsonString(), new JsonDocumentOptions { MaxDepth = 200 }).RootElement;
        var (definitions, faults) = GoalParser.ParseAll(element, project, "/goals");

        faults.Select(fault => fault.Pointer).Where(pointer => !PointsInto(goals, pointer)).ShouldBeEmpty();
        foreach (var member in element.EnumerateObject())
        {
            GoalParser.ParseOne(member.Name, member.Value, definitions, project);
        }

        if (faults.Count == 0)
        {
            definitions.Count.ShouldBe(goals.Count);
            var book = new GoalBook([.. definitions.Select(d => new GoalVersion(d.Key, 1, new DateOnly(2024, 1, 1), d))]);
            var fact = new Fact { Subproject = "a", Start = new DateOnly(2024, 1, 8), Exit = new DateOnly(2024, 5, 2), Reason = "moved" };
            var time = project.On(new DateOnly(2024, 12, 31));
            foreach (var figure in GoalEngine.Compute(time, book, new RegisteredFacts([fact.ToParticipation()], [], [])))
            {
                Judgement.Compute(figure, time);
            }
        }

        return faults.Count == 0;
    }

    /// <summary>A pointer leads to something that was sent, or to a member that is missing from an object that was sent.</summary>
    private static bool PointsInto(JsonObject goals, string pointer)
    {
        var steps = pointer.Split('/')
            .Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        if (steps.Length == 0 || steps[0] != "goals")
        {
            return false;
        }

        JsonNode? at = goals;
        for (var i = 1; i < steps.Length; i++)
        {
            switch (at)
            {
                case JsonObject members:
                    if (!members.TryGetPropertyValue(steps[i], out at))
                    {
                        return i == steps.Length - 1;
                    }

                    break;
                case JsonArray list when int.TryParse(steps[i], out var index) && index >= 0 && index < list.Count:
                    at = list[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray list => list.AsEnumerable(),
            _ => [],
        };
        foreach (var descendant in children.OfType<JsonNode>().SelectMany(Descendants))
        {
            yield return descendant;
        }
    }

    private static JsonNode? ATree(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 5))
        {
            case 0:
                return null;
            case 1:
                return random.Next(2) == 0;
            case 2:
                return JsonNode.Parse(OneOf(random, Numbers));
            case 3 or 4:
                return OneOf(random, Values);
            case 5 or 6:
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => ATree(random, depth - 1))]);
            default:
                var members = new JsonObject();
                for (var i = random.Next(6); i > 0; i--)
                {
                    members[OneOf(random, Words)] = ATree(random, depth - 1);
                }

                return members;
        }
    }

    private static T OneOf<T>(Random random, T[] of) => of[random.Next(of.Length)];

    private static void ForAllSeeds(int times, Action<Random> holds) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times),
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => holds(new Random(seed))));
}
