namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>
/// What would be. FRAM, 2021–2023, so every follow-up has been due for long and none is answered. Who left on 28 February 2022 – women: 20 to studies,
/// 10 moved, 2 to a work placement, 6 to work training; men: 12 to work – and on 30 June 2022: 8 men who moved. All women were referred by the region.
/// </summary>
public sealed class SimulationTests(SimulationTests.Registered api) : IClassFixture<SimulationTests.Registered>
{
    private const string Due = "fram.planning-at-three-months-of-due";
    private const string Answered = "fram.planning-at-three-months";
    private const string NextStep = "fram.next-step";

    [Fact]
    public async Task Unanswered_follow_ups_are_answered()
    {
        var answer = await SimulateAsync(
            api.Registrar, Changes("""{ "followUps": { "gender": "man", "count": 15, "answer": "in-measure" } }"""), ("window", "tertial"));

        answer["simulated"]!.GetValue<bool>().ShouldBeTrue();
        answer["project"]!.GetValue<string>().ShouldBe("fram");
        answer["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");

        // The earliest due date first: all 12 of February, 3 of the 8 of June.
        Figures(answer, "man").ShouldBe(
        [
            $"{Answered} 2022-T1 0/0 -> 12/12", $"{Answered} 2022-T2 0/0 -> 3/3",
            $"{Due} 2022-T1 0/12 -> 12/12", $"{Due} 2022-T2 0/8 -> 3/8",
            "fram.measure-at-three-months 2022-T1 0/0 -> 12/12", "fram.measure-at-three-months 2022-T2 0/0 -> 3/3",
        ]);

        // Ten goals are computed, for nine tertials: what is not listed stays as it is.
        answer["unchanged"]!.GetValue<int>().ShouldBe((10 * 9) - 6);

        var narrowed = await SimulateAsync(
            api.Registrar, Changes("""{ "followUps": { "referrer": "municipality", "tertial": "2022-T2", "count": 2, "answer": "unreachable" } }"""),
            ("goal", Answered), ("window", "since-start"), ("tertial", "2022-T2"));
        Figures(narrowed, "total").ShouldBe([$"{Answered} 2022-T2 0/0 -> 0/2"]);
    }

    [Fact]
    public async Task There_are_more_exits()
    {
        var answer = await SimulateAsync(
            api.Registrar, Changes("""{ "exits": { "count": 5, "gender": "woman", "reason": "studies", "on": "2023-06-30" } }"""), ("window", "tertial"));

        // They exit in 2023-T2 with nothing documented and no answer when the follow-up is due, and began on the project's first day.
        Figures(answer, "woman").ShouldBe(
        [
            $"{NextStep} 2023-T2 0/0 -> 5/5", "fram.final-documentation 2023-T2 0/0 -> 0/5", "fram.next-measure-ready 2023-T2 0/0 -> 0/5",
            $"{Due} 2023-T2 0/0 -> 0/5", "fram.volume 2021-T1 0/- -> 5/-",
        ]);
        var step = answer["items"]!.AsArray().Single(i => i!["goal"]!.GetValue<string>() == NextStep)!;
        step["before"]!["standing"]!.GetValue<string>().ShouldBe("not-assessable");
        step["after"]!["standing"]!.GetValue<string>().ShouldBe("meets");
    }

    [Fact]
    public async Task A_goal_is_defined_otherwise()
    {
        var answer = await SimulateAsync(api.Registrar, Goal(NextStep, With("work-training", "work-placement")), ("tertial", "2022-T1"), ("window", "tertial"));

        Figures(answer, "woman").ShouldBe([$"{NextStep} 2022-T1 20/38 -> 28/38"]);
        var item = answer["items"]![0]!;
        item["before"]!["goalVersion"]!.GetValue<int>().ShouldBe(1);
        item["after"]!["goalVersion"]!.GetValue<int>().ShouldBe(2);

        // A goal that there is not yet has nothing before.
        var created = await SimulateAsync(api.Registrar, Goal("fram.new", With()), ("tertial", "2022-T1"), ("window", "tertial"), ("goal", "fram.new"));
        created["items"]!.AsArray().Single()!["before"].ShouldBeNull();
        created["items"]![0]!["after"]!["rows"]![0]!["numerator"]!.GetValue<int>().ShouldBe(20);
    }

