namespace OutcomeApi.Tests.Features.SelfAssessments;

/// <summary>Instruments, and the work list of ratings that are due. It is 22 November 2026; each test has participations of its own.</summary>
public sealed class SelfAssessmentTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public async Task Instruments_are_listed_with_their_areas()
    {
        var list = await (await api.SteeringGroup.GetAsync($"{ApiFactory.Base}/code-lists/instruments")).ShouldBeAsync(HttpStatusCode.OK);
        list["items"]!.AsArray().Select(i => $"{i!["id"]} {i["items"]} {i["least"]}–{i["most"]} {i["reversed"]!.ToJsonString()}")
            .ShouldBe(["skapa 6 1–5 []", "whoqol-bref 26 1–5 [3,4,26]"]);
        list["items"]!.AsArray().SelectMany(i => i!["areas"]!.AsArray())
            .Select(a => $"{a!["code"]} {a["leastScore"]}–{a["mostScore"]} {a["mostMissing"]}").ShouldBe(
            [
                "health-and-work 1–5 0", "chances-of-a-job 1–5 0", "time-to-focus 1–5 0", "managing-a-job 1–5 0", "skills-of-use 1–5 0", "cooperation 1–5 0",
                "physical 4–20 2", "psychological 4–20 2", "social 4–20 1", "environment 4–20 2",
            ]);
    }

    [Fact]
    public async Task An_assessment_without_an_instrument_is_one_of_skapa_and_whoqol_has_26_ratings()
    {
        await EnrollAsync("E-instrument", "2024-02-01");
        var skapa = TestData.SelfAssessment("A-skapa", "E-instrument");
        var body = await PostAsync(skapa, HttpStatusCode.Created);
        body["instrument"]!.GetValue<string>().ShouldBe("skapa");
        await PostAsync(TestData.With(skapa, ("instrument", "skapa")), HttpStatusCode.OK);

        JsonNode?[] ratings = [.. Enumerable.Range(0, 26).Select(n => n == 7 ? null : (JsonNode)(1 + (n % 5)))];
        var whoqol = TestData.SelfAssessment("A-whoqol", "E-instrument", ("instrument", "whoqol-bref"), ("ratings", new JsonArray(ratings)));
        await PostAsync(whoqol, HttpStatusCode.Created);
        var read = await (await api.Registrar.GetAsync($"{api.Address}/self-assessments/A-whoqol")).ShouldBeAsync(HttpStatusCode.OK);
        JsonNode.DeepEquals(read["ratings"], whoqol["ratings"]).ShouldBeTrue();
        read["instrument"]!.GetValue<string>().ShouldBe("whoqol-bref");
    }

    [Fact]
    public async Task The_work_list_has_what_is_due_of_each_participation_by_due_date()
    {
        await EnrollAsync("E-due-1", "2025-01-31");
        await EnrollAsync("E-due-2", "2025-02-10");
        await EnrollAsync("E-due-3", "2025-02-20");
        var anonymous = new JsonObject { ["reference"] = "E-due-anonymous", ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2025-02-01" };
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", anonymous)).ShouldBeAsync(HttpStatusCode.Created);
        await PostAsync(TestData.SelfAssessment("A-due-1", "E-due-1", ("on", "2025-02-02")), HttpStatusCode.Created);
        await PostAsync(TestData.SelfAssessment("A-due-2", "E-due-2", ("on", "2025-05-01"), ("occasion", "third-month")), HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-due-3", ("exitedOn", "2025-04-30"))))
            .ShouldBeAsync(HttpStatusCode.Created);

        (await DueAsync("2025-05-30")).ShouldBe(["E-due-2 start 0 2025-02-10 overdue", "E-due-1 third-month 3 2025-04-30 due", "E-due-3 exit  2025-04-30 due"]);
        (await DueAsync("2025-05-31")).ShouldBe(
            ["E-due-2 start 0 2025-02-10 overdue", "E-due-1 third-month 3 2025-04-30 overdue", "E-due-3 exit  2025-04-30 overdue"]);
        (await DueAsync("2025-03-21")).ShouldBe(["E-due-2 start 0 2025-02-10 overdue", "E-due-3 start 0 2025-02-20 due"]);

        var page = await (await api.Registrar.GetAsync($"{api.Address}/self-assessments/due?asOf=2025-05-31&limit=1&page=2")).ShouldBeAsync(HttpStatusCode.OK);
        page["items"]!.AsArray().Count.ShouldBe(1);
        page["_meta"]!["page"]!.GetValue<int>().ShouldBe(2);

        // A taken back rating is due again.
        var takenBack = TestData.SelfAssessment("A-due-1", "E-due-1", ("on", "2025-02-02"), ("voided", true));
        await (await api.Registrar.PutAsync($"{api.Address}/self-assessments/A-due-1", takenBack, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await DueAsync("2025-02-15")).ShouldBe(["E-due-1 start 0 2025-01-31 due", "E-due-2 start 0 2025-02-10 due"]);
        api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE action = 'read' AND kind = 'self-assessment' AND record_count >= 2").ShouldBeGreaterThan(0);
    }

    /// <summary>What is due by skapa of the participations whose references begin with E-due.</summary>
    private async Task<IEnumerable<string>> DueAsync(string asOf) =>
        (await (await api.Registrar.GetAsync($"{api.Address}/self-assessments/due?asOf={asOf}&limit=500")).ShouldBeAsync(HttpStatusCode.OK))["items"]!
            .AsArray().Where(item => $"{item!["enrollmentReference"]}".StartsWith("E-due", StringComparison.Ordinal) && $"{item["instrument"]}" == "skapa")
            .Select(item => $"{item!["enrollmentReference"]} {item["occasion"]} {item["months"]} {item["dueOn"]} {item["state"]}");

    private async Task EnrollAsync(string reference, string startedOn)
    {
        var body = TestData.Enrollment(reference, ("startedOn", startedOn), ("consentGivenOn", startedOn), ("participant", "P-" + reference));
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.Created);
    }

    private async Task<JsonObject> PostAsync(JsonObject body, HttpStatusCode status) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/self-assessments", body)).ShouldBeAsync(status);
}
