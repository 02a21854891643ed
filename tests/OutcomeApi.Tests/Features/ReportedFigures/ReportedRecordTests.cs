using OutcomeApi.Projects;

namespace OutcomeApi.Tests.Features.ReportedFigures;

/// <summary>What is reported of a project rather than counted: fidelity reviews, reported figures, and what the goal engine reads of both.</summary>
public sealed class ReportedRecordTests(IpsUngaApi api) : IClassFixture<IpsUngaApi>
{
    /// <summary>The review that the project has published (domain.md §7).</summary>
    private const string Published =
        """
        1 5, 2 5, 3 5, 3B 5, 4 5, 5 4, 6 4, 7 5, 8 4, 9 5, 10 3, 10B 5, 11 2, 12 5, 13 5, 13B 5, 14 5, 14B 5, 15 5, 16 5, 16B 2, 16C 5, 17 3, 18 4, 19 5,
        20 5, 21 5, 21B 5, 22 5, 22B 5, 22C 5, 23 3, 24 2, 25 3, 26 2
        """;

    [Fact]
    public async Task The_published_review_has_151_of_175_points_and_is_good()
    {
        var body = await PostAsync("fidelity-reviews", Review("F-published", "ips-y-35", Scores(Published)));

        Computed(body).ShouldBe("151 of 175, good, 35 items");
        body["warnings"]!.AsArray().Select(w => $"{w!["code"]} {w["pointer"]}").ShouldBe(["late-registration /on"]);
        var read = await (await api.Secretariat.GetAsync($"{api.Address}/fidelity-reviews/F-published")).ShouldBeAsync(HttpStatusCode.OK);
        Computed(read).ShouldBe("151 of 175, good, 35 items");
        Values("ips-y-35").ShouldContain("2026-04-29 151/175");

        // One point in one item less, by way of a correction: 150 of 175.
        read["scores"]!["1"] = 4;
        read["correction"] = "wrong-code";
        Computed(await (await api.Secretariat.PutAsync($"{api.Address}/fidelity-reviews/F-published", read, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK))
            .ShouldBe("150 of 175, good, 35 items");
        Values("ips-y-35").ShouldContain("2026-04-29 150/175");

        // Taken back it is no value.
        read["voided"] = true;
        await (await api.Secretariat.PutAsync($"{api.Address}/fidelity-reviews/F-published", read, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        Values("ips-y-35").ShouldNotContain("2026-04-29 150/175");
    }

    [Fact]
    public async Task A_review_that_lacks_an_item_has_no_total_and_is_no_value()
    {
        var scores = Scores(Published);
        scores.Remove("16C");
        var body = await PostAsync("fidelity-reviews", TestData.With(Review("F-partial", "ips-y-35", scores), ("on", "2026-04-30")));

        Computed(body).ShouldBe(" of 175, , 34 items");
        Values("ips-y-35").ShouldNotContain(value => value.StartsWith("2026-04-30", StringComparison.Ordinal));

        // The missing item makes it complete.
        scores["16C"] = 5;
        var corrected = TestData.With(Review("F-partial", "ips-y-35", scores), ("on", "2026-04-30"), ("correction", "late-information"));
        Computed(await (await api.Registrar.PutAsync($"{api.Address}/fidelity-reviews/F-partial", corrected, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK))
            .ShouldBe("151 of 175, good, 35 items");
        Values("ips-y-35").ShouldContain("2026-04-30 151/175");
    }

    [Fact]
    public async Task A_plan_is_followed_up_by_corrections_that_stay_in_the_history()
    {
        var address = $"{api.Address}/fidelity-reviews/F-plan";
        var sent = TestData.FidelityReview(
            "F-plan", ("reviewer", "own-team"), ("comments", JsonNode.Parse("""{"3B":"Alla har gått kursen."}""")),
            ("plan", JsonNode.Parse("""[{"item":"1","activity":"Anställa en till.","until":"2024-12-31"}]""")));
        var body = await PostAsync("fidelity-reviews", sent);
        body["plan"]!.AsArray().Select(line => $"{line!["item"]} {line["activity"]} {line["until"]} {line["doneOn"]}")
            .ShouldBe(["1 Anställa en till. 2024-12-31 "]);
        (await api.Secretariat.PostAsJsonAsync($"{api.Address}/fidelity-reviews", sent)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var done = JsonNode.Parse("""{"plan":[{"item":"1","activity":"Anställa en till.","until":"2024-12-31","doneOn":"2024-11-01"}],"comments":{"3B":null}}""");
        body = await (await api.Secretariat.PatchAsync(address, done!.AsObject(), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        body["plan"]![0]!["doneOn"]!.GetValue<string>().ShouldBe("2024-11-01");
        body["comments"].ShouldBeNull();
        body["reviewer"]!.GetValue<string>().ShouldBe("own-team");

        var versions = (await (await api.Secretariat.GetAsync(address + "/versions")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray();
        versions[1]!["changed"]!.AsArray().Select(pointer => (string?)pointer).ShouldBe(["/comments", "/plan"], ignoreOrder: true);
        versions[0]!["content"]!["comments"]!["3B"]!.GetValue<string>().ShouldBe("Alla har gått kursen.");
    }

    [Theory]
    [InlineData("ips-y-35", 175, "very-good")]
    [InlineData("ips-y-35", 160, "very-good")]
    [InlineData("ips-y-35", 159, "good")]
    [InlineData("ips-y-35", 140, "good")]
    [InlineData("ips-y-35", 139, "partly")]
    [InlineData("ips-y-35", 104, "partly")]
    [InlineData("ips-y-35", 103, "not-ips-y")]
    [InlineData("ips-y-35", 35, "not-ips-y")]
    [InlineData("ips-25", 125, "exemplary")]
    [InlineData("ips-25", 115, "exemplary")]
    [InlineData("ips-25", 114, "good")]
    [InlineData("ips-25", 100, "good")]
    [InlineData("ips-25", 99, "fair")]
    [InlineData("ips-25", 74, "fair")]
    [InlineData("ips-25", 73, "not-supported-employment")]
    [InlineData("ips-25", 25, "not-supported-employment")]
    public async Task Bands_begin_and_end_where_the_scale_says(string scale, int total, string band)
    {
        // Every item has one point at least; what is left is given out, four more to an item.
        var scores = new JsonObject();
        var left = total - FidelityScales.Get(scale).Items.Count;
        foreach (var item in FidelityScales.Get(scale).Items)
        {
            scores[item.Item] = 1 + Math.Min(4, left);
            left -= Math.Min(4, left);
        }

        var body = await PostAsync("fidelity-reviews", Review($"F-{scale}-{total}", scale, scores));
        body["total"]!.GetValue<int>().ShouldBe(total);
        body["band"]!.GetValue<string>().ShouldBe(band);
    }

    [Fact]
    public async Task The_scales_can_be_read_and_their_bands_leave_no_gap()
    {
        var list = await (await api.SteeringGroup.GetAsync($"{ApiFactory.Base}/code-lists/fidelity-scales")).ShouldBeAsync(HttpStatusCode.OK);
        var scales = list["items"]!.AsArray().Select(s => s!).ToDictionary(s => s["id"]!.GetValue<string>());
        scales.Keys.Order().ShouldBe(["ips-25", "ips-y-35"]);
        scales["ips-25"]["items"]!.AsArray().Count.ShouldBe(25);
        scales["ips-y-35"]["items"]!.AsArray().Select(i => i!.GetValue<string>()).ShouldBe(Scores(Published).Select(s => s.Key));
        scales["ips-25"]["maximum"]!.GetValue<int>().ShouldBe(125);
        scales["ips-y-35"]["maximum"]!.GetValue<int>().ShouldBe(175);
        foreach (var scale in scales.Values)
        {
            var bands = scale["bands"]!.AsArray().Select(b => (From: b!["from"]!.GetValue<int>(), To: b["to"]!.GetValue<int>())).ToArray();
            bands[0].To.ShouldBe(scale["maximum"]!.GetValue<int>());
            bands[^1].From.ShouldBe(scale["items"]!.AsArray().Count);
            bands.Zip(bands.Skip(1)).ShouldAllBe(pair => pair.Second.To == pair.First.From - 1);
            scale["itemNames"]!.AsArray().Select(i => (string?)i!["item"]).ShouldBe(scale["items"]!.AsArray().Select(i => (string?)i));
            scale["itemNames"]!.AsArray().Select(i => (string?)i!["name"]!["sv"]).ShouldBeUnique();
            scale["itemNames"]!.AsArray().Select(i => (string?)i!["name"]!["en"]).ShouldBeUnique();
            scale["itemNames"]!.AsArray().Select(i => (string?)i!["group"]).Distinct().ShouldBe(scale["groups"]!.AsArray().Select(g => (string?)g!["code"]));
            scale["bands"]!.AsArray().ShouldAllBe(b => b!["text"]!["sv"]!.GetValue<string>() != b["text"]!["en"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Reported_figures_are_values_with_or_without_a_denominator()
    {
        await PostAsync("reported-figures", Figure("M-1", "permanent-job-specialists", ("on", "2026-12-31"), ("value", 3)));
        await PostAsync("reported-figures", Figure("B-1", "baseline-share", ("on", "2024-12-31"), ("numerator", 0), ("denominator", 0)));
        await PostAsync("reported-figures", Figure("I-1", "caseload.per-specialist", ("on", "2026-06-30"), ("value", 18)));
        Values("permanent-job-specialists").ShouldBe(["2026-12-31 3"]);
        Values("baseline-share").ShouldBe(["2024-12-31 0/0"]);
        Values("caseload.per-specialist").ShouldBe(["2026-06-30 18"]);

        await (await api.Secretariat.PutAsync(
            $"{api.Address}/reported-figures/M-1", Figure("M-1", "permanent-job-specialists", ("on", "2026-12-30"), ("value", 4)), "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        Values("permanent-job-specialists").ShouldBe(["2026-12-30 4"]);
        await (await api.Secretariat.PutAsync(
            $"{api.Address}/reported-figures/M-1", Figure("M-1", "permanent-job-specialists", ("on", "2026-12-30"), ("value", 4), ("voided", true)),
            "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        Values("permanent-job-specialists").ShouldBeEmpty();
    }

    /// <summary>A goal reads the scale; the indicator is listed by the project.</summary>
    [Fact]
    public async Task A_figure_is_known_by_a_goal_or_by_the_project()
    {
        await PostAsync("reported-figures", Figure("K-1", "ips-y-35", ("on", "2026-04-29"), ("numerator", 151), ("denominator", 175)));
        await PostAsync("reported-figures", Figure("K-2", "indicator", ("on", "2026-06-30"), ("value", 18)));
        var refused = await (await api.Secretariat.PostAsJsonAsync(
            $"{api.Address}/reported-figures", Figure("K-3", "training-days", ("on", "2026-06-30"), ("value", 4))))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "figure-unknown /figure");
        refused["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("ips-y-35");
        await (await api.Secretariat.PutAsync(
            $"{api.Address}/reported-figures/K-2", Figure("K-2", "training-days", ("on", "2026-06-30"), ("value", 18)), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "figure-unknown /figure");
    }

    [Fact]
    public async Task They_stand_in_the_feed_and_make_the_figures_follow()
    {
        await PostAsync("enrollments", TestData.Enrollment("E-feed", ("startedOn", "2025-09-01"), ("consentGivenOn", "2025-09-01")));
        foreach (var (collection, body) in new[]
        {
            ("self-assessments", TestData.SelfAssessment("A-feed", "E-feed", ("on", "2025-09-01"))),
            ("reported-figures", Figure("M-feed", "indicator", ("on", "2026-02-28"), ("value", 1))),
            ("fidelity-reviews", TestData.FidelityReview("F-feed", ("on", "2026-05-02"))),
        })
        {
            var before = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga");
            await PostAsync(collection, body);
            var after = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga");
            after["computation"]!.GetValue<string>().ShouldNotBe(before["computation"]!.GetValue<string>(), collection);
        }

        var feed = await (await api.Registrar.GetAsync($"{api.Address}/changes?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        var links = feed["items"]!.AsArray().Where(i => i!["reference"]!.GetValue<string>().EndsWith("-feed", StringComparison.Ordinal))
            .ToDictionary(i => i!["record"]!.GetValue<string>(), i => i!["_links"]!["self"]!["href"]!.GetValue<string>());
        links.Keys.Order().ShouldBe(["enrollment", "fidelity-review", "reported-figure", "self-assessment"]);
        foreach (var link in links.Values)
        {
            (await api.Registrar.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static JsonObject Review(string reference, string scale, JsonObject scores) =>
        new() { ["reference"] = reference, ["on"] = "2026-04-29", ["scale"] = scale, ["scores"] = scores.DeepClone() };

    private static JsonObject Figure(string reference, string figure, params (string Name, JsonNode? Value)[] members) =>
        TestData.With(new JsonObject { ["reference"] = reference, ["figure"] = figure }, members);

    private static JsonObject Scores(string text) =>
        new(text.Split(',').Select(pair => pair.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)int.Parse(pair[1], null))));

    private static string Computed(JsonObject review) => $"{review["total"]} of {review["maximum"]}, {review["band"]}, {review["itemsScored"]} items";

    private async Task<JsonObject> PostAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    /// <summary>What the goal engine reads of a figure: day, numerator, and denominator where there is one.</summary>
    private string[] Values(string figure) => api.Column(
        $"""
        SELECT CONCAT(reported_on, ' ', numerator, CASE WHEN denominator IS NULL THEN '' ELSE CONCAT('/', denominator) END)
        FROM reported_values WHERE project_id = 'ips-unga' AND figure = '{figure}'
        """);
}