    [Fact]
    public async Task Changes_are_made_one_after_the_other()
    {
        var body = new JsonObject
        {
            ["changes"] = new JsonArray(
                JsonNode.Parse("""{ "followUps": { "gender": "man", "tertial": "2022-T1", "count": 5, "answer": "work" } }"""),
                JsonNode.Parse("""{ "followUps": { "gender": "man", "tertial": "2022-T1", "count": 7, "answer": "moved" } }"""),
                JsonNode.Parse("""{ "exits": { "count": 2, "gender": "man", "reason": "moved", "on": "2022-04-30" } }"""),
                new JsonObject { ["goal"] = new JsonObject { ["key"] = NextStep, ["definition"] = With("moved") } }),
        };
        var answer = await SimulateAsync(api.Secretariat, body, ("tertial", "2022-T1"), ("window", "tertial"));

        Figures(answer, "man").ShouldBe(
        [
            $"{NextStep} 2022-T1 12/12 -> 14/14", "fram.final-documentation 2022-T1 0/12 -> 0/14", "fram.next-measure-ready 2022-T1 0/12 -> 0/14",
            $"{Answered} 2022-T1 0/0 -> 5/12", $"{Due} 2022-T1 0/12 -> 5/14", "fram.measure-at-three-months 2022-T1 0/0 -> 5/12",
        ]);

        // All twelve are answered then: a thirteenth there is not.
        body["changes"]![1]!["followUps"]!["count"] = 8;
        var problem = await (await api.Secretariat.PostAsJsonAsync($"{api.Address}/simulations", body)).ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity, "follow-ups-too-few /changes/1/followUps/count");
        problem["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldBe("Send a count of at most 7.");
    }

