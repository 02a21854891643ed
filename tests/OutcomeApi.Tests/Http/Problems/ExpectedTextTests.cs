using System.Text.RegularExpressions;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Tests.Http.Problems;

/// <summary>What was expected in a place is said in the reader's language.</summary>
public sealed partial class ExpectedTextTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public void Everything_that_the_source_says_was_expected_has_a_Swedish_text_and_nothing_else_has()
    {
        var said = Repository.Files("src", "*.cs").SelectMany(path => SaidIn(path, Repository.Read(path))).ToHashSet();
        said.Count.ShouldBeGreaterThan(40);
        var known = ExpectedTexts.Swedish.Keys.Select(english => Place().Replace(english, "{}")).ToHashSet();
        said.Except(known).ShouldBeEmpty("without a Swedish text");
        known.Except(said).ShouldBeEmpty("said nowhere");
    }

    [Fact]
    public void Both_languages_have_the_same_places() =>
        ExpectedTexts.Swedish
            .Where(text =>
                string.Join(' ', Place().Matches(text.Key)) != string.Join(' ', Place().Matches(text.Value).OrderBy(m => m.Value)) || text.Key == text.Value)
            .Select(text => text.Key)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("a whole number of 1–5", "ett heltal 1–5")]
    [InlineData("one of work, studies", "ett av work, studies")]
    [InlineData("what the goal a.b, which refers to c.d, can still refer to", "något som målet a.b, som hänvisar till c.d, fortfarande kan hänvisa till")]
    [InlineData("true or false", "true eller false")]
    [InlineData("work, studies", "work, studies")]
    [InlineData("64", "64")]
    public void Places_are_filled(string english, string swedish) => ExpectedTexts.InSwedish(english).ShouldBe(swedish);

    [Theory]
    [InlineData("sv", "Skicka ett datum ÅÅÅÅ-MM-DD.", "Här väntas: en procentsats 0–100 som \"65%\".")]
    [InlineData("en", "Send a date YYYY-MM-DD.", "Expected here: a percentage of 0–100 such as \"65%\".")]
    public async Task Problems_are_in_one_language(string language, string date, string percentage)
    {
        (await HowToFixAsync(api.Registrar, HttpMethod.Post, $"{api.Address}/exits", TestData.Exit("E", ("exitedOn", "x")), language)).ShouldBe(date);
        var project = ProjectFiles.Read("iris2");
        project["goals"]!["iris2.work-or-studies"]!["targets"]![0]!["atLeast"] = "165%";
        (await HowToFixAsync(api.Secretariat, HttpMethod.Put, $"{ApiFactory.Base}/projects/another", project, language)).ShouldBe(percentage);
    }

    private static async Task<string> HowToFixAsync(HttpClient client, HttpMethod method, string address, JsonObject body, string language)
    {
        using var request = new HttpRequestMessage(method, address) { Content = JsonContent.Create(body), Headers = { { "Accept-Language", language } } };
        var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![0]!["howToFix"]!.GetValue<string>();
    }

    /// <summary>The texts in calls that make a fault of a code whose detail is a text.</summary>
    private static IEnumerable<string> SaidIn(string path, string source)
    {
        var calls = (path.Contains("Domain/Goals/", StringComparison.Ordinal) ? GoalCall() : Call()).Matches(source);
        foreach (var arguments in calls.Select(call => UpToClosing(source, call.Index + call.Length)))
        {
            var texts = Literal().Matches(arguments)
                .Concat(Name().Matches(arguments).SelectMany(name => Regex.Matches(source, $@"const string {name.Value} = \$?""(?<text>(?:\\.|[^""\\])*)""")));
            foreach (var text in texts.Where(text => text.Groups["text"].Value.Contains(' ') && text.Groups["text"].Value.Any(char.IsLetter)))
            {
                var said = text.Groups["text"].Value;
                said = text.Value.StartsWith('$') ? Hole().Replace(said, "{}") : said.Replace("\\\"", "\"", StringComparison.Ordinal);
                yield return text.Groups["plus"].Success ? said + "{}" : said;
            }
        }
    }

    private static string UpToClosing(string source, int from)
    {
        var depth = 1;
        var at = from;
        for (; depth > 0; at++)
        {
            depth += source[at] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return source[from..at];
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"FaultCodes\.(TypeWrong|GoalInvalid|ProjectInvalid|ProjectTooLarge|ExitInNoGoal),|\bWrong\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"FaultCodes\.GoalInvalid,|(?<!new |void )\bFault\(|\b(LimitForm|ListOf|Parts|Units|Refuse<.+?>)\(")]
    private static partial Regex GoalCall();

    [GeneratedRegex(@"\$?""(?<text>(?:\\.|[^""\\])*)""(?<plus> \+ )?")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w.""])[A-Z]\w+\b(?![\w.(])")]
    private static partial Regex Name();
}
