namespace OutcomeApi.Tests.Features.Projects;

/// <summary>How large a project may be. What is too large is refused before it is worked on, with the numbers.</summary>
public sealed class ProjectMeasureTests(IpsUngaApi api) : IClassFixture<IpsUngaApi>
{
    private const string Goal = """{ "text": { "sv": "Start" }, "measure": "count", "of": { "population": "enrollments" } }""";

    [Theory]
    [InlineData(200, 1, 1, "2025-08-31", null)]
    [InlineData(201, 1, 1, "2025-08-31", "/subprojects: The project is too large: 201 subprojects. Keep it to at most 200 subprojects.")]
    [InlineData(0, 200, 0, "2025-08-31", null)]
    [InlineData(0, 201, 0, "2025-08-31", "/goals: The project is too large: 201 goals. Keep it to at most 200 goals.")]
    [InlineData(0, 2, 1000, "2025-08-31", null)]
    [InlineData(0, 3, 667, "2025-08-31", "/goals: The project is too large: 2001 words in conditions. Keep it to at most 2000 words in conditions.")]

    // 83 goals × 101 slots × 2 tertials × 3 windows; 82 are fewer than 50,000.
    [InlineData(100, 82, 0, "2025-08-31", null)]
    [InlineData(100, 83, 0, "2025-08-31",
        ": The project is too large: 50298 figures (83 goals with 8383 slots × 2 tertials × 3 windows). Keep it to at most 50000 figures.")]

    // 101 series × 49 tertials; a fiftieth tertial is too much.
    [InlineData(100, 0, 0, "2041-04-30", null)]
    [InlineData(100, 0, 0, "2041-05-01",
        ": The project is too large: 5050 reports (101 of parts and associations × 50 tertials). Keep it to at most 5000 reports.")]
    public async Task A_project_has_a_measure(int parts, int goals, int words, string endsOn, string? refused)
    {
        var file = File(parts, goals, words, endsOn);
        var id = $"m-{parts}-{goals}-{words}-{endsOn}";

        var answer = await api.Secretariat.PutAsync($"{ApiFactory.Base}/projects/{id}", file);

        if (refused is null)
        {
            await answer.ShouldBeAsync(HttpStatusCode.Created);
            return;
        }

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, $"project-too-large {refused.Split(':')[0]}".TrimEnd());
        var error = problem["errors"]![0]!;
        $"{error["pointer"]}: {error["message"]} {error["howToFix"]}".ShouldBe(refused);
        (await api.Secretariat.GetAsync($"{ApiFactory.Base}/projects/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>27 slots × 10 tertials × 3 windows are 810 figures; this has 26 × 16 + 16 = 432 slots in 13 tertials.</summary>
    [Fact]
    public async Task A_project_twenty_times_the_size_of_IRIS_2_fits()
    {
        var file = ProjectFiles.Read("iris2");
        file["endsOn"] = "2027-01-31";
        var goals = file["goals"]!.AsObject();
        file["goals"] = new JsonObject(Enumerable.Range(0, 16).SelectMany(copy => goals.Select(goal =>
            KeyValuePair.Create($"copy-{copy}.{goal.Key}", (JsonNode?)Copy(goal.Value!, copy)))));

        using var administrator = api.Administrator();
        await (await administrator.PutAsync($"{ApiFactory.Base}/projects/twenty", file)).ShouldBeAsync(HttpStatusCode.Created);
        var all = await ApiFactory.UpToDateAsync(api.Secretariat, "ips-unga");
        all.ShouldNotBeNull();

        // What refers to a goal refers to its copy.
        JsonNode Copy(JsonNode goal, int copy) => JsonNode.Parse(goals.Aggregate(
            goal.ToJsonString(),
            (text, known) => text.Replace($"\"{known.Key}\"", $"\"copy-{copy}.{known.Key}\"", StringComparison.Ordinal)))!;
    }

    [Fact]
    public async Task One_goal_after_another_is_measured_with_those_before_it()
    {
        const string Address = $"{ApiFactory.Base}/projects/grows";
        await (await api.Secretariat.PutAsync(Address, File(0, 200, 0, "2025-08-31"))).ShouldBeAsync(HttpStatusCode.Created);
        var more = JsonNode.Parse(Goal)!.AsObject();
        foreach (var query in new[] { string.Empty, "?dryRun=true" })
        {
            await (await api.Secretariat.PutAsync($"{Address}/goals/g.more{query}", more))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "project-too-large");
        }

        var change = new JsonObject { ["goal"] = new JsonObject { ["key"] = "g.more", ["definition"] = more.DeepClone() } };
        await (await api.Secretariat.PostAsJsonAsync($"{Address}/simulations", new JsonObject { ["changes"] = new JsonArray(change) }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "project-too-large /changes/0/goal/definition");

        // One of the two hundred may have other words, up to the limit.
        var words = JsonNode.Parse(Goal)!.AsObject();
        words["filter"] = Words(2001);
        await (await api.Secretariat.PutAsync($"{Address}/goals/g.g-1", words, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "project-too-large");
        words["filter"] = Words(2000);
        await (await api.Secretariat.PutAsync($"{Address}/goals/g.g-1", words, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
    }

    /// <summary>A goal that is closed still has figures for the time before, so closing makes no room.</summary>
    [Fact]
    public async Task Goals_that_are_closed_count()
    {
        const string Address = $"{ApiFactory.Base}/projects/closes";
        await (await api.Secretariat.PutAsync(Address, File(100, 60, 0, "2025-08-31"))).ShouldBeAsync(HttpStatusCode.Created);
        var others = File(100, 60, 0, "2025-08-31");
        others["goals"] = new JsonObject(others["goals"]!.AsObject().Select(goal => KeyValuePair.Create("other-" + goal.Key, goal.Value?.DeepClone())));

        await (await api.Secretariat.PutAsync(Address, others, "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "project-too-large");
    }

    private static JsonObject File(int parts, int goals, int words, string endsOn) => new()
    {
        ["name"] = new JsonObject { ["sv"] = "Stort" },
        ["association"] = "finsam-malmo",
        ["startsOn"] = "2025-01-01",
        ["endsOn"] = endsOn,
        ["subprojects"] = new JsonArray(
            [.. Enumerable.Range(0, parts).Select(part => new JsonObject { ["id"] = $"p{part}", ["name"] = new JsonObject { ["sv"] = "Del" } })]),
        ["goals"] = new JsonObject(Enumerable.Range(0, goals).Select(number =>
        {
            var goal = JsonNode.Parse(Goal)!;
            if (parts > 1)
            {
                goal["subprojects"] = new JsonArray([.. Enumerable.Range(0, parts).Select(part => JsonValue.Create($"p{part}"))]);
            }

            if (words > 0)
            {
                goal["filter"] = Words(words);
            }

            return KeyValuePair.Create($"g.g-{number}", (JsonNode?)goal);
        })),
    };

    /// <summary>A condition of so many words.</summary>
    private static JsonObject Words(int count) => count == 1
        ? new JsonObject { ["mapped"] = true }
        : new JsonObject { ["any"] = new JsonArray([.. Enumerable.Range(0, count - 1).Select(_ => new JsonObject { ["mapped"] = true })]) };
}
