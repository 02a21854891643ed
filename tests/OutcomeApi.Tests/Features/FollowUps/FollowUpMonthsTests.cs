namespace OutcomeApi.Tests.Features.FollowUps;

/// <summary>Follow-ups after the months that a project names. It is 22 November 2026; each test has a project of its own.</summary>
public sealed class FollowUpMonthsTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task Each_number_of_months_has_a_work_list_figures_and_findings_of_its_own()
    {
        var project = await RegisterAsync("three-times", [3, 6, 12]);

        (await project.DueAsync()).ShouldBe(["E-1 6 overdue", "E-2 3 overdue", "E-3 12 overdue", "E-2 6 due"]);
        (await project.SharesAsync()).ShouldBe(
        [
            "m.answered: 2/2", "m.due: 2/3", "m.six-answered: 1/1", "m.six-due: 1/3", "m.six-of-exits: 1/3", "m.twelve-due: 0/1",
        ]);
        (await project.RowsAsync("followUps")).ShouldBe(
        [
            "3 overdue 1", "3 answered 2", "3 answer:work 1", "3 answer:plan-without-measure 1",
            "6 6-months:due 1", "6 6-months:overdue 1", "6 6-months:answered 1", "6 6-months:answer:work 1",
            "12 12-months:not-due 2", "12 12-months:overdue 1",
        ]);
        (await project.FindingsAsync("2026-T1")).ShouldBe(["follow-up-overdue 1 [E-1 6]"]);
        (await project.FindingsAsync("2026-T2")).ShouldBe(["follow-up-due 1 [E-2 6]", "follow-up-overdue 1 [E-2 3]"]);
        (await project.FindingsAsync("2025-T3")).ShouldBe(["follow-up-overdue 1 [E-3 12]"]);
    }

    [Fact]
    public async Task Goals_mean_the_first_number_of_months_unless_they_name_another()
    {
        var project = await RegisterAsync("after-six", [6]);

        (await project.DueAsync()).ShouldBe(["E-1 6 overdue", "E-2 6 due"]);
        (await project.SharesAsync()).ShouldBe(["m.answered: 1/1", "m.due: 1/3", "m.six-answered: 1/1", "m.six-due: 1/3", "m.six-of-exits: 1/3"]);
        (await project.RowsAsync("followUps")).Select(row => row.Split(' ')[0]).Distinct().ShouldBe(["6"]);
    }

    [Fact]
    public async Task Nothing_is_due_or_missing_where_nobody_is_followed_up()
    {
        var project = await RegisterAsync("never", []);

        (await project.DueAsync()).ShouldBeEmpty();
        (await project.SharesAsync()).ShouldBe(["m.answered: 0/0", "m.due: 0/0"]);
        foreach (var section in (string[])["followUps", "followUpShares", "followUpsByReferrer", "followUpsByMonth"])
        {
            (await project.RowsAsync(section)).ShouldBeEmpty(section);
        }

        (await project.FindingsAsync("2026-T1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_steering_group_sees_each_number_of_months_as_a_table_of_its_own()
    {
        var project = await RegisterAsync("small", [3, 6]);
        using var steeringGroup = await api.ClientAsync("steering-group", ["small"]);

        // Every category is small, so each table becomes one line.
        (await project.RowsAsync("followUps", steeringGroup)).ShouldBe(
            ["3 merged 3", "3 answer:merged 2", "6 6-months:merged 3", "6 6-months:answer:merged 1"]);
    }

    [Fact]
    public async Task A_goal_about_months_that_the_project_does_not_name_is_refused()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        var file = FileOf([3], (6, "m.six-due", "follow-ups-due"));

        var answer = await secretariat.PutAsync($"{ApiFactory.Base}/projects/refused", file);

        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "goal-invalid /goals/m.six-due/followUpMonths");
    }

    private async Task<Registered> RegisterAsync(string id, int[] months)
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        var file = FileOf(
            months,
            [
                (null, "m.answered", "follow-ups-answered"), (null, "m.due", "follow-ups-due"),
                .. new (int? Months, string, string)[]
                {
                    (6, "m.six-answered", "follow-ups-answered"), (6, "m.six-due", "follow-ups-due"), (6, "m.six-of-exits", "exits"),
                    (12, "m.twelve-due", "follow-ups-due"),
                }.Where(goal => months.Contains(goal.Months!.Value)),
            ]);
        await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/{id}", file)).ShouldBeAsync(HttpStatusCode.Created);
        var registrar = await api.ClientAsync("registrar", [id]);
        var project = new Registered(registrar, $"{ApiFactory.Base}/projects/{id}");
        await project.LeaveAsync("E-1", "2026-01-10", (3, "2026-04-12", "work"));
        await project.LeaveAsync("E-2", "2026-05-10");
        await project.LeaveAsync("E-3", "2025-10-01", (3, "2026-01-02", "plan-without-measure"), (6, "2026-04-02", "work"));
        return project;
    }

    private static JsonObject FileOf(int[] months, params (int? Months, string Key, string Population)[] goals)
    {
        var file = ProjectFiles.Read("ips-unga");
        file["startsOn"] = "2025-01-01";
        file["endsOn"] = "2027-12-31";
        file.Remove("paceFrom");
        file["followUpMonths"] = new JsonArray([.. months.Select(m => JsonValue.Create(m))]);
        file["goals"] = new JsonObject(goals.Select(goal => KeyValuePair.Create(goal.Key, (JsonNode?)TestData.With(
            new JsonObject
            {
                ["kind"] = "process",
                ["text"] = new JsonObject { ["sv"] = "Planering" },
                ["measure"] = "share",
                ["of"] = new JsonObject { ["population"] = goal.Population },
                ["counts"] = new JsonObject { ["functioningPlan"] = true },
            },
            ("followUpMonths", goal.Months)))));
        return file;
    }

    private sealed record Registered(HttpClient Registrar, string Address)
    {
        public async Task LeaveAsync(string reference, string exitedOn, params (int Months, string On, string Answer)[] answers)
        {
            await SendAsync("enrollments", TestData.Enrollment(reference, ("startedOn", "2025-02-01"), ("consentGivenOn", "2025-02-01")));
            await SendAsync("exits", TestData.Exit(
                reference, ("exitedOn", exitedOn), ("documentationGivenToReferrerOn", exitedOn), ("documentationGivenToParticipantOn", exitedOn)));
            foreach (var (months, on, answer) in answers)
            {
                await SendAsync("follow-ups", new JsonObject
                {
                    ["enrollmentReference"] = reference,
                    ["months"] = months,
                    ["followedUpOn"] = on,
                    ["answer"] = answer,
                });
            }
        }

        public async Task<IEnumerable<string>> DueAsync() =>
            (await GetAsync("/follow-ups/due"))["items"]!.AsArray().Select(item => $"{item!["enrollmentReference"]} {item["months"]} {item["state"]}");

        public async Task<IEnumerable<string>> SharesAsync()
        {
            // The report is read when the figures have followed, and attainment is of the same run.
            await GetAsync("/tertial-reports/2026-T3");
            var items = (await GetAsync("/attainment?from=2026-T3&to=2026-T3&window=since-start&limit=500"))["items"]!.AsArray();
            return items.Select(item => (item, total: item!["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == "total")!))
                .Select(i => $"{i.item!["goal"]}: {i.total["numerator"]}/{i.total["denominator"]}").Order(StringComparer.Ordinal);
        }

        public async Task<IEnumerable<string>> RowsAsync(string section, HttpClient? reader = null)
        {
            var report = await GetAsync("/tertial-reports/2026-T3", reader);
            return report[section]!["sinceStart"]!.AsArray()
                .Where(row => row!["total"]?.GetValue<int>() != 0)
                .Select(row => $"{row!["months"]} {row["key"]} {row["total"]?.ToString() ?? $"<{row["fewerThan"]}"}");
        }

        /// <summary>The findings about follow-ups, with their records.</summary>
        public async Task<IEnumerable<string>> FindingsAsync(string tertial)
        {
            var found = (await GetAsync($"/data-quality?tertial={tertial}"))["findings"]!.AsArray()
                .Where(f => f!["code"]!.GetValue<string>().StartsWith("follow-up", StringComparison.Ordinal) && f["count"]!.GetValue<int>() > 0).ToArray();
            var lines = new List<string>();
            foreach (var finding in found)
            {
                var records = (await GetAsync($"/data-quality/{finding!["code"]}?tertial={tertial}"))["items"]!.AsArray();
                lines.Add($"{finding["code"]} {finding["count"]} [{string.Join(", ", records.Select(r => $"{r!["reference"]} {r["months"]}"))}]");
            }

            return lines.Order(StringComparer.Ordinal);
        }

        private async Task SendAsync(string collection, JsonObject body) =>
            await (await Registrar.PostAsJsonAsync($"{Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

        private async Task<JsonObject> GetAsync(string path, HttpClient? reader = null) =>
            await (await (reader ?? Registrar).GetAsync(Address + path)).ShouldBeAsync(HttpStatusCode.OK);
    }
}
