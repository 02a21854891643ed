namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>Goal attainment as it is read, from records as they are sent.</summary>
public sealed class AttainmentTests(AttainmentTests.Registered api) : IClassFixture<AttainmentTests.Registered>
{
    /// <summary>The example of the contract: 20 % together, and yet not reached, because the men's 18 % is not.</summary>
    [Fact]
    public async Task Both_genders_must_meet_what_is_promised_for_both()
    {
        var page = await GetAsync(api.Registrar, "goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=since-start");

        var expected = JsonNode.Parse(
            """
            { "goal": "iris2.work-or-studies", "goalVersion": 1, "measure": "share", "subproject": "vsb", "tertial": "2024-T2", "window": "since-start",
              "cohort": { "from": "2023-02-01", "to": "2024-08-31", "partial": false },
              "verdict": "not-due", "standing": "misses", "dueOn": "2026-01-31", "clear": false, "pace": null,
              "rows": [
                { "gender": "woman", "numerator": 21, "denominator": 100, "share": 0.21, "interval": [0.1417, 0.2998], "target": { "atLeast": "20%" }, "meetsTarget": true },
                { "gender": "man", "numerator": 9, "denominator": 50, "share": 0.18, "interval": [0.0977, 0.3080], "target": { "atLeast": "20%" }, "meetsTarget": false },
                { "gender": "other", "numerator": 0, "denominator": 0, "share": null, "interval": null, "target": { "atLeast": "20%" }, "meetsTarget": null },
                { "gender": "unknown", "numerator": 0, "denominator": 0, "share": null, "interval": null, "target": { "atLeast": "20%" }, "meetsTarget": null },
                { "gender": "total", "numerator": 30, "denominator": 150, "share": 0.20, "interval": [0.1438, 0.2711], "target": { "atLeast": "20%" }, "meetsTarget": true } ],
              "sentence": "Women 21 % (21 of 100), men 18 % (9 of 50). The goal is judged since the project's start; the project ended on 2026-01-31.",
              "womenMen": { "difference": 0.03, "interval": [-0.1151, 0.1518], "pValue": 0.8290,
                "text": "The figures show no difference between women and men that can be told from chance." } }
            """);
        page["items"]!.AsArray().Count.ShouldBe(1);
        JsonNode.DeepEquals(page["items"]![0], expected).ShouldBeTrue(page["items"]![0]!.ToJsonString());

        page.Select(m => m.Key).ShouldBe(["project", "computation", "computedAt", "asOf", "upToDate", "items", "_meta", "_links"]);
        page["project"]!.GetValue<string>().ShouldBe("iris2");
        page["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        page["computedAt"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
        page["upToDate"]!.GetValue<bool>().ShouldBeTrue();
        page["_meta"]!.ToJsonString().ShouldBe("""{"page":1,"limit":20,"count":1,"totalRecords":1,"totalPages":1}""");
    }

    [Fact]
    public async Task Sentences_are_in_the_language_that_is_asked_for()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{api.Address}/attainment?goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial");
        request.Headers.Add("Accept-Language", "sv");
        var page = await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
        page["items"]![0]!["sentence"]!.GetValue<string>()
            .ShouldBe("Kvinnor 21 % (21 av 100), män 18 % (9 av 50). Målet bedöms sedan projektets start; projektet slutade 2026-01-31.");
        page["items"]![0]!["womenMen"]!["text"]!.GetValue<string>()
            .ShouldBe("Siffrorna visar ingen skillnad mellan kvinnor och män som går att skilja från slumpen.");
    }

