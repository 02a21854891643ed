namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>
/// How a figure comes about. In Insam: women who left on 1 June 2024 – 7 without a step, 6 with one who moved, 10 with one who went to work –, 5 men
/// with a step who went to work, 9 women who are still there, 2 women with a step who went to work on 1 October; 5 women registered in error and 6
/// anonymous ones. In VSB 8 women left; of Kompetenstrappan 6 women with a job offer in another field and 3 without an offer. That makes 67.
/// </summary>
public sealed class ExplanationTests(ExplanationTests.Registered api) : IClassFixture<ExplanationTests.Registered>
{
    private const string Goal = "iris2-insam.work-or-vocational-studies";

    [Fact]
    public async Task Everybody_stands_in_one_step()
    {
        var explained = await GetAsync(api.Secretariat, $"{Goal}/2024-T2", "gender=woman");

        explained["registered"]!.GetValue<int>().ShouldBe(67);
        explained["inCohort"]!.GetValue<int>().ShouldBe(67 - 5 - 6 - 17 - 11);
        Steps(explained).ShouldBe(
        [
            "registered-in-error 5 62", "anonymous 6 56", "other-subproject 17 39", "not-in-window 11 28", "other-gender 5 23", "not-in-parent 7 16",
            "filtered-out 0 16",
            "in-denominator 6 -", "in-numerator 10 -",
        ]);
        var row = explained["figure"]!["rows"]!.AsArray().Single()!;
        row["gender"]!.GetValue<string>().ShouldBe("woman");
        row["numerator"]!.GetValue<int>().ShouldBe(10);
        row["denominator"]!.GetValue<int>().ShouldBe(16);

        // Wilson's interval of 10/16, worked out apart from this program: 0.3864–0.8152.
        row["interval"]!.AsArray().Select(v => v!.GetValue<decimal>()).ShouldBe([0.3864m, 0.8152m]);
        explained["figure"]!["standing"]!.GetValue<string>().ShouldBe("meets");
        explained["figure"]!["goalVersion"]!.GetValue<int>().ShouldBe(1);
        explained["validFrom"]!.GetValue<string>().ShouldBe("2023-02-01");
        explained["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        explained["computedAt"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
        explained["dataCutOff"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
        JsonNode.DeepEquals(explained["definition"], ProjectFiles.Read("iris2")["goals"]![Goal]).ShouldBeTrue();
        explained["words"]!.GetValue<string>().ShouldBe(
            "Goal: of those who count in “Insam: exits with a step in language, Swedish studies, clearly better health or social situation, "
                + "nearer the labour market”, the share where the exit reason is Work without wage subsidy, Work with wage subsidy or Vocational studies. "
                + "Target: at least 30 % for women and men each. Judged when the project has ended.");
    }

    [Fact]
    public async Task The_total_and_other_windows_are_asked_for()
    {
        // The defaults: since start, all genders, and the goal's only subproject.
        var total = await GetAsync(api.Secretariat, $"{Goal}/2024-T3", string.Empty);
        total["figure"]!["window"]!.GetValue<string>().ShouldBe("since-start");
        total["figure"]!["subproject"]!.GetValue<string>().ShouldBe("insam");
        Steps(total).ShouldBe(
        [
            "registered-in-error 5 62", "anonymous 6 56", "other-subproject 17 39", "not-in-window 9 30", "other-gender 0 30", "not-in-parent 7 23",
            "filtered-out 0 23",
            "in-denominator 6 -", "in-numerator 17 -",
        ]);

        var tertial = await GetAsync(api.Secretariat, $"{Goal}/2024-T3", "window=tertial&gender=woman");
        Steps(tertial)[3].ShouldBe("not-in-window 37 2");
        Steps(tertial)[^1].ShouldBe("in-numerator 2 -");

        // Three subprojects pooled: who is in none of them is elsewhere.
        var pooled = await GetAsync(api.Secretariat, "iris2.work-or-studies/2024-T2", string.Empty);
        pooled["figure"]!["subproject"].ShouldBeNull();
        Steps(pooled)[2].ShouldBe("other-subproject 48 8");
        var volume = await GetAsync(api.Secretariat, "iris2.volume/2024-T2", "subproject=insam&gender=man");
        Steps(volume)[^1].ShouldBe("in-numerator 5 -");
    }

    [Fact]
    public async Task The_words_are_in_the_language_that_is_asked_for()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/attainment/iris2.work-or-studies/2024-T2/explanation");
        request.Headers.Add("Accept-Language", "sv");
        var explained = await (await api.Secretariat.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
        explained["words"]!.GetValue<string>()
            .ShouldStartWith("Mål: av alla deltaganden som har avslutats i VSB, Höganäs och Sydöst (var för sig och tillsammans), andelen där");
        explained["steps"]![0]!["text"]!.GetValue<string>().ShouldBe("Felregistrerade: räknas ingenstans.");
    }

    /// <summary>The counts are those of goal attainment: every goal, subproject and gender of a tertial, and the steps add up to everybody.</summary>
    [Theory]
    [InlineData("2024-T2", "since-start")]
    [InlineData("2024-T3", "tertial")]
    public async Task The_counts_are_those_of_attainment(string tertial, string window)
    {
        var page = await ApiFactory.UpToDateAsync(api.Secretariat, "iris2", $"from={tertial}&to={tertial}&window={window}&limit=500");
        var items = page["items"]!.AsArray();
        items.Count.ShouldBe(27);
        foreach (var item in items)
        {
            foreach (var row in item!["rows"]!.AsArray())
            {
                var where = $"{item["goal"]} {item["subproject"]} {row!["gender"]}";
                var subproject = item["subproject"] is { } id ? $"&subproject={id}" : string.Empty;
                var explained = await GetAsync(api.Secretariat, $"{item["goal"]}/{tertial}", $"window={window}&gender={row["gender"]}{subproject}");
                JsonNode.DeepEquals(explained["figure"]!["rows"]!.AsArray().Single(), row).ShouldBeTrue(where);
                int Count(string step) =>
                    explained["steps"]!.AsArray().SingleOrDefault(s => s!["step"]!.GetValue<string>() == step)?["count"]!.GetValue<int>() ?? 0;
                Count("in-numerator").ShouldBe(row["numerator"]!.GetValue<int>(), where);
                if (row["denominator"] is { } denominator)
                {
                    (Count("in-numerator") + Count("in-denominator")).ShouldBe(denominator.GetValue<int>(), where);
                }

                explained["steps"]!.AsArray().Sum(s => s!["count"]!.GetValue<int>()).ShouldBe(67, where);
            }
        }
    }

    [Fact]
    public async Task Only_registrars_see_who_stands_where_and_that_is_in_the_audit()
    {
        const string Reads = "SELECT COUNT(*) FROM audit_events WHERE kind = 'explanation'";
        foreach (var client in new[] { api.Secretariat, api.SteeringGroup })
        {
            var without = await GetAsync(client, $"{Goal}/2024-T2", "gender=woman");
            without["steps"]!.AsArray().ShouldAllBe(s => !s!.AsObject().ContainsKey("references"));
            without.ToJsonString().ShouldNotContain("E-", Case.Sensitive);
        }

        api.Scalar<long>(Reads).ShouldBe(0);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/attainment/{Goal}/2024-T2/explanation?gender=woman");
        request.Headers.Add("Purpose", "steering group of June");
        var explained = await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);

        var references = explained["steps"]!.AsArray()
            .ToDictionary(s => s!["step"]!.GetValue<string>(), s => s!["references"]!.AsArray().Select(r => r!.GetValue<string>()).ToArray());
        references["in-numerator"].Order().ShouldBe(api.ToWork.Order());
        references["in-denominator"].Order().ShouldBe(api.Moved.Order());
        references["registered-in-error"].Order().ShouldBe(api.InError.Order());
        references.Values.Sum(r => r.Length).ShouldBe(67);
        references.Values.SelectMany(r => r).Distinct().Count().ShouldBe(67);
        api.Scalar<long>(Reads + " AND action = 'read' AND role = 'registrar' AND record_count = 67 AND purpose = 'steering group of June'").ShouldBe(1);
        api.Scalar<long>(Reads).ShouldBe(1);
    }

    [Fact]
    public async Task A_steering_group_sees_the_steps_of_a_row_that_it_sees_and_small_ones_before_them_as_one()
    {
        // 16 women and 5 men. Nobody is filtered out: that is told.
        var women = await GetAsync(api.SteeringGroup, $"{Goal}/2024-T2", "gender=woman");
        Steps(women).ShouldBe(
        [
            "registered-in-error 5 -", "anonymous 6 -", "other-subproject 17 -", "not-in-window 11 -", "other-gender 5 -", "not-in-parent 7 -", "merged 0 -",
            "in-denominator 6 -", "in-numerator 10 -",
        ]);
        Merged(women).ShouldBe(["filtered-out"]);
        women["registered"]!.GetValue<int>().ShouldBe(67);
        women["inCohort"].ShouldBeNull();
        women["smallGroups"]!["threshold"]!.GetValue<int>().ShouldBe(5);
        women["words"]!.GetValue<string>().ShouldNotBeEmpty();
        var row = women["figure"]!["rows"]!.AsArray().Single()!;
        (row["gender"]!.GetValue<string>(), row["numerator"]!.GetValue<int>(), row["denominator"]!.GetValue<int>()).ShouldBe(("woman", 10, 16));
        row["meetsTarget"].ShouldBeNull();

        // The total, in which nobody is of another gender.
        var total = await GetAsync(api.SteeringGroup, $"{Goal}/2024-T2", string.Empty);
        Steps(total)[^3..].ShouldBe(["merged 0 -", "in-denominator 6 -", "in-numerator 15 -"]);
        Merged(total).ShouldBe(["other-gender", "filtered-out"]);
    }

    /// <summary>Two women left in the autumn, and no man.</summary>
    [Theory]
    [InlineData("woman", "not-in-window 37 -, merged 0 -, other-gender  -, in-denominator  -, in-numerator  -", "not-in-parent filtered-out")]
    [InlineData("man", "not-in-window 37 -, merged 0 -, other-gender  -, in-denominator  -, in-numerator  -", "not-in-parent filtered-out")]
    [InlineData("total", "not-in-window 37 -, merged 0 -, in-denominator  -, in-numerator  -", "other-gender not-in-parent filtered-out")]
    public async Task Where_a_row_is_not_shown_neither_are_its_steps_nor_the_other_gender(string gender, string steps, string merged)
    {
        var hidden = await GetAsync(api.SteeringGroup, $"{Goal}/2024-T3", "window=tertial&gender=" + gender);

        Steps(hidden).ShouldBe(["registered-in-error 5 -", "anonymous 6 -", "other-subproject 17 -", .. steps.Split(", ")]);
        Merged(hidden).ShouldBe(merged.Split(' '));
        hidden["steps"]!.AsArray().ShouldAllBe(step => (step!["count"] == null) == (step["hidden"] != null));
        hidden["steps"]!.AsArray().Where(step => step!["hidden"] is not null).ShouldAllBe(step => step!["hidden"]!.GetValue<string>() == "small-group");

        // How many are registered would give away what is not shown.
        hidden["registered"].ShouldBeNull();
        hidden["inCohort"].ShouldBeNull();
        var row = hidden["figure"]!["rows"]!.AsArray().Single()!;
        row["numerator"].ShouldBeNull();
        (row["hidden"]?.GetValue<string>(), row["fewerThan"]?.GetValue<int>()).ShouldBe(gender == "total" ? (null, 5) : ("small-group", null));
    }

    /// <summary>
    /// Where 6 are enough the 5 men are few: the total is shown, women and men are not. The 5 registered in error are merged with the smallest that is shown.
    /// </summary>
    [Fact]
    public async Task What_is_small_is_for_the_association_to_say()
    {
        await api.SetThresholdAsync("lund", 6);
        try
        {
            var women = await GetAsync(api.SteeringGroup, $"{Goal}/2024-T2", "gender=woman");
            Steps(women).ShouldBe(
                ["other-subproject 17 -", "not-in-window 11 -", "not-in-parent 7 -", "merged 11 -", "other-gender  -", "in-denominator  -", "in-numerator  -"]);
            Merged(women).ShouldBe(["registered-in-error", "anonymous", "filtered-out"]);
            women["registered"].ShouldBeNull();

            var total = await GetAsync(api.SteeringGroup, $"{Goal}/2024-T2", "gender=total");
            Steps(total).ShouldBe(
                ["other-subproject 17 -", "not-in-window 11 -", "not-in-parent 7 -", "merged 11 -", "in-denominator 6 -", "in-numerator 15 -"]);
            Merged(total).ShouldBe(["registered-in-error", "anonymous", "other-gender", "filtered-out"]);
            total["registered"]!.GetValue<int>().ShouldBe(67);
            total["figure"]!["rows"]![0]!["numerator"]!.GetValue<int>().ShouldBe(15);
        }
        finally
        {
            await api.SetThresholdAsync("lund", 5);
        }
    }

    [Theory]
    [InlineData("other")]
    [InlineData("unknown")]
    public async Task People_of_another_gender_are_no_row_that_a_steering_group_could_ask_for(string gender)
    {
        var address = $"{api.Address}/attainment/{Goal}/2024-T2/explanation?gender={gender}";
        await (await api.SteeringGroup.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /gender");
        Steps(await (await api.Secretariat.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK))[^1].ShouldBe("in-numerator 0 -");
    }

    [Theory]
    [InlineData("iris2.none/2024-T2", "", 404, "not-found")]
    [InlineData("iris2.work-or-studies/2022-T3", "", 404, "not-found")]
    [InlineData("iris2.work-or-studies/2026-T2", "", 404, "not-found")]
    [InlineData("iris2.work-or-studies/2024-T2", "subproject=insam", 404, "not-found")]
    [InlineData("iris2.work-or-studies/2024-T4", "", 400, "type-wrong /tertial")]
    [InlineData("iris2.work-or-studies/2024", "", 400, "type-wrong /tertial")]
    [InlineData("iris2.work-or-studies/2024-T2", "window=year&gender=women&colour=red", 400, "type-wrong /window, type-wrong /gender, query-unknown /colour")]
    public async Task What_is_not_there_is_not_explained(string path, string query, int status, string errors) =>
        await (await api.Registrar.GetAsync($"{api.Address}/attainment/{path}/explanation?{query}"))
            .ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));

