using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Features.Quality;

/// <summary>Data quality over HTTP. It is 22 November 2026; each test has a project of its own.</summary>
public sealed class DataQualityTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task A_registrar_is_led_to_the_records()
    {
        await PutProjectAsync("led", "2025-01-01", "2027-12-31");
        using var registrar = await api.ClientAsync("registrar", ["led"]);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await SendAsync(
                registrar, "led", "referrals",
                new JsonObject { ["reference"] = $"R-{number}", ["gender"] = "woman", ["referredOn"] = "2025-10-01", ["outcome"] = "declined" });
        }

        await EnrollAsync(registrar, "led", "E-1", "2025-09-20", ("gender", "unknown"));
        await SendAsync(registrar, "led", "exits", TestData.Exit("E-1", ("exitedOn", "2025-12-01"), ("reason", "unknown")));

        var answer = await QualityAsync(registrar, "led", "2025-T3");

        answer["tertial"]!.GetValue<string>().ShouldBe("2025-T3");
        answer["cohort"]!.ToJsonString().ShouldBe("""{"from":"2025-09-01","to":"2025-12-31","partial":false}""");
        answer["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        answer["blocksCertification"]!.GetValue<bool>().ShouldBeTrue();
        Counts(answer).ShouldBe(
        [
            "error start-outside-project 0", "error exit-outside-project 0", "error subproject-unknown 0", "error referral-closed-without-date 3",
            "error outside-participation 0", "error follow-up-too-early 0", "error double-registration 0",
            "warning gender-unknown 1", "warning exit-reason-unknown 1", "warning exit-without-documentation 1", "warning follow-up-overdue 1",
            "warning exit-in-no-goal 0", "warning figure-in-no-goal 0", "warning open-longer-than-planned 0",
            "warning open-after-project-end 0", "warning overlapping-enrollment 0",
            "note follow-up-due 0", "note late-registration 2",
            "warning sender-volume-jumped 0", "warning sender-volume-dropped 0",
        ]);
        Finding(answer, "gender-unknown")["howToFix"]!.GetValue<string>().ShouldNotBeEmpty();
        Finding(answer, "start-outside-project")["_links"].ShouldBeNull();

        var first = await GetAsync(registrar, Finding(answer, "referral-closed-without-date")["_links"]!["records"]!["href"]!.GetValue<string>() + "&limit=2");
        Items(first).ShouldBe(["referral R-1", "referral R-2"]);
        first["_meta"]!.ToJsonString().ShouldBe("""{"page":1,"limit":2,"count":2,"totalRecords":3,"totalPages":2}""");
        var second = await GetAsync(registrar, first["_links"]!["next"]!["href"]!.GetValue<string>());
        Items(second).ShouldBe(["referral R-3"]);
        (await GetAsync(registrar, second["items"]![0]!["_links"]!["self"]!["href"]!.GetValue<string>()))["reference"]!.GetValue<string>().ShouldBe("R-3");
        Items(await GetAsync(registrar, $"{ApiFactory.Base}/projects/led/data-quality/late-registration?tertial=2025-T3"))
            .ShouldBe(["enrollment E-1", "exit E-1"]);

        // The way to mend it works.
        foreach (var number in Enumerable.Range(1, 3))
        {
            var body = new JsonObject
            {
                ["reference"] = $"R-{number}",
                ["gender"] = "woman",
                ["referredOn"] = "2025-10-01",
                ["outcome"] = "declined",
                ["closedOn"] = "2025-11-01",
            };
            await (await registrar.PutAsync($"{ApiFactory.Base}/projects/led/referrals/R-{number}", body, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        }

        (await QualityAsync(registrar, "led", "2025-T3"))["blocksCertification"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Exits_that_no_goal_counts_say_why()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        async Task<IEnumerable<string>> WarningsOfAsync(string reference, string subproject, string reason)
        {
            await EnrollAsync(registrar, "iris2", reference, "2025-09-20", ("subproject", subproject));
            var exit = TestData.Exit(reference, ("exitedOn", "2025-12-01"), ("reason", reason));
            var answer = await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/exits", exit)).ShouldBeAsync(HttpStatusCode.Created);
            return answer["warnings"]!.AsArray().Where(w => w!["code"]!.GetValue<string>() == "exit-in-no-goal")
                .Select(w => $"{w!["pointer"]} {w["message"]}");
        }

        (await WarningsOfAsync("E-offer", "kompetenstrappan", "work-unsubsidised"))
            .ShouldBe(["/reason No goal counts the exit to work or studies: no job offer is recorded."]);
        (await WarningsOfAsync("E-step", "insam", "vocational-studies")).ShouldBe(["/reason No goal counts the exit to work or studies: no step is recorded."]);
        (await WarningsOfAsync("E-counted", "vsb", "studies")).ShouldBeEmpty();

        var finding = Finding(await QualityAsync(registrar, "iris2", "2025-T3"), "exit-in-no-goal");
        (finding["class"]!.GetValue<string>(), finding["count"]!.GetValue<int>()).ShouldBe(("warning", 2));
        finding["why"]!.ToJsonString().ShouldBe("""{"no-offer-recorded":1,"no-step-recorded":1}""");
        var records = await GetAsync(registrar, finding["_links"]!["records"]!["href"]!.GetValue<string>());
        records["items"]!.AsArray().Select(item => $"{item!["record"]} {item["reference"]} {item["why"]}")
            .ShouldBe(["exit E-offer no-offer-recorded", "exit E-step no-step-recorded"]);
        Finding(await QualityAsync(secretariat, "iris2", "2025-T3"), "exit-in-no-goal")["why"]!["no-step-recorded"]!.GetValue<int>().ShouldBe(1);

        // The report says it too, in words; and what is missing can be registered after the exit.
        var csv = await secretariat.GetStringAsync($"{ApiFactory.Base}/projects/iris2/tertial-reports/2025-T3?format=csv&section=data-quality");
        csv.ShouldContain("Inget mål räknar ett avslut till arbete eller studier – inget erbjudande om arbete är registrerat");
        await SendAsync(registrar, "iris2", "job-offers", TestData.JobOffer("O-1", "E-offer", ("on", "2025-11-20")));
        await SendAsync(registrar, "iris2", "steps", TestData.Step("S-1", "E-step", ("on", "2025-10-20")));
        var mended = Finding(await QualityAsync(registrar, "iris2", "2025-T3"), "exit-in-no-goal");
        mended["count"]!.GetValue<int>().ShouldBe(0);
        mended.AsObject().ContainsKey("why").ShouldBeFalse();

        // In a batch it cannot be told: the offer may stand further down.
        await EnrollAsync(registrar, "iris2", "E-batch", "2025-09-20", ("subproject", "kompetenstrappan"));
        var sent = TestData.Exit("E-batch", ("exitedOn", "2025-12-01"), ("reason", "work-unsubsidised"));
        sent["record"] = "exit";
        var offer = TestData.JobOffer("O-batch", "E-batch", ("on", "2025-11-20"));
        offer["record"] = "job-offer";
        var batch = await (await registrar.PostAsJsonAsync(
            $"{ApiFactory.Base}/projects/iris2/batches", new JsonObject { ["records"] = new JsonArray(sent, offer) })).ShouldBeAsync(HttpStatusCode.OK);
        batch["created"]!.GetValue<int>().ShouldBe(2);
        batch["warnings"]!.AsArray().Select(w => w!["code"]!.GetValue<string>()).ShouldNotContain("exit-in-no-goal");
    }

    [Fact]
    public async Task A_figure_that_no_goal_reads_any_more_is_found()
    {
        JsonObject file = ProjectFiles.Read("ips-unga");
        file["figures"] = new JsonArray("caseload", "training-days");
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/unread", file)).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = await api.ClientAsync("registrar", ["unread"]);
        foreach (var (reference, figure) in ((string, string)[])[("F-1", "caseload"), ("F-2", "training-days"), ("F-3", "permanent-job-specialists")])
        {
            await SendAsync(registrar, "unread", "reported-figures", TestData.With(
                TestData.ReportedFigure(reference, ("figure", figure), ("on", "2026-05-01"), ("value", 3)), ("numerator", null), ("denominator", null)));
        }

        Finding(await QualityAsync(registrar, "unread", "2026-T2"), "figure-in-no-goal")["count"]!.GetValue<int>().ShouldBe(0);

        // What the project lists is shown in the report, to everybody who reads it.
        using var steeringGroup = await api.ClientAsync("steering-group", ["unread"]);
        var report = await GetAsync(steeringGroup, $"{ApiFactory.Base}/projects/unread/tertial-reports/2026-T2");
        report["reportedFigures"]!.ToJsonString().ShouldBe(
            """[{"figure":"caseload","on":"2026-05-01","value":3,"numerator":null,"denominator":null},"""
            + """{"figure":"training-days","on":"2026-05-01","value":3,"numerator":null,"denominator":null}]""");
        file["figures"] = new JsonArray("training-days");
        await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/unread", file, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        var finding = Finding(await QualityAsync(registrar, "unread", "2026-T2"), "figure-in-no-goal");
        finding["count"]!.GetValue<int>().ShouldBe(1);
        Items(await GetAsync(registrar, finding["_links"]!["records"]!["href"]!.GetValue<string>())).ShouldBe(["reported-figure F-1"]);

        // The desk has no form for it, and names it.
        var page = await registrar.GetStringAsync("/projekt/unread/arbete/fynd/figure-in-no-goal?tertial=2026-T2");
        page.ShouldContain("Rapporterad siffra F-1");
        page.ShouldNotContain("arbete/reported-figures");
        Finding(await QualityAsync(registrar, "unread", "2026-T1"), "figure-in-no-goal")["count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task The_secretariat_gets_counts_only()
    {
        await PutProjectAsync("counts", "2025-01-01", "2027-12-31");
        using var registrar = await api.ClientAsync("registrar", ["counts"]);
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        await EnrollAsync(registrar, "counts", "E-secret", "2026-09-20", ("gender", "unknown"));

        // Without a tertial it is the newest that has begun.
        var answer = await GetAsync(secretariat, $"{ApiFactory.Base}/projects/counts/data-quality");

        answer["tertial"]!.GetValue<string>().ShouldBe("2026-T3");
        Finding(answer, "gender-unknown")["count"]!.GetValue<int>().ShouldBe(1);
        answer["findings"]!.AsArray().ShouldAllBe(f => f!["_links"] == null);
        answer.ToJsonString().ShouldNotContain("E-secret");
        (await secretariat.GetAsync($"{ApiFactory.Base}/projects/counts/data-quality/gender-unknown")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Texts_are_in_the_language_that_is_asked_for()
    {
        await PutProjectAsync("texts", "2025-01-01", "2027-12-31");
        using var registrar = await api.ClientAsync("registrar", ["texts"]);
        Finding(await QualityAsync(registrar, "texts", "2026-T1"), "gender-unknown")["message"]!.GetValue<string>().ShouldBe("The gender is not known.");

        registrar.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv-SE");
        Finding(await QualityAsync(registrar, "texts", "2026-T1"), "gender-unknown")["message"]!.GetValue<string>().ShouldBe("Uppgift om kön saknas.");
    }

    [Fact]
    public void Every_check_has_its_texts()
    {
        var codes = DataQualityChecks.Find(
                new Domain.Projects.ProjectDefinition
                {
                    Id = "p",
                    Name = new(),
                    Association = "a",
                    Period = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31)),
                },
                new Domain.Calendar.Cohort(new DateOnly(2025, 1, 1), new DateOnly(2025, 4, 30), false), new ReportFacts(), new DateOnly(2025, 5, 1))
            .Select(f => f.Code)
            .Concat([SenderVolumes.Jumped, SenderVolumes.Dropped]);

        FindingTexts.All.Keys.Order().ShouldBe(codes.Order());
        FindingTexts.All.Values.ShouldAllBe(t =>
            t.Sv.EndsWith('.') && t.SvFix.EndsWith('.') && t.En.EndsWith('.') && t.EnFix.EndsWith('.') && t.Sv != t.En && t.SvFix != t.EnFix);
    }

    [Fact]
    public async Task Lateness_counts_the_days_to_the_first_receipt()
    {
        await PutProjectAsync("late", "2025-01-01", "2027-12-31");
        using var registrar = await api.ClientAsync("registrar", ["late"]);
        foreach (var (reference, startedOn) in new[] { ("E-1", "2026-11-22"), ("E-2", "2026-11-21"), ("E-3", "2026-11-02"), ("E-4", "2026-09-01") })
        {
            await EnrollAsync(registrar, "late", reference, startedOn);
        }

        // 0, 1, 20 and 82 days.
        (await QualityAsync(registrar, "late", "2026-T3"))["lateness"]!.ToJsonString().ShouldBe(
            """[{"record":"enrollment","count":4,"medianDays":10.5,"ninetiethPercentileDays":82},{"record":"exit","count":0,"medianDays":null,"ninetiethPercentileDays":null}]""");
    }

    [Fact]
    public async Task A_senders_volume_alarms_beyond_the_projects_threshold()
    {
        await PutProjectAsync("volumes", "2025-01-01", "2027-12-31", ("volumeAlarm", new JsonObject { ["count"] = 1, ["percent"] = 100 }));
        using var usual = await api.ClientAsync("registrar", ["volumes"]);
        using var other = await api.ClientAsync("registrar", ["volumes"]);
        foreach (var (reference, startedOn) in new[]
        {
            ("A-1", "2026-01-10"), ("A-2", "2026-05-10"), ("A-3", "2026-09-10"), ("A-4", "2026-09-11"), ("A-5", "2026-09-12"),
        })
        {
            await EnrollAsync(usual, "volumes", reference, startedOn);
        }

        await EnrollAsync(other, "volumes", "B-1", "2026-09-10");

        // A correction by somebody else leaves a participation with its sender; an error and a taken-back one are nobody's.
        await (await other.PutAsync(
            $"{ApiFactory.Base}/projects/volumes/enrollments/A-3",
            TestData.Enrollment("A-3", ("startedOn", "2026-09-10"), ("gender", "man"), ("consentGivenOn", "2026-01-01")), "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        await EnrollAsync(other, "volumes", "B-2", "2026-09-10");
        await SendAsync(other, "volumes", "exits", TestData.Exit("B-2", ("exitedOn", "2026-09-10"), ("reason", "registered-in-error")));

        var answer = await QualityAsync(usual, "volumes", "2026-T3");

        // Mean 1, now 3: two more, 200 %.
        var senders = answer["senders"]!.AsArray().OrderByDescending(s => s!["participations"]!.GetValue<int>()).ToArray();
        senders.Length.ShouldBe(2);
        (senders[0]!["name"]!.GetValue<string>(), senders[0]!["participations"]!.GetValue<int>(), senders[0]!["earlierParticipations"]!.GetValue<int>(),
            senders[0]!["earlierTertials"]!.GetValue<int>(), senders[0]!["alarm"]!.GetValue<string>())
            .ShouldBe(("test registrar", 3, 2, 2, "jump"));
        (senders[1]!["participations"]!.GetValue<int>(), senders[1]!["earlierTertials"]!.GetValue<int>(), senders[1]!["alarm"]).ShouldBe((1, 0, null));
        Finding(answer, "sender-volume-jumped")["count"]!.GetValue<int>().ShouldBe(1);
        Finding(answer, "sender-volume-jumped")["_links"].ShouldBeNull();
        var desk = await usual.GetStringAsync("/projekt/volumes/arbete");
        desk.ShouldContain("En avsändare har registrerat ovanligt många deltaganden.");
        desk.ShouldNotContain("fynd/sender-volume-jumped");

        // And in the report, of which it is a section.
        (await usual.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/projects/volumes/tertial-reports/2026-T3"))!["dataQuality"]!.AsArray()
            .Where(f => f!["code"]!.GetValue<string>().StartsWith("sender-", StringComparison.Ordinal)).Select(f => $"{f!["class"]} {f["code"]} {f["count"]}")
            .ShouldBe(["warning sender-volume-jumped 1", "warning sender-volume-dropped 0"]);
        (await usual.GetAsync($"{ApiFactory.Base}/projects/volumes/data-quality/sender-volume-jumped")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_project_that_is_made_shorter_leaves_errors()
    {
        await PutProjectAsync("shorter", "2025-01-01", "2027-12-31");
        using var registrar = await api.ClientAsync("registrar", ["shorter"]);
        await EnrollAsync(registrar, "shorter", "E-in", "2025-05-01");
        await EnrollAsync(registrar, "shorter", "E-out", "2026-05-01");
        await SendAsync(registrar, "shorter", "exits", TestData.Exit("E-in", ("exitedOn", "2026-02-01")));

        await PutProjectAsync("shorter", "2025-01-01", "2025-12-31", ifMatch: "\"1\"");

        Counts(await QualityAsync(registrar, "shorter", "2025-T3")).Where(c => c.StartsWith("error", StringComparison.Ordinal)).ShouldBe(
            ["error start-outside-project 1", "error exit-outside-project 1", "error subproject-unknown 0", "error referral-closed-without-date 0",
            "error outside-participation 0", "error follow-up-too-early 0", "error double-registration 0"]);
    }

    [Fact]
    public async Task Only_tertials_that_have_begun_can_be_checked()
    {
        await PutProjectAsync("begun", "2025-05-15", "2027-03-31");
        await PutProjectAsync("not-begun", "2027-01-01", "2027-03-31");
        using var registrar = await api.ClientAsync("registrar", ["begun", "not-begun"]);
        Task<HttpResponseMessage> AskAsync(string path) => registrar.GetAsync($"{ApiFactory.Base}/projects/{path}");

        await (await AskAsync("begun/data-quality?tertial=2025-T1")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await AskAsync("begun/data-quality?tertial=2025-T2")).ShouldBeAsync(HttpStatusCode.OK);
        await (await AskAsync("begun/data-quality?tertial=2027-T1")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await AskAsync("begun/data-quality/late-registration?tertial=2027-T1")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await AskAsync("begun/data-quality/no-such-check")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await AskAsync("begun/data-quality?tertial=2025-T4")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /tertial");
        await (await AskAsync("not-begun/data-quality")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static JsonNode Finding(JsonObject answer, string code) => answer["findings"]!.AsArray().Single(f => f!["code"]!.GetValue<string>() == code)!;

    private static IEnumerable<string> Counts(JsonObject answer) => answer["findings"]!.AsArray().Select(f => $"{f!["class"]} {f["code"]} {f["count"]}");

    private static IEnumerable<string> Items(JsonObject list) => list["items"]!.AsArray().Select(i => $"{i!["record"]} {i["reference"]}");

    private static Task<JsonObject> QualityAsync(HttpClient client, string project, string tertial) =>
        GetAsync(client, $"{ApiFactory.Base}/projects/{project}/data-quality?tertial={tertial}");

    private static async Task<JsonObject> GetAsync(HttpClient client, string address) =>
        await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    private static Task EnrollAsync(
        HttpClient registrar, string project, string reference, string startedOn, params (string Name, JsonNode? Value)[] members) =>
        SendAsync(registrar, project, "enrollments", TestData.Enrollment(reference, [("startedOn", startedOn), .. members]));

    private static async Task SendAsync(HttpClient registrar, string project, string collection, JsonObject body) =>
        await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    private async Task PutProjectAsync(string id, string startsOn, string endsOn, (string Name, JsonNode? Value)? member = null, string? ifMatch = null)
    {
        var file = TestData.With(ProjectFiles.Read("fram"), ("startsOn", startsOn), ("endsOn", endsOn), ("plannedMonths", null), ("goals", new JsonObject()));
        if (member is { } more)
        {
            TestData.With(file, more);
        }

        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        (await secretariat.PutAsync($"{ApiFactory.Base}/projects/{id}", file, ifMatch)).IsSuccessStatusCode.ShouldBeTrue();
    }
}