    [Theory]
    [InlineData("{}", 400, "required-missing /changes")]
    [InlineData("""{ "changes": [] }""", 400, "type-wrong /changes")]
    [InlineData("""{ "changes": [{}], "tertial": "2022", "window": "year", "goal": "fram.none", "colour": "red" }""", 400,
        "type-wrong /changes/0, type-wrong /tertial, unknown-code /window, unknown-code /goal, field-unknown /colour")]
    [InlineData(
        """{ "changes": [{ "followUps": { "count": 1, "answer": "work" }, "exits": { "count": 1, "gender": "man", "reason": "moved", "on": "2022-01-01" } }] }""",
        400,
        "type-wrong /changes/0")]
    [InlineData(
        """{ "changes": [{ "followUps": { "count": 0, "answer": "happy", "referrer": "church", "gender": "women", "tertial": "2022-T4" } }, { "exits": {} }, { "goal": {} }] }""",
        400,
        "number-out-of-range /changes/0/followUps/count, unknown-code /changes/0/followUps/answer, unknown-code /changes/0/followUps/referrer, "
            + "unknown-code /changes/0/followUps/gender, type-wrong /changes/0/followUps/tertial, required-missing /changes/1/exits/count, "
            + "required-missing /changes/1/exits/gender, required-missing /changes/1/exits/reason, required-missing /changes/1/exits/on, "
            + "required-missing /changes/2/goal/key, required-missing /changes/2/goal/definition")]
    [InlineData(
        """{ "changes": [{ "exits": { "count": 1, "gender": "man", "reason": "moved", "subproject": "north", "on": "2022-01-01" } }, { "followUps": { "gender": "other", "count": 1, "answer": "work" } }] }""",
        422,
        "subproject-unknown /changes/0/exits/subproject, follow-ups-too-few /changes/1/followUps/count")]
    [InlineData(
        """{ "changes": [{ "exits": { "count": 1, "gender": "man", "reason": "moved", "on": "2020-12-31" } }] }""", 400,
        "number-out-of-range /changes/0/exits/on")]
    [InlineData(
        """{ "changes": [{ "exits": { "count": 1, "gender": "man", "reason": "moved", "on": "2024-01-01" } }] }""", 400,
        "number-out-of-range /changes/0/exits/on")]
    [InlineData(
        """{ "changes": [{ "goal": { "key": "fram.next-step", "definition": { "measure": "part", "text": { "sv": "x" }, "counts": { "exitReason": "luck" } } } }, { "goal": { "key": "fram.next-step", "definition": {} } }, { "goal": { "key": "No", "definition": {} } }] }""",
        422,
        "goal-invalid /changes/0/goal/definition/measure, goal-invalid /changes/0/goal/definition/counts/exitReason, goal-invalid /changes/1/goal/key, "
            + "goal-invalid /changes/2/goal/key")]
    public async Task What_is_wrong_is_refused_all_at_once(string body, int status, string errors) => await (await api.Registrar.PostAsync(
            $"{api.Address}/simulations", new StringContent(body, System.Text.Encoding.UTF8, "application/json")))
        .ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));

    /// <summary>However many there are asked for, the work is that of the project and a thousand more.</summary>
    [Theory]
    [InlineData("""[{ "exits": { "count": 1001, "gender": "man", "reason": "moved", "on": "2022-01-01" } }]""",
        "number-out-of-range /changes/0/exits/count")]
    [InlineData("""[{ "followUps": { "count": 2000000, "answer": "work" } }]""", "number-out-of-range /changes/0/followUps/count")]
    [InlineData(
        """[{ "exits": { "count": 999, "gender": "man", "reason": "moved", "on": "2022-01-01" } }, { "followUps": { "count": 2, "answer": "work" } }]""",
        "type-wrong /changes")]
    public async Task A_simulation_adds_or_changes_at_most_a_thousand_people(string changes, string error)
    {
        await (await api.Registrar.PostAsync($"{api.Address}/simulations", Json(changes))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, error);

        var most = """[{ "exits": { "count": 998, "gender": "woman", "reason": "studies", "on": "2023-06-30" } }, { "followUps": { "count": 2, "answer": "work" } }]""";
        var answer = await (await api.Registrar.PostAsync($"{api.Address}/simulations", Json(most))).ShouldBeAsync(HttpStatusCode.OK);
        Figures(answer, "woman").ShouldContain($"{NextStep} 2023-T2 0/0 -> 998/998");

        static StringContent Json(string changes) => new($$"""{ "changes": {{changes}}, "window": "tertial" }""", System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task Nothing_is_stored()
    {
        await api.RowsAtRestAsync();
        var before = api.Dump();
        foreach (var client in new[] { api.Registrar, api.Secretariat, api.SteeringGroup })
        {
            await SimulateAsync(client, Changes("""{ "followUps": { "count": 5, "answer": "work" } }"""));
            await SimulateAsync(client, Changes("""{ "exits": { "count": 5, "gender": "woman", "reason": "studies", "on": "2023-06-30" } }"""));
            await SimulateAsync(client, Goal(NextStep, With("work-training")));
        }

        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/simulations", new { changes = Array.Empty<object>() }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /changes");
        await api.RowsAtRestAsync();
        api.Dump().ShouldBe(before);
    }

    /// <summary>Both sides of 2022-T1: women 20 of 38, men 12 of 12. What is small is the base, not the number that is counted or the rest.</summary>
    [Theory]
    [InlineData(1, "women 20/38, men 12/12, total 32/50 -> women 20/38, men 12/13, total 32/51")]
    [InlineData(5, "women 20/38, men 12/12, total 32/50 -> women 20/38, men 12/17, total 32/55")]
    public async Task A_steering_group_sees_rows_whose_group_is_large_enough_on_both_sides(int count, string expected)
    {
        var body = Changes($$"""{ "exits": { "count": {{count}}, "gender": "man", "reason": "moved", "on": "2022-03-01" } }""");
        Seen(await OneAsync(api.SteeringGroup, body, "2022-T1")).ShouldBe(expected);
        Seen(await OneAsync(api.Registrar, body, "2022-T1")).ShouldBe(expected);
    }

    /// <summary>8 men left in 2022-T2, nobody in 2023-T2.</summary>
    [Theory]
    [InlineData("2022-T2", 3, "women 0/0, men 0/8, total 0/8 -> women hidden, men hidden, total 3/11", "misses")]
    [InlineData("2022-T2", 5, "women 0/0, men 0/8, total 0/8 -> women 5/5, men 0/8, total 5/13", "misses")]
    [InlineData("2023-T2", 4, "women 0/0, men 0/0, total 0/0 -> women hidden, men hidden, total hidden", null)]
    [InlineData("2023-T2", 5, "women 0/0, men 0/0, total 0/0 -> women 5/5, men 0/0, total 5/5", "meets")]
    public async Task A_small_group_after_the_change_is_not_shown_and_neither_is_a_verdict_on_it(string tertial, int count, string expected, string? standing)
    {
        var body = Changes($$"""{ "exits": { "count": {{count}}, "gender": "woman", "reason": "studies", "on": "{{tertial[..4]}}-06-30" } }""");
        var item = await OneAsync(api.SteeringGroup, body, tertial);

        Seen(item).ShouldBe(expected);
        item["after"]!["standing"]?.GetValue<string>().ShouldBe(standing);
        new[] { "verdict", "standing", "sentence", "clear" }.ShouldAllBe(member => item["after"]![member] == null == (standing == null));
        item["before"]!["verdict"].ShouldNotBeNull();

        // How small it is, is not said of a group that somebody has made up: it could be asked about until it is known.
        item["after"]!["rows"]!.AsArray().ShouldAllBe(row => row!["fewerThan"] == null);
        (item["after"]!["womenMen"] is null).ShouldBe(expected.Contains("women hidden", StringComparison.Ordinal) || tertial == "2023-T2");
    }

    /// <summary>Where 10 are few, the 8 men of 2022-T2 are a small group, however many join them.</summary>
    [Theory]
    [InlineData("man", 40)]
    [InlineData("woman", 40)]
    public async Task What_is_not_shown_before_the_change_is_not_shown_after_it(string gender, int count)
    {
        var body = Changes($$"""{ "exits": { "count": {{count}}, "gender": "{{gender}}", "reason": "studies", "on": "2022-06-30" } }""");
        await api.SetThresholdAsync("finsam-malmo", 10);
        try
        {
            var item = await OneAsync(api.SteeringGroup, body, "2022-T2");
            Seen(item).ShouldBe("women hidden, men hidden, total <10 -> women hidden, men hidden, total hidden");
            item["before"]!["standing"]!.GetValue<string>().ShouldBe("misses");
            item["after"]!["verdict"].ShouldBeNull();
            item["after"]!["standing"].ShouldBeNull();
            item["after"]!["sentence"].ShouldBeNull();
        }
        finally
        {
            await api.SetThresholdAsync("finsam-malmo", 5);
        }
    }

    [Fact]
    public async Task Made_up_people_of_another_or_unknown_gender_are_counted_with_the_women_or_the_men()
    {
        var bodies = new[] { "other", "unknown" }.Select(gender =>
            Changes($$"""{ "exits": { "count": 60, "gender": "{{gender}}", "reason": "studies", "on": "2023-06-30" } }""")).ToArray();
        foreach (var body in bodies)
        {
            var item = await OneAsync(api.SteeringGroup, body, "2023-T2");
            item["after"]!["rows"]!.AsArray().Select(row => row!["gender"]!.GetValue<string>()).ShouldBe(["woman", "man", "total"]);
            var (women, men) = (Row(item["after"]!, "woman")["denominator"]!.GetValue<int>(), Row(item["after"]!, "man")["denominator"]!.GetValue<int>());
            (women + men).ShouldBe(60);
            women.ShouldBeInRange(10, 50);
        }

        // By the hash of their number: whether other or unknown, they are the same.
        Seen(await OneAsync(api.SteeringGroup, bodies[0], "2023-T2")).ShouldBe(Seen(await OneAsync(api.SteeringGroup, bodies[1], "2023-T2")));
    }

    /// <summary>Of the 50 who left in 2022-T1 20 women and 12 men count already; 10 women moved, 6 went to work training and 2 to a work placement.</summary>
    [Theory]
    [InlineData("work-training", "38/50")]
    [InlineData("work-training work-placement", "40/50")]
    [InlineData("moved", "42/50")]
    [InlineData("moved work-training", "hidden")] // 2 of 50 are left
    [InlineData("moved work-training work-placement", "hidden")] // nobody is left, which is not said either
    public async Task Of_a_goal_that_is_defined_otherwise_a_steering_group_sees_totals_that_are_not_small(string reasons, string expected)
    {
        var body = Goal(NextStep, With(reasons.Split(' ')));
        var item = await OneAsync(api.SteeringGroup, body, "2022-T1");

        Seen(item).ShouldBe($"women 20/38, men 12/12, total 32/50 -> women hidden, men hidden, total {expected}");
        (item["after"]!["verdict"] is null).ShouldBe(expected == "hidden");
        Row(item["after"]!, "total")["fewerThan"].ShouldBeNull();
        Seen(await OneAsync(api.Registrar, body, "2022-T1")).ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_steering_group_does_not_ask_the_register_freely()
    {
        var definition = With();
        definition["filter"] = JsonNode.Parse("""{ "ageAtStart": { "from": 20 } }""");
        var filtered = await SimulateAsync(api.SteeringGroup, Goal(NextStep, definition));

        // Nothing changes, for all are of that age: it is not said.
        (await SimulateAsync(api.Registrar, Goal(NextStep, definition)))["items"]!.AsArray().Count.ShouldBe(0);
        Redefined(filtered).ShouldBe([NextStep]);
        filtered["items"]!.AsArray().Count.ShouldBe(27);
        filtered["unchanged"]!.GetValue<int>().ShouldBe(9 * 27);

        // Whoever asks for the two who went to a work placement gets nothing, and no verdict either.
        var few = With();
        few["counts"]!["exitReason"] = new JsonArray("work-placement");
        var created = await SimulateAsync(api.SteeringGroup, Goal("fram.new", few));
        Redefined(created).ShouldBe(["fram.new"]);
        created["items"]!.AsArray().ShouldAllBe(item => item!["before"] == null && item["after"]!["verdict"] == null);

        // Goals that refer to one which is defined otherwise tell as much.
        var both = new JsonObject
        {
            ["changes"] = new JsonArray(
                JsonNode.Parse(
                    """
                    { "goal": { "key": "fram.part", "definition": { "text": { "sv": "x" }, "measure": "share", "of": { "goal": "fram.next-step" } } } }
                    """),
                new JsonObject { ["goal"] = new JsonObject { ["key"] = NextStep, ["definition"] = With("work-training") } }),
        };
        Redefined(await SimulateAsync(api.SteeringGroup, both)).ShouldBe([NextStep, "fram.part"], ignoreOrder: true);
    }

    /// <summary>Whoever may not see how many follow-ups there are to answer is not refused: as many are answered as there are.</summary>
    [Fact]
    public async Task A_steering_group_is_not_refused_by_how_many_follow_ups_there_are()
    {
        var body = Changes("""{ "followUps": { "gender": "man", "tertial": "2022-T2", "count": 1, "answer": "work" } }""");
        var one = await SimulateAsync(api.SteeringGroup, body, ("tertial", "2022-T2"), ("window", "tertial"));
        one["items"]!.AsArray().Select(item => $"{item!["goal"]} {Seen(item.AsObject())}").ShouldBe(
        [
            $"{Answered} women 0/0, men 0/0, total 0/0 -> women hidden, men hidden, total hidden",
            $"{Due} women 0/0, men 0/8, total 0/8 -> women 0/0, men 1/8, total 1/8",
            "fram.measure-at-three-months women 0/0, men 0/0, total 0/0 -> women hidden, men hidden, total hidden",
        ]);

        body = Changes("""{ "followUps": { "gender": "other", "tertial": "2023-T2", "count": 999, "answer": "moved" } }""");
        var many = await SimulateAsync(api.SteeringGroup, body);
        many["items"]!.AsArray().ShouldBeEmpty();
        many["unchanged"]!.GetValue<int>().ShouldBe(10 * 27);
    }

    /// <summary>Keys of the goals whose items show no women and men, and no total of which a number or the rest is small.</summary>
    private static string[] Redefined(JsonObject answer)
    {
        foreach (var after in answer["items"]!.AsArray().Select(item => item!["after"]!))
        {
            after["rows"]!.AsArray().Select(row => row!["gender"]!.GetValue<string>()).ShouldBe(["woman", "man", "total"]);
            foreach (var row in after["rows"]!.AsArray().Where(row => row!["numerator"] is not null))
            {
                row!["gender"]!.GetValue<string>().ShouldBe("total");
                var (numerator, denominator) = (row["numerator"]!.GetValue<int>(), row["denominator"]!.GetValue<int>());
                numerator.ShouldBeGreaterThanOrEqualTo(5);
                (denominator - numerator is 0 or >= 5).ShouldBeTrue(row.ToJsonString());
            }

            after["rows"]!.AsArray().Where(row => row!["numerator"] is null)
                .ShouldAllBe(row => row!["hidden"]!.GetValue<string>() == "small-group" && row["fewerThan"] == null);
            var isDecidedByHidden = Row(after, "total")["numerator"] is null && Row(after, "total")["target"] is not null;
            (after["verdict"] is null).ShouldBe(isDecidedByHidden, after.ToJsonString());
        }

        return [.. answer["items"]!.AsArray().Select(i => i!["goal"]!.GetValue<string>()).Distinct()];
    }

    private static JsonObject Changes(string change) => new() { ["changes"] = new JsonArray(JsonNode.Parse(change)) };

    private static JsonObject Goal(string key, JsonObject definition) =>
        new() { ["changes"] = new JsonArray(new JsonObject { ["goal"] = new JsonObject { ["key"] = key, ["definition"] = definition.DeepClone() } }) };

    /// <summary>FRAM's next step with more exit reasons.</summary>
    private static JsonObject With(params string[] reasons)
    {
        var definition = ProjectFiles.Read("fram")["goals"]![NextStep]!.DeepClone().AsObject();
        foreach (var reason in reasons)
        {
            definition["counts"]!["exitReason"]!.AsArray().Add(reason);
        }

        return definition;
    }

    /// <summary>"goal tertial before -> after" of a gender, in order.</summary>
    private static string[] Figures(JsonObject answer, string gender) =>
    [
        .. answer["items"]!.AsArray().Select(i => $"{i!["goal"]} {i["tertial"]} {Show(i["before"], gender)} -> {Show(i["after"], gender)}")
    ];

    private static string Show(JsonNode? item, string gender)
    {
        var row = item!["rows"]!.AsArray().Single(r => r!["gender"]!.GetValue<string>() == gender)!;
        return $"{row["numerator"]}/{row["denominator"]?.ToJsonString() ?? "-"}";
    }

    private static JsonNode Row(JsonNode item, string gender) => item["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == gender)!;

    /// <summary>Women, men and total of both sides, as somebody reads them.</summary>
    private static string Seen(JsonObject compared)
    {
        return $"{Side(compared["before"])} -> {Side(compared["after"])}";

        static string Side(JsonNode? item) =>
            item is null ? "nothing" : $"women {Of(Row(item, "woman"))}, men {Of(Row(item, "man"))}, total {Of(Row(item, "total"))}";
        static string Of(JsonNode row) =>
            row["fewerThan"] is { } k ? $"<{k}" : row["hidden"] is not null ? "hidden" : $"{row["numerator"]}/{row["denominator"]}";
    }

    /// <summary>The next step of a tertial, as it is and as it would be.</summary>
    private async Task<JsonObject> OneAsync(HttpClient client, JsonObject body, string tertial) =>
        (await SimulateAsync(client, body, ("goal", NextStep), ("tertial", tertial), ("window", "tertial")))["items"]!.AsArray().Single()!.AsObject();

    private async Task<JsonObject> SimulateAsync(HttpClient client, JsonObject body, params (string Name, JsonNode? Value)[] filter) =>
        await (await client.PostAsJsonAsync($"{api.Address}/simulations", TestData.With(body.DeepClone().AsObject(), filter))).ShouldBeAsync(HttpStatusCode.OK);

    public sealed class Registered() : ProjectApi("fram")
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var people = new People(this);
            string[] Add(int count, string gender) => people.Add(
                count, null, gender, ("startedOn", "2022-01-10"), ("consentGivenOn", "2022-01-10"), ("referredOn", "2022-01-01"),
                ("referrer", gender == "woman" ? "region" : "municipality"));
            people.Leave(Add(20, "woman"), "studies", "2022-02-28");
            people.Leave(Add(10, "woman"), "moved", "2022-02-28");
            people.Leave(Add(2, "woman"), "work-placement", "2022-02-28");
            people.Leave(Add(6, "woman"), "work-training", "2022-02-28");
            people.Leave(Add(12, "man"), "work-unsubsidised", "2022-02-28");
            people.Leave(Add(8, "man"), "moved", "2022-06-30");
            await people.RegisterAsync();
        }
    }
}