    private static string[] Steps(JsonObject explained) =>
        [.. explained["steps"]!.AsArray().Select(s => $"{s!["step"]} {s["count"]} {s["left"]?.ToJsonString() ?? "-"}")];

    /// <summary>The steps that are one line.</summary>
    private static string[] Merged(JsonObject explained) =>
    [
        .. from step in explained["steps"]!.AsArray()
           where step["step"]!.GetValue<string>() == "merged"
           from category in step["categories"]!.AsArray()
           select category.GetValue<string>()
    ];

    private async Task<JsonObject> GetAsync(HttpClient client, string path, string query) =>
        await (await client.GetAsync($"{api.Address}/attainment/{path}/explanation?{query}")).ShouldBeAsync(HttpStatusCode.OK);

    public sealed class Registered() : ProjectApi("iris2")
    {
        public string[] ToWork { get; private set; } = [];

        public string[] Moved { get; private set; } = [];

        public string[] InError { get; private set; } = [];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var people = new People(this);
            InError = people.Leave(people.Add(5, "insam", "woman"), "registered-in-error", "2024-06-01");
            people.Add(6, "insam", "woman", ("anonymous", true), ("participant", null), ("consentGivenOn", null), ("birthYear", null));
            people.Leave(people.Add(8, "vsb", "woman"), "studies", "2024-06-01");
            people.Add(9, "insam", "woman");
            people.Leave(people.Step(people.Add(2, "insam", "woman"), "language"), "work-unsubsidised", "2024-10-01");
            people.Leave(people.Step(people.Add(5, "insam", "man"), "better-health"), "work-subsidised", "2024-06-01");
            people.Leave(people.Add(7, "insam", "woman"), "work-unsubsidised", "2024-06-01");
            Moved = people.Leave(people.Step(people.Add(6, "insam", "woman"), "language"), "moved", "2024-06-01");
            ToWork = people.Leave(people.Step(people.Add(10, "insam", "woman"), "language"), "work-unsubsidised", "2024-06-01");
            people.Leave(people.Offer(people.Add(6, "kompetenstrappan", "woman"), subsidised: false, otherField: true), "work-unsubsidised", "2024-06-01");
            people.Leave(people.Add(3, "kompetenstrappan", "woman"), "moved", "2024-06-01");
            await people.RegisterAsync();
        }
    }
}