    [Fact]
    public async Task Nothing_divided_by_nothing_is_not_assessable()
    {
        // Nobody has left USB.
        var item = await ItemAsync("goal=iris2-usb.work-or-studies&from=2024-T2&to=2024-T2&window=tertial");

        (item["verdict"]!.GetValue<string>(), item["standing"]!.GetValue<string>(), item["reason"]!.GetValue<string>())
            .ShouldBe(("not-due", "not-assessable", "denominator-zero"));
        item["clear"].ShouldBeNull();
        item["womenMen"].ShouldBeNull();
        item["rows"]!.AsArray().Count.ShouldBe(5);
        foreach (var row in item["rows"]!.AsArray())
        {
            Show(row!).ShouldBe("0/0 - -");
            row!["interval"].ShouldBeNull();
            row["target"]!.ToJsonString().ShouldBe("""{"atLeast":"40%"}""");
        }
    }

    /// <summary>Ten women left Insam, eight with a step; of these three to work. The two others, who also went to work, count in neither.</summary>
    [Fact]
    public async Task Of_these_means_of_those_who_count_in_the_other_goal()
    {
        var steps = await ItemAsync("goal=iris2-insam.steps&from=2024-T2&to=2024-T2&window=tertial");
        Show(steps["rows"]![0]!).ShouldBe("8/10 0.8 true");
        steps["standing"]!.GetValue<string>().ShouldBe("not-assessable");

        var work = await ItemAsync("goal=iris2-insam.work-or-vocational-studies&from=2024-T2&to=2024-T2&window=tertial");
        Show(work["rows"]![0]!).ShouldBe("3/8 0.375 true");
        work["rows"]![0]!["interval"]!.AsArray().Select(v => v!.GetValue<decimal>()).ShouldBe([0.1368m, 0.6943m]);
    }

    /// <summary>VSB 30 of 150, Höganäs 0 of 2, Sydöst 2 of 4.</summary>
    [Fact]
    public async Task Several_subprojects_are_shown_each_and_together()
    {
        var page = await GetAsync(api.Registrar, "goal=iris2.work-or-studies&from=2024-T2&to=2024-T2&window=tertial&gender=total");
        page["items"]!.AsArray().Select(i => $"{i!["subproject"]?.GetValue<string>() ?? "together"} {Show(i["rows"]![0]!)}").ShouldBe(
        [
            "vsb 30/150 0.2 true",
            "hoganas 0/2 0 false",
            "sydost 2/4 0.5 true",
            "together 32/156 0.2051 true",
        ]);
    }

    [Fact]
    public async Task A_count_has_no_denominator_and_is_judged_since_start_only()
    {
        // 100 women and 50 men have begun in VSB: just what was promised when the project ended on 2026-01-31.
        var sinceStart = await ItemAsync("goal=iris2.volume&subproject=vsb&from=2026-T1&to=2026-T1&window=since-start");
        sinceStart["measure"]!.GetValue<string>().ShouldBe("count");
        sinceStart["verdict"]!.GetValue<string>().ShouldBe("reached");
        sinceStart["clear"].ShouldBeNull();
        sinceStart["womenMen"].ShouldBeNull();
        sinceStart["rows"]!.AsArray().Select(r => Show(r!)).ShouldBe(["100/- - true", "50/- - true", "0/- - -", "0/- - -", "150/- - -"]);
        sinceStart["rows"]![0]!["target"]!.ToJsonString().ShouldBe("""{"atLeast":100}""");

        var tertial = await ItemAsync("goal=iris2.volume&subproject=vsb&from=2023-T3&to=2023-T3&window=tertial");
        tertial["verdict"]!.GetValue<string>().ShouldBe("no-target");
        tertial["rows"]!.AsArray().Select(r => Show(r!)).ShouldBe(["100/- - -", "50/- - -", "0/- - -", "0/- - -", "150/- - -"]);
    }

