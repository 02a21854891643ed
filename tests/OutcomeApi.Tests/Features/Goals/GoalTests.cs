namespace OutcomeApi.Tests.Features.Goals;

/// <summary>
/// Goals by themselves: read, changed, tried out. Ten women have left VSB on 1 June 2024 – three to studies, two to a work placement (one of these with
/// a documented step), five because they moved. IRIS 2 runs from 2023-02-01 to 2026-01-31, so all of its ten tertials have begun.
/// </summary>
public sealed class GoalTests
{
    private const string Goal = "iris2.work-or-studies";

    [Fact]
    public async Task The_goals_in_force_are_listed_as_they_were_sent()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var file = ProjectFiles.Read("iris2")["goals"]!.AsObject();

        foreach (var client in new[] { api.Registrar, api.SteeringGroup, api.Secretariat })
        {
            var page = await (await client.GetAsync($"{api.Address}/goals?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
            page["items"]!.AsArray().Select(i => i!["key"]!.GetValue<string>()).ShouldBe(file.Select(g => g.Key));
            foreach (var item in page["items"]!.AsArray())
            {
                JsonNode.DeepEquals(item!["definition"], file[item["key"]!.GetValue<string>()]).ShouldBeTrue();
                item["version"]!.GetValue<int>().ShouldBe(1);
                item["validFrom"]!.GetValue<string>().ShouldBe("2023-02-01");
                item["_links"]!["self"]!["href"]!.GetValue<string>().ShouldBe($"https://localhost{api.Address}/goals/{item["key"]}");
            }
        }

        // Paged, and of a day on which none held yet.
        var second = await (await api.Registrar.GetAsync($"{api.Address}/goals?limit=2&page=2")).ShouldBeAsync(HttpStatusCode.OK);
        second["items"]!.AsArray().Select(i => i!["key"]!.GetValue<string>()).ShouldBe(file.Select(g => g.Key).Skip(2).Take(2));
        second["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(file.Count);
        var early = await (await api.Registrar.GetAsync($"{api.Address}/goals?on=2023-01-31")).ShouldBeAsync(HttpStatusCode.OK);
        early["items"]!.AsArray().Count.ShouldBe(0);
        await (await api.Registrar.GetAsync($"{api.Address}/goals?on=yesterday")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /on");
    }

    [Fact]
    public async Task A_changed_goal_is_a_version_that_figures_use_from_its_day_on()
    {
        using var api = await PreparedAsync();
        var changed = Definition(("validFrom", "2025-01-01"), ("targets", Json("""[{ "atLeast": "25%" }]""")));

        var answer = await PutAsync(api, Goal, changed, "\"1\"");
        var saved = await answer.ShouldBeAsync(HttpStatusCode.OK);
        answer.Headers.ETag!.Tag.ShouldBe("\"2\"");
        saved["version"]!.GetValue<int>().ShouldBe(2);
        saved["validFrom"]!.GetValue<string>().ShouldBe("2025-01-01");
        JsonNode.DeepEquals(saved["definition"], changed).ShouldBeTrue();

        // Of the tertials' last days, 2025-04-30 is the first on which version 2 holds.
        (await TargetsAsync(api)).ShouldBe(
            "2023-T1 1 20%, 2023-T2 1 20%, 2023-T3 1 20%, 2024-T1 1 20%, 2024-T2 1 20%, 2024-T3 1 20%, 2025-T1 2 25%, 2025-T2 2 25%, 2025-T3 2 25%, "
                + "2026-T1 2 25%");

        // The list of a day names the version of that day; the goal by itself is the newest.
        (await ListedAsync(api, "2024-12-31")).ShouldBe("1 2023-02-01");
        (await ListedAsync(api, "2025-01-01")).ShouldBe("2 2025-01-01");
        var one = await api.SteeringGroup.GetAsync($"{api.Address}/goals/{Goal}");
        (await one.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(2);
        one.Headers.ETag!.Tag.ShouldBe("\"2\"");

        var versions = await (await api.Registrar.GetAsync($"{api.Address}/goals/{Goal}/versions")).ShouldBeAsync(HttpStatusCode.OK);
        versions["items"]!.AsArray().Select(v => $"{v!["version"]} {v["validFrom"]} {v["definition"]!["targets"]![0]!["atLeast"]}")
            .ShouldBe(["1 2023-02-01 20%", "2 2025-01-01 25%"]);
        foreach (var (version, role) in versions["items"]!.AsArray().Zip(["administrator", "secretariat"]))
        {
            version!["createdAt"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
            api.Scalar<string>($"SELECT role FROM api_keys WHERE public_id = '{version["createdBy"]}'").ShouldBe(role);
        }

        api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE action = 'correct' AND kind = 'goal' AND project_id = 'iris2'").ShouldBe(1);

        // It is no record of the register's feed.
        var feed = await (await api.Registrar.GetAsync($"{api.Address}/changes?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        feed["items"]!.AsArray().Select(c => c!["record"]!.GetValue<string>()).Distinct().Order().ShouldBe(["enrollment", "exit", "step"]);
    }

    [Fact]
    public async Task A_changed_mapping_changes_the_figures()
    {
        using var api = await PreparedAsync();
        (await FigureAsync(api, Goal)).ShouldBe("1: 3/10");
        (await FigureAsync(api, "iris2.documented-steps")).ShouldBe("1: 1/10");

        await (await PutAsync(api, Goal, WithPlacement(), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        // Who counts as placed in work is no longer one of those with nothing but a step.
        (await FigureAsync(api, Goal)).ShouldBe("2: 5/10");
        (await FigureAsync(api, "iris2.documented-steps")).ShouldBe("1: 0/10");
    }

    [Fact]
    public async Task A_correction_names_its_version_and_the_same_again_makes_none()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var changed = Definition(("validFrom", "2025-01-01"));

        await (await PutAsync(api, Goal, changed)).ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        await (await PutAsync(api, Goal, changed, "\"2\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        await (await PutAsync(api, "iris2.new", changed, "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        api.Scalar<long>($"SELECT COUNT(*) FROM goal_versions WHERE goal_key IN ('{Goal}', 'iris2.new')").ShouldBe(1);

        // The same, in another order of members.
        var same = new JsonObject(
            ProjectFiles.Read("iris2")["goals"]![Goal]!.AsObject().Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        var before = await api.RowsAtRestAsync();
        var answer = await PutAsync(api, Goal, same, "\"1\"");
        (await answer.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await api.RowsAtRestAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_goal_that_is_new_or_was_closed_is_created_and_stands_last()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var created = await PutAsync(api, "iris2.placement", Definition(("counts", Json("""{ "exitReason": "work-placement" }""")), ("validFrom", null)));
        var goal = await created.ShouldBeAsync(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe($"https://localhost{api.Address}/goals/iris2.placement");

        // Without a day it holds from the project's first.
        goal["validFrom"]!.GetValue<string>().ShouldBe("2023-02-01");
        goal["version"]!.GetValue<int>().ShouldBe(1);
        var listed = await (await api.Registrar.GetAsync($"{api.Address}/goals?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        listed["items"]!.AsArray()[^1]!["key"]!.GetValue<string>().ShouldBe("iris2.placement");

        // The file as it was knows nothing of the new goal: sent under its old version it is refused, under the new one it closes the goal.
        var file = ProjectFiles.Read("iris2");
        await (await api.Secretariat.PutAsync(api.Address, file, "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        await (await api.Secretariat.PutAsync(api.Address, file, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.GetAsync($"{api.Address}/goals/iris2.placement")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        var versions = await (await api.Registrar.GetAsync($"{api.Address}/goals/iris2.placement/versions")).ShouldBeAsync(HttpStatusCode.OK);
        versions["items"]!.AsArray().Select(v => $"{v!["version"]} {v["definition"] is null}").ShouldBe(["1 False", "2 True"]);

        var again = await PutAsync(api, "iris2.placement", Definition());
        (await again.ShouldBeAsync(HttpStatusCode.Created))["version"]!.GetValue<int>().ShouldBe(3);

        await (await api.Registrar.GetAsync($"{api.Address}/goals/iris2.none")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await api.Registrar.GetAsync($"{api.Address}/goals/iris2.none/versions")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_change_and_saves_nothing()
    {
        using var api = await PreparedAsync();
        var before = await api.RowsAtRestAsync();

        var answer = await PutAsync(api, Goal, WithPlacement(), null, "?dryRun=true");
        var shown = await answer.ShouldBeAsync(HttpStatusCode.OK);

        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        shown["version"]!.GetValue<int>().ShouldBe(2);
        var preview = shown["preview"]!;
        preview["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        var items = preview["items"]!.AsArray();

        // VSB and the pooled three, in nine windows: three that end with 2024-T2, two with 2024-T3, since start in four later ones. Both goals.
        string[] windows =
        [
            "2024-T2 tertial", "2024-T2 year-to-date", "2024-T2 since-start", "2024-T3 year-to-date", "2024-T3 since-start",
            "2025-T1 since-start", "2025-T2 since-start", "2025-T3 since-start", "2026-T1 since-start",
        ];
        items.Select(i =>
            $"{i!["goal"]} {i["subproject"]?.GetValue<string>() ?? "pooled"} {i["tertial"]} {i["window"]} {Women(i["before"]!)} -> {Women(i["after"]!)}")
            .Order().ShouldBe(
            (from subproject in new[] { "vsb", "pooled" }
             from window in windows
             from goal in new[] { (Key: Goal, Figures: "1: 3/10 -> 2: 5/10"), (Key: "iris2.documented-steps", Figures: "1: 1/10 -> 1: 0/10") }
             select $"{goal.Key} {subproject} {window} {goal.Figures}").Order());

        // Two goals in four places, ten tertials and three windows are 240 figures.
        preview["unchanged"]!.GetValue<int>().ShouldBe(240 - 36);
        (await api.RowsAtRestAsync()).ShouldBe(before);
        (await FigureAsync(api, Goal)).ShouldBe("1: 3/10");

        // What was shown is what saving makes.
        await (await PutAsync(api, Goal, WithPlacement(), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        var page = await ApiFactory.UpToDateAsync(api.Registrar, "iris2", $"goal={Goal}&limit=500");
        foreach (var item in items.Where(i => i!["goal"]!.GetValue<string>() == Goal))
        {
            var after = page["items"]!.AsArray()
                .Single(i => $"{i!["subproject"]} {i["tertial"]} {i["window"]}" == $"{item!["subproject"]} {item["tertial"]} {item["window"]}");
            JsonNode.DeepEquals(after, item!["after"]).ShouldBeTrue(after!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_dry_run_of_a_later_day_leaves_earlier_figures_and_of_a_new_goal_has_nothing_before()
    {
        using var api = await PreparedAsync();
        var later = await (await PutAsync(api, Goal, TestData.With(WithPlacement(), ("validFrom", "2025-05-01")), "\"1\"", "?dryRun=true"))
            .ShouldBeAsync(HttpStatusCode.OK);
        later["preview"]!["items"]!.AsArray()
            .Where(i => i!["goal"]!.GetValue<string>() == Goal && i["subproject"] is not null).Select(i => $"{i!["tertial"]} {i["window"]}")
            .ShouldBe(["2025-T2 since-start", "2025-T3 since-start", "2026-T1 since-start"]);

        var created = await (await PutAsync(
            api, "iris2.placement", Definition(("subprojects", Json("""["vsb"]""")), ("validFrom", "2026-01-01")), null,
            "?dryRun=true")).ShouldBeAsync(HttpStatusCode.OK);
        var items = created["preview"]!["items"]!.AsArray();
        items.Select(i => $"{i!["tertial"]} {i["window"]}").ShouldBe(["2026-T1 tertial", "2026-T1 year-to-date", "2026-T1 since-start"]);
        items.ShouldAllBe(i => i!["before"] == null && i["after"] != null);
        created["preview"]!["unchanged"]!.GetValue<int>().ShouldBe(0);

        // What says the same changes nothing; a version that is not the stored one is refused when it is named.
        var same = await (await PutAsync(api, Goal, Definition(), null, "?dryRun=true")).ShouldBeAsync(HttpStatusCode.OK);
        same["version"]!.GetValue<int>().ShouldBe(1);
        same["preview"]!["items"]!.AsArray().Count.ShouldBe(0);
        same["preview"]!["unchanged"]!.GetValue<int>().ShouldBe(240);
        await (await PutAsync(api, Goal, Definition(), "\"7\"", "?dryRun=true")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
    }

    private static async Task<Iris2Api> PreparedAsync()
    {
        var api = new Iris2Api();
        await api.InitializeAsync();
        var people = new People(api);
        people.Leave(people.Add(3, "vsb", "woman"), "studies", "2024-06-01");
        people.Leave(people.Step(people.Add(1, "vsb", "woman"), "better-health"), "work-placement", "2024-06-01");
        people.Leave(people.Add(1, "vsb", "woman"), "work-placement", "2024-06-01");
        people.Leave(people.Add(5, "vsb", "woman"), "moved", "2024-06-01");
        await people.RegisterAsync();
        return api;
    }

    private static JsonObject Definition(params (string Name, JsonNode? Value)[] members) =>
        TestData.With(ProjectFiles.Read("iris2")["goals"]![Goal]!.DeepClone().AsObject(), members);

    private static JsonObject WithPlacement()
    {
        var definition = Definition();
        definition["counts"]!["exitReason"]!.AsArray().Add("work-placement");
        return definition;
    }

    private static JsonNode Json(string json) => JsonNode.Parse(json)!;

    private static Task<HttpResponseMessage> PutAsync(ProjectApi api, string key, JsonObject definition, string? ifMatch = null, string query = "") =>
        HttpAssert.PutAsync(api.Secretariat, $"{api.Address}/goals/{key}{query}", definition, ifMatch);

    private static string Women(JsonNode item) => $"{item["goalVersion"]}: {item["rows"]![0]!["numerator"]}/{item["rows"]![0]!["denominator"]}";

    /// <summary>"version: numerator/denominator" of the women in VSB in 2024-T2.</summary>
    private static async Task<string> FigureAsync(ProjectApi api, string goal) =>
        Women((await ApiFactory.UpToDateAsync(
            api.Registrar, "iris2", $"goal={goal}&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial"))["items"]!.AsArray().Single()!);

    private static async Task<string> ListedAsync(ProjectApi api, string on)
    {
        var page = await (await api.Registrar.GetAsync($"{api.Address}/goals?on={on}&limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        var goal = page["items"]!.AsArray().Single(i => i!["key"]!.GetValue<string>() == Goal)!;
        return $"{goal["version"]} {goal["validFrom"]}";
    }

    /// <summary>"tertial version target" for every tertial.</summary>
    private static async Task<string> TargetsAsync(ProjectApi api)
    {
        var page = await ApiFactory.UpToDateAsync(api.Registrar, "iris2", $"goal={Goal}&subproject=vsb&window=tertial&limit=500");
        return string.Join(", ", page["items"]!.AsArray().Select(i => $"{i!["tertial"]} {i["goalVersion"]} {i["rows"]![0]!["target"]!["atLeast"]}"));
    }
}
