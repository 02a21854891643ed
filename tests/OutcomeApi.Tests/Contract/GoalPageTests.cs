using System.Text.Json;
using System.Text.RegularExpressions;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;
using OutcomeApi.Projects;

namespace OutcomeApi.Tests.Contract;

/// <summary><c>docs/goals.md</c> is true: its definitions are taken, each is said as the page says it, and no word of the vocabulary is missing.</summary>
public sealed partial class GoalPageTests
{
    private const string ConditionMark = "condition";

    private static readonly string Page = Repository.Read("docs/goals.md");

    /// <summary>IRIS 2 has the subprojects that the page names, and uses every code.</summary>
    private static readonly ProjectDefinition Project =
        JsonSerializer.Deserialize<ProjectFile>(ProjectFiles.Read("iris2").ToJsonString(), OutcomeApi.Http.Json.Options)!.ToDefinition("iris2");

    /// <summary>The examples: what stands after "json", the JSON, and the sentence below it.</summary>
    private static readonly (string Name, string Json, string Words)[] Examples =
        [.. Block().Matches(Page).Select(m => (m.Groups["name"].Value, m.Groups["json"].Value, m.Groups["words"].Value.Trim()))];

    [Fact]
    public void The_definitions_of_the_page_are_taken_and_read_as_it_says()
    {
        var examples = Examples.Where(e => e.Name != ConditionMark).ToArray();
        examples.Length.ShouldBeGreaterThan(10);
        var goals = Parse(examples.Select(e => (e.Name, e.Json)));
        foreach (var (name, _, words) in examples)
        {
            GoalWords.Write(goals.Single(g => g.Key == name), Project, goals, Language.English).ShouldBe(words);
        }
    }

    [Fact]
    public void The_conditions_of_the_page_are_taken_and_read_as_it_says()
    {
        var examples = Examples.Where(e => e.Name == ConditionMark).ToArray();
        examples.Length.ShouldBeGreaterThan(10);
        var others = Examples.Where(e => e.Name != ConditionMark).Select(e => (e.Name, e.Json)).ToArray();
        foreach (var (_, json, words) in examples)
        {
            var goals = Parse(
                [.. others, ("example.it", $$"""{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": {{json}} }""")]);
            GoalWords.Write(goals[^1], Project, goals, Language.English)
                .ShouldBe($"Goal: of all participations that have ended, the share where {words}. No target.");
        }
    }

    [Fact]
    public void No_word_of_the_vocabulary_is_missing()
    {
        var used = string.Join('\n', Examples.Select(e => e.Json));
        GoalVocabulary.Words.Select(word => word.Name).Concat(
            [
                "kind", "text", "validFrom", "subprojects", "measure", "of", "counts", "filter", "figure", "targets", "eachOf", "judged", "atLeast", "atMost",
                "between", "subproject", "gender",
            ])
            .Concat(Code.All<Measure>()).Concat(Code.All<Population>())
            .Where(word => !used.Contains($"\"{word}\"", StringComparison.Ordinal))
            .ShouldBeEmpty("words without an example");
        Code.All<GoalKind>().Concat(Code.All<Judged>()).Where(word => !Page.Contains($"`{word}`", StringComparison.Ordinal))
            .ShouldBeEmpty("words that the page does not name");
    }

    private static IReadOnlyList<GoalDefinition> Parse(IEnumerable<(string Key, string Json)> goals)
    {
        var all = JsonElement.Parse("{" + string.Join(',', goals.Select(g => $"\"{g.Key}\":{g.Json}")) + "}");
        var (definitions, faults) = GoalParser.ParseAll(all, Project, string.Empty);
        faults.Select(f => $"{f.Code} {f.Pointer} {string.Join(' ', f.Details)}").ShouldBeEmpty();
        return definitions;
    }

    [GeneratedRegex(@"^```json (?<name>\S+)\n(?<json>.*?)^```\n\n> (?<words>[^\n]*)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
