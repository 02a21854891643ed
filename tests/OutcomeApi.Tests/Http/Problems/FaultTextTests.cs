using System.Reflection;
using System.Text.RegularExpressions;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Tests.Http.Problems;

/// <summary>What problems say to people.</summary>
public sealed partial class FaultTextTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const string Marker = "Märkligt värde 19121212-1212";

    private static readonly string[] AllCodes =
        [.. typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    public static TheoryData<string> Codes => [.. AllCodes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_texts_in_both_languages_with_the_same_placeholders(string code)
    {
        code.ShouldMatch("^[a-z]+(-[a-z]+)*$");
        FaultTexts.All.ShouldContainKey(code);
        var text = FaultTexts.All[code];

        new[] { text.Sv, text.SvFix, text.En, text.EnFix }.ShouldAllBe(t => t.Length > 5 && t.EndsWith('.'));
        PlaceholdersOf(text.Sv + text.SvFix).ShouldBe(PlaceholdersOf(text.En + text.EnFix));
        text.Sv.ShouldNotBe(text.En);
        text.SvFix.ShouldNotBe(text.EnFix);
        if (text.Status != 0)
        {
            text.Status.ShouldBeInRange(400, 507);
            FaultTexts.Title(text.Status).Sv.ShouldNotBeEmpty();
            (text.Status == 500 || FaultTexts.Title(text.Status) != FaultTexts.Title(500)).ShouldBeTrue("its status has a title of its own");
        }
    }

    [Fact]
    public void Every_status_has_a_title_of_its_own_in_both_languages()
    {
        var titles = FaultTexts.All.Values.Select(text => text.Status).Where(status => status != 0).Distinct().Select(FaultTexts.Title).ToArray();
        titles.Length.ShouldBeGreaterThan(10);
        titles.SelectMany(title => new[] { title.Sv, title.En }).ShouldBeUnique();
    }

    [Fact]
    public void There_are_no_texts_without_a_code() => FaultTexts.All.Keys.AsEnumerable().Except(AllCodes).ShouldBeEmpty();

    [Theory]
    [InlineData(null, "The field is required.", "Send the field with a value.")]
    [InlineData("en", "The field is required.", "Send the field with a value.")]
    [InlineData("sv", "Fältet är obligatoriskt.", "Skicka fältet med ett värde.")]
    [InlineData("sv-SE", "Fältet är obligatoriskt.", "Skicka fältet med ett värde.")]
    [InlineData("SV", "Fältet är obligatoriskt.", "Skicka fältet med ett värde.")]
    [InlineData("en;q=0.5, sv;q=0.9", "Fältet är obligatoriskt.", "Skicka fältet med ett värde.")]
    [InlineData("de, fi;q=0.9, sv;q=0.1", "Fältet är obligatoriskt.", "Skicka fältet med ett värde.")]
    [InlineData("sv;q=0, en;q=0.1", "The field is required.", "Send the field with a value.")]
    [InlineData("sv;q=0.3, en-GB", "The field is required.", "Send the field with a value.")]
    [InlineData("de", "The field is required.", "Send the field with a value.")]
    [InlineData("*", "The field is required.", "Send the field with a value.")]
    [InlineData("%%%", "The field is required.", "Send the field with a value.")]
    public async Task The_language_is_the_one_that_is_asked_for(string? language, string message, string howToFix)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/exits")
        {
            Content = JsonContent.Create(TestData.Exit("E", ("reason", null))),
        };
        request.Headers.TryAddWithoutValidation("Accept-Language", language);

        var problem = await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.BadRequest);

        var error = problem["errors"]!.AsArray().Single(e => e!["pointer"]!.GetValue<string>() == "/reason")!;
        error["message"]!.GetValue<string>().ShouldBe(message);
        error["howToFix"]!.GetValue<string>().ShouldBe(howToFix);
        problem["title"]!.GetValue<string>().ShouldBe(message[0] == 'F' ? "Begäran går inte att läsa" : "The request can not be read");
        problem["detail"]!.GetValue<string>().ShouldBe(message[0] == 'F' ? "2 fel hittades." : "2 faults were found.");
    }

    [Fact]
    public async Task A_problem_says_where_it_happened()
    {
        var problem = await (await api.Registrar.GetAsync($"{api.Address}/exits/nobody?limit=1")).ShouldBeAsync(HttpStatusCode.BadRequest);

        problem.Select(m => m.Key).ShouldBe(["type", "title", "status", "detail", "instance", "traceId", "errors", "errorsTotal"]);
        problem["type"]!.GetValue<string>().ShouldBe("urn:outcome-api:problem:400");
        problem["instance"]!.GetValue<string>().ShouldBe($"{api.Address}/exits/nobody");
        problem["traceId"]!.GetValue<string>().ShouldMatch("^[0-9a-f]{32}$");
        problem["errors"]!.AsArray().Single()!.AsObject().Select(m => m.Key).ShouldBe(["code", "pointer", "message", "howToFix"]);
        problem["detail"]!.GetValue<string>().ShouldBe("There is no such query parameter.");
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task No_value_of_a_record_comes_back_in_a_problem(string collection)
    {
        var kind = RecordCase.Of(collection);
        foreach (var leaf in Leaves(kind.Body("marked", kind.Full)))
        {
            foreach (var value in new[] { Marker, Marker.Replace(' ', '_').Replace('ä', 'a') })
            {
                var body = Marked(kind.Body("marked", kind.Full), leaf, value);
                body["extra"] = Marker;
                var problem = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.BadRequest);
                problem.Remove("traceId");
                problem.ToJsonString().ShouldNotContain(value, Case.Insensitive, leaf);
                problem.ToJsonString().ShouldNotContain("1212", Case.Insensitive, leaf);
            }
        }
    }

    [Fact]
    public async Task No_value_of_a_project_comes_back_in_a_problem()
    {
        var leaves = Leaves(ProjectFiles.Read("iris2")).ToArray();
        leaves.Length.ShouldBeGreaterThan(200);
        var answers = await Task.WhenAll(leaves.Select(async leaf =>
        {
            var body = Marked(ProjectFiles.Read("iris2"), leaf, Marker);
            body["plannedMonths"] = Marker;
            var answer = await api.Secretariat.PutAsync($"{ApiFactory.Base}/projects/marked", body);
            var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            problem.Remove("traceId");
            return (leaf, answer.StatusCode, Text: problem.ToJsonString());
        }));

        answers.Where(a => a.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.NotFound)).ShouldBeEmpty();
        answers.Where(a => a.Text.Contains("1212", StringComparison.Ordinal)).Select(a => a.leaf).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "/api-keys", """{ "name": 1212, "role": "1212", "projects": ["12 12"], "expiresOn": "1212", "associations": "1212" }""")]
    [InlineData("POST", "/computations", """{ "project": "12 12" }""")]
    [InlineData("POST", "/projects/iris2/exits", "\"1212\"")]
    [InlineData("POST", "/projects/iris2/exits", "{ 1212 }")]
    [InlineData("GET", "/projects/iris2/attainment?from=1212&to=1212&window=1212&gender=1212&limit=1212&page=-1212", null)]
    [InlineData("GET", "/projects/iris2/attainment?computation=1212", null)]
    public async Task No_value_of_any_other_call_comes_back_in_a_problem(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), ApiFactory.Base + path)
        {
            Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", "1212" }, { "Purpose", "1212" } },
        };
        using var administrator = api.Administrator();
        var client = path switch { "/api-keys" => administrator, "/computations" => api.Secretariat, _ => api.Registrar };

        var answer = await client.SendAsync(request);

        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
        (await WithoutTraceAsync(answer)).ShouldNotContain("1212");
    }

    [Theory]
    [InlineData("Accept", "text/x-1212")]
    [InlineData("Content-Type", "text/x-1212")]
    [InlineData("Authorization", "Bearer ok_1212")]
    [InlineData("Authorization", "Basic 1212")]
    public async Task No_header_comes_back_in_a_problem(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/exits") { Content = JsonContent.Create(TestData.Exit("E")) };
        if (name == "Content-Type")
        {
            request.Content.Headers.ContentType = new(value);
        }
        else
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await api.Registrar.SendAsync(request);

        ((int)answer.StatusCode).ShouldBeInRange(401, 415);
        (await WithoutTraceAsync(answer)).ShouldNotContain("1212");
    }

    /// <summary>The problem's text. A trace id is hexadecimal and by chance may hold any digits.</summary>
    private static async Task<string> WithoutTraceAsync(HttpResponseMessage answer)
    {
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        problem.Remove("traceId").ShouldBeTrue();
        return problem.ToJsonString();
    }

    /// <summary>JSON Pointers to everything that is neither object nor list.</summary>
    private static IEnumerable<string> Leaves(JsonNode? node, string at = "") => node switch
    {
        JsonObject group => group.SelectMany(m => Leaves(m.Value, $"{at}/{m.Key}")),
        JsonArray list => list.SelectMany((value, index) => Leaves(value, $"{at}/{index}")),
        _ => [at],
    };

    private static JsonObject Marked(JsonObject body, string pointer, string value)
    {
        var steps = pointer.Split('/')[1..];
        var parent = steps[..^1].Aggregate((JsonNode)body, (node, step) => node is JsonArray list ? list[int.Parse(step, null)]! : node[step]!);
        if (parent is JsonArray items)
        {
            items[int.Parse(steps[^1], null)] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }

        return body;
    }

    private static string[] PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Placeholder();
}
