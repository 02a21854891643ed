namespace OutcomeApi.Tests.Features.Steps;

/// <summary>Kinds of steps that a project chooses, and kinds of its own. It is 22 November 2026.</summary>
public sealed class StepKindTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    /// <summary>
    /// Four exits: after a yoga group, which counts as better health; after a cooking class, which counts as a step and as no kind; after language; after
    /// nothing.
    /// </summary>
    [Fact]
    public async Task A_kind_of_the_projects_own_counts_as_any_step_and_as_the_kind_that_it_names()
    {
        const string Project = "own-kinds";
        var address = await PutAsync(Project, Kinds("language", Own("yoga-group", "Yogagrupp", "better-health"), Own("cooking", "Matlagning")));
        using var registrar = await api.ClientAsync("registrar", [Project]);
        foreach (var (kind, index) in new[] { "yoga-group", "cooking", "language", null }.Select((kind, index) => (kind, index)))
        {
            await (await registrar.PostAsJsonAsync($"{address}/enrollments", TestData.Enrollment($"E-{index}"))).ShouldBeAsync(HttpStatusCode.Created);
            if (kind is not null)
            {
                await (await registrar.PostAsJsonAsync($"{address}/steps", TestData.Step($"S-{index}", $"E-{index}", ("kind", kind))))
                    .ShouldBeAsync(HttpStatusCode.Created);
            }

            await (await registrar.PostAsJsonAsync($"{address}/exits", TestData.Exit($"E-{index}", ("reason", "moved")))).ShouldBeAsync(HttpStatusCode.Created);
        }

        (await SharesAsync(registrar, Project)).ShouldBe(["k.any 3/4", "k.health 1/4"]);
        var report = await (await registrar.GetAsync($"{address}/tertial-reports/2024-T1")).ShouldBeAsync(HttpStatusCode.OK);
        report["stepsByMonth"]!["tertial"]!.AsArray().Select(row => $"{row!["key"]} {row["total"]}").ShouldBe(
        [
            "total 3", "kind:language 1", "kind:better-health 1", "kind:cooking 1",
            "2024-03:language 1", "2024-03:better-health 1", "2024-03:cooking 1",
        ]);
        foreach (var (language, name) in new[] { ("sv", ">Matlagning<"), ("en", ">Matlagning in English<") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/tertial-reports/2024-T1?format=html");
            request.Headers.AcceptLanguage.ParseAdd(language);
            (await (await registrar.SendAsync(request)).Content.ReadAsStringAsync()).ShouldContain(name);
        }

        (await (await registrar.GetAsync($"{address}/step-kinds")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(kind => $"{kind!["code"]} {kind["text"]!["sv"]} {kind["as"]}").ShouldBe(
            ["language Språk ", "yoga-group Yogagrupp better-health", "cooking Matlagning "]);

        // Given up, they still count as steps, and as those of earlier kinds.
        await PutAsync(Project, Kinds("language"), isNew: false);
        (await SharesAsync(registrar, Project)).ShouldBe(["k.any 3/4", "k.health 0/4"]);
        report = await (await registrar.GetAsync($"{address}/tertial-reports/2024-T1")).ShouldBeAsync(HttpStatusCode.OK);
        report["stepsByMonth"]!["tertial"]!.AsArray().Select(row => $"{row!["key"]} {row["total"]}").ShouldBe(
            ["total 3", "kind:language 1", "kind:earlier 2", "2024-03:language 1", "2024-03:earlier 2"]);
        await (await registrar.PostAsJsonAsync($"{address}/steps", TestData.Step("S-9", "E-0", ("kind", "yoga-group"))))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /kind");
    }

    [Fact]
    public async Task Only_the_kinds_that_a_project_lists_are_taken_and_all_where_it_lists_none()
    {
        var address = await PutAsync("listed-kinds", Kinds("language", Own("yoga-group", "Yogagrupp", "better-health")));
        using var registrar = await api.ClientAsync("registrar", ["listed-kinds", "all-kinds"]);
        async Task<HttpResponseMessage> StepAsync(string project, string kind)
        {
            var enrollment = await registrar.PostAsJsonAsync($"{project}/enrollments", TestData.Enrollment("E-1"));
            enrollment.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.OK);
            return await registrar.PostAsJsonAsync($"{project}/steps", TestData.Step("S-" + kind, "E-1", ("kind", kind)));
        }

        await (await StepAsync(address, "yoga-group")).ShouldBeAsync(HttpStatusCode.Created);
        await (await StepAsync(address, "interview")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-not-used /kind");
        await (await StepAsync(address, "better-health")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-not-used /kind");
        await (await StepAsync(address, "dancing")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /kind");

        var all = await PutAsync("all-kinds", null);
        foreach (var kind in new[] { "language", "study-visit", "mapped", "goal-set", "employer-contact", "application-sent", "interview" })
        {
            await (await StepAsync(all, kind)).ShouldBeAsync(HttpStatusCode.Created);
        }

        await (await StepAsync(all, "yoga-group")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /kind");
    }

    [Fact]
    public async Task A_kind_that_is_the_products_takes_no_name_and_codes_stand_once()
    {
        using var administrator = api.Administrator();
        async Task<HttpResponseMessage> SendAsync(JsonArray kinds) =>
            await administrator.PutAsJsonAsync(ApiFactory.Base + "/projects/wrong-kinds", FileOf(kinds));

        await (await SendAsync(Kinds(Own("interview", "Intervju"), "language", "language", Own("any", "Vad som helst"), Own("Yoga", "Yoga"))))
            .ShouldBeProblemAsync(
                HttpStatusCode.UnprocessableEntity,
                "project-invalid /stepKinds/0/code", "project-invalid /stepKinds/2", "project-invalid /stepKinds/3/code", "project-invalid /stepKinds/4/code");
        await (await SendAsync(Kinds("yoga-group"))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /stepKinds/0");
        await (await SendAsync(Kinds(new JsonObject { ["code"] = "yoga-group", ["as"] = "running", ["text"] = "x" }))).ShouldBeProblemAsync(
            HttpStatusCode.BadRequest,
            "field-unknown /stepKinds/0/text", "required-missing /stepKinds/0/name", "unknown-code /stepKinds/0/as");
    }

    private static JsonArray Kinds(params JsonNode[] kinds) => new(kinds);

    private static JsonObject Own(string code, string name, string? counted = null)
    {
        var kind = new JsonObject { ["code"] = code, ["name"] = new JsonObject { ["sv"] = name, ["en"] = name + " in English" } };
        if (counted is not null)
        {
            kind["as"] = counted;
        }

        return kind;
    }

    private static JsonObject FileOf(JsonArray? kinds)
    {
        JsonObject Goal(JsonNode step) => new()
        {
            ["kind"] = "process",
            ["text"] = new JsonObject { ["sv"] = "Steg", ["en"] = "Steps" },
            ["measure"] = "share",
            ["of"] = new JsonObject { ["population"] = "exits" },
            ["counts"] = new JsonObject { ["step"] = step },
        };
        var file = ProjectFiles.Read("iris2");
        file["goals"] = new JsonObject { ["k.any"] = Goal("any"), ["k.health"] = Goal("better-health") };
        file.Remove("stepKinds");
        if (kinds is not null)
        {
            file["stepKinds"] = kinds;
        }

        return file;
    }

    private static async Task<IEnumerable<string>> SharesAsync(HttpClient registrar, string project) =>
        (await ApiFactory.UpToDateAsync(registrar, project, "from=2026-T1&to=2026-T1&window=since-start&limit=500"))["items"]!.AsArray()
            .Select(item => (Goal: item!["goal"], Total: item["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == "total")!))
            .Select(item => $"{item.Goal} {item.Total["numerator"]}/{item.Total["denominator"]}");

    private async Task<string> PutAsync(string project, JsonArray? kinds, bool isNew = true)
    {
        using var administrator = api.Administrator();
        var address = $"{ApiFactory.Base}/projects/{project}";
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(FileOf(kinds)) };
        if (!isNew)
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        await (await administrator.SendAsync(request)).ShouldBeAsync(isNew ? HttpStatusCode.Created : HttpStatusCode.OK);
        return address;
    }
}