    [Fact]
    public async Task Windows_are_cut_by_the_project_and_say_so()
    {
        // IRIS 2 begins on 1 February 2023 and ends on 31 January 2026.
        var page = await GetAsync(api.Registrar, "goal=iris2-usb.work-or-studies&limit=500");
        var cohorts = page["items"]!.AsArray().ToDictionary(
            i => $"{i!["tertial"]} {i["window"]}", i => $"{i!["cohort"]!["from"]} {i["cohort"]!["to"]} {i["cohort"]!["partial"]}");
        cohorts.Count.ShouldBe(30);
        cohorts["2023-T1 tertial"].ShouldBe("2023-02-01 2023-04-30 true");
        cohorts["2023-T3 year-to-date"].ShouldBe("2023-02-01 2023-12-31 true");
        cohorts["2024-T2 tertial"].ShouldBe("2024-05-01 2024-08-31 false");
        cohorts["2024-T2 year-to-date"].ShouldBe("2024-01-01 2024-08-31 false");
        cohorts["2026-T1 tertial"].ShouldBe("2026-01-01 2026-01-31 true");
        cohorts["2026-T1 since-start"].ShouldBe("2023-02-01 2026-01-31 true");
    }

    [Fact]
    public async Task Windows_hold_what_happened_in_them()
    {
        // All left VSB on 1 June 2024.
        var page = await GetAsync(api.Registrar, "goal=iris2.work-or-studies&subproject=vsb&gender=woman&from=2024-T1&to=2025-T1");
        page["items"]!.AsArray().Select(i => $"{i!["tertial"]} {i["window"]} {i["rows"]![0]!["numerator"]}/{i["rows"]![0]!["denominator"]}").ShouldBe(
        [
            "2024-T1 tertial 0/0", "2024-T1 year-to-date 0/0", "2024-T1 since-start 0/0",
            "2024-T2 tertial 21/100", "2024-T2 year-to-date 21/100", "2024-T2 since-start 21/100",
            "2024-T3 tertial 0/0", "2024-T3 year-to-date 21/100", "2024-T3 since-start 21/100",
            "2025-T1 tertial 0/0", "2025-T1 year-to-date 0/0", "2025-T1 since-start 21/100",
        ]);
    }

    /// <summary>
    /// 27 figures (three goals for three subprojects and together, eight goals of one subproject each, the volume of six and together) for ten
    /// tertials, three windows each.
    /// </summary>
    [Theory]
    [InlineData("", 810)]
    [InlineData("goal=iris2.work-or-studies", 120)]
    [InlineData("goal=iris2.volume", 210)]
    [InlineData("subproject=vsb", 120)]
    [InlineData("subproject=usb", 120)]
    [InlineData("window=tertial", 270)]
    [InlineData("from=2024-T1&to=2024-T2", 162)]
    [InlineData("from=2026-T1", 81)]
    [InlineData("to=2023-T1", 81)]
    [InlineData("from=2026-T2", 0)]
    [InlineData("from=2025-T1&to=2024-T3", 0)]
    [InlineData("goal=iris2.volume&subproject=insam&window=year-to-date&from=2025-T1&to=2025-T3", 3)]
    [InlineData("gender=woman&window=since-start&to=2023-T1", 27, "woman")]
    [InlineData("gender=total&window=since-start&to=2023-T1", 27, "total")]
    [InlineData("gender=unknown&window=since-start&to=2023-T1", 27, "unknown")]
    public async Task Filters_leave_what_they_name(string query, int total, string? gender = null)
    {
        var page = await GetAsync(api.Registrar, query + "&limit=500");

        page["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(total);
        page["items"]!.AsArray().Count.ShouldBe(Math.Min(500, total));
        var wanted = System.Web.HttpUtility.ParseQueryString(query);
        foreach (var item in page["items"]!.AsArray())
        {
            foreach (var member in new[] { "goal", "subproject", "window" }.Where(m => wanted[m] is not null))
            {
                item![member]!.GetValue<string>().ShouldBe(wanted[member]);
            }

            string.CompareOrdinal(item!["tertial"]!.GetValue<string>(), wanted["from"] ?? "0").ShouldBeGreaterThanOrEqualTo(0);
            string.CompareOrdinal(item["tertial"]!.GetValue<string>(), wanted["to"] ?? "9").ShouldBeLessThanOrEqualTo(0);
            string[] genders = gender is null ? ["woman", "man", "other", "unknown", "total"] : [gender];
            item["rows"]!.AsArray().Select(r => r!["gender"]!.GetValue<string>()).ShouldBe(genders);
        }
    }

    [Fact]
    public async Task The_secretariat_sees_what_registrars_see()
    {
        var registrar = await EverythingAsync(api.Registrar);
        var secretariat = await EverythingAsync(api.Secretariat);
        registrar.Zip(secretariat).ShouldAllBe(pair => JsonNode.DeepEquals(pair.First, pair.Second));
    }

    /// <summary>"numerator/denominator share meetsTarget"; a hyphen for null.</summary>
    private static string Show(JsonNode row) =>
        $"{row["numerator"]}/{row["denominator"]?.ToJsonString() ?? "-"} {row["share"]?.GetValue<decimal>().ToString("0.####", null) ?? "-"} "
            + $"{row["meetsTarget"]?.ToJsonString() ?? "-"}";

    private async Task<JsonNode> ItemAsync(string query) => (await GetAsync(api.Registrar, query))["items"]!.AsArray().Single()!;

    private async Task<JsonObject> GetAsync(HttpClient client, string query) =>
        await (await client.GetAsync($"{api.Address}/attainment?{query.TrimStart('&')}")).ShouldBeAsync(HttpStatusCode.OK);

    private async Task<List<JsonNode>> EverythingAsync(HttpClient client)
    {
        var items = new List<JsonNode>();
        for (var page = 1; page <= 2; page++)
        {
            items.AddRange((await GetAsync(client, $"limit=500&page={page}"))["items"]!.AsArray()!);
        }

        return items;
    }

    /// <summary>Everybody began on 1 December 2023 and left on 1 June 2024.</summary>
    public sealed class Registered() : ProjectApi("iris2")
    {
        private readonly List<JsonObject> _enrollments = [];
        private readonly List<(string Collection, JsonObject Body)> _rest = [];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            People(21, "vsb", "woman", "studies");
            People(79, "vsb", "woman", "moved");
            People(9, "vsb", "man", "work-subsidised");
            People(41, "vsb", "man", "dropped-out");
            People(1, "hoganas", "other", "moved");
            People(1, "hoganas", "unknown", "health-care");
            People(2, "sydost", "woman", "studies-completed");
            People(2, "sydost", "woman", "moved");
            People(3, "insam", "woman", "work-unsubsidised", "language");
            People(5, "insam", "woman", "moved", "better-health");
            People(1, "insam", "woman", "work-unsubsidised");
            People(1, "insam", "woman", "work-subsidised", "study-visit");

            // Registered by mistake: counts nowhere.
            People(3, "vsb", "man", "registered-in-error");
            await SendAsync(_enrollments.Select(e => ("enrollments", e)));
            await SendAsync(_rest);
            await UpToDateAsync(Registrar, "iris2");
        }

        private void People(int count, string subproject, string gender, string reason, string? step = null)
        {
            for (var i = 0; i < count; i++)
            {
                var reference = "E-" + _enrollments.Count;
                _enrollments.Add(TestData.Enrollment(reference, ("subproject", subproject), ("gender", gender), ("startedOn", "2023-12-01")));
                _rest.Add(("exits", TestData.Exit(reference, ("reason", reason))));
                if (step is not null)
                {
                    _rest.Add(("steps", TestData.Step("S-" + reference, reference, ("kind", step))));
                }
            }
        }

        private async Task SendAsync(IEnumerable<(string Collection, JsonObject Body)> records)
        {
            var answers = await Task.WhenAll(records.Select(r => Registrar.PostAsJsonAsync($"{Address}/{r.Collection}", r.Body)));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        }
    }
}
