namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>The report of an association. IRIS 2 is Lund's; its subproject hoganas belongs to another association.</summary>
public sealed class AssociationReportTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Lund = ApiFactory.Base + "/associations/lund/tertial-reports/2024-T2";
    private const string Hoganas = ApiFactory.Base + "/associations/hoganas/tertial-reports/2024-T2";

    [Fact]
    public async Task An_association_sees_what_is_its_own_together_and_project_by_project()
    {
        await api.PutProjectAsync("iris2");
        await PutSecondProjectAsync();
        using var registrar = await api.ClientAsync("registrar", ["iris2", "second"]);
        await EnrollAsync(registrar, "iris2", "E-1", ("subproject", "usb"));
        await EnrollAsync(registrar, "iris2", "E-2", ("gender", "man"));
        await EnrollAsync(registrar, "iris2", "E-3", ("subproject", "hoganas"));
        await EnrollAsync(registrar, "second", "E-1", ("gender", "unknown"), ("startedOn", "2024-05-02"), ("referredOn", "2024-05-01"));
        foreach (var enrollment in new[] { "E-1", "E-3" })
        {
            await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/exits", TestData.Exit(enrollment, ("reason", "studies"))))
                .ShouldBeAsync(HttpStatusCode.Created);
        }

        await (await registrar.PutAsync($"{ApiFactory.Base}/projects/iris2/tertial-reports/2024-T2/comment", new JsonObject { ["text"] = "Lugnt." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var lund = await api.ClientAsync("secretariat", associations: ["lund"]);
        var report = await (await lund.GetAsync(Lund)).ShouldBeAsync(HttpStatusCode.OK);

        report["projects"]!.AsArray().Select(p => p!["project"]!.GetValue<string>()).ShouldBe(["iris2", "second"]);
        Total(report["exits"], "total").ShouldBe(1); // not that of hoganas
        Total(report["flow"], "ongoing-at-start").ShouldBe(2);
        Total(report["flow"], "started").ShouldBe(1);
        Total(report["flow"], "waiting-days-longest").ShouldBe(1);
        Total(report["projects"]![0]!["flow"], "started").ShouldBe(0);
        Total(report["projects"]![1]!["flow"], "started").ShouldBe(1);
        report["finsamCounts"]!["startedInYear"]!.ToJsonString().ShouldBe("""{"woman":1,"man":1,"otherOrUnknown":1,"total":3}""");
        report["finsamCounts"]!["projects"]![0]!["ongoingInYear"]!.ToJsonString().ShouldBe("""{"woman":1,"man":1,"otherOrUnknown":0,"total":2}""");

        // All sections, of each project and of those that can be added up of all together.
        foreach (var section in new[]
        {
            "flow", "referrers", "exits", "timeInProject", "followUps", "followUpShares", "followUpsByReferrer", "followUpsByMonth", "documentation",
            "stepsByMonth", "selfAssessments",
        })
        {
            report["projects"]![0]![section]!["sinceStart"]!.AsArray().Count.ShouldBeGreaterThan(0, section);
        }

        report["projects"]![0]!["dataQuality"]!.AsArray().Single(f => f!["code"]!.GetValue<string>() == "exit-without-documentation")!["count"]!.GetValue<int>()
            .ShouldBe(1);
        report["projects"]![0]!["comment"]!.GetValue<string>().ShouldBe("Lugnt.");
        report["projects"]![0]!["certifiedVersion"].ShouldBeNull();
        Total(report["documentation"], "exits").ShouldBe(1);
        var plan = report["followUpShares"]!["tertial"]!.AsArray()
            .Single(s => (s!["key"]!.GetValue<string>(), s["basis"]!.GetValue<string>()) == ("functioning-plan", "due"))!;
        plan["rows"]!.AsArray().Select(r => $"{r!["gender"]} {r["numerator"]}/{r["denominator"]}")
            .ShouldBe(["woman 0/1", "man 0/0", "other-or-unknown 0/0", "total 0/1"]);
        var subprojects = report["projects"]![0]!["goals"]!.AsArray().Select(g => g!["subproject"]?.GetValue<string>()).Distinct().ToArray();
        subprojects.ShouldContain("usb");
        subprojects.ShouldContain((string?)null);
        subprojects.ShouldNotContain("hoganas");

        using var hoganas = await api.ClientAsync("secretariat", associations: ["hoganas"]);
        var other = await (await hoganas.GetAsync(Hoganas)).ShouldBeAsync(HttpStatusCode.OK);
        Total(other["exits"], "total").ShouldBe(1);
        other["finsamCounts"]!["startedInYear"]!.ToJsonString().ShouldBe("""{"woman":1,"man":0,"otherOrUnknown":0,"total":1}""");
        other["projects"]![0]!["goals"]!.AsArray().Select(g => g!["subproject"]?.GetValue<string>()).Distinct().ShouldBe(["hoganas"]);

        // Senders are looked at where the whole project is.
        static bool SaysSenders(JsonNode? project) =>
            project!["dataQuality"]!.AsArray().Any(f => f!["code"]!.GetValue<string>().StartsWith("sender-", StringComparison.Ordinal));
        (SaysSenders(report["projects"]![0]), SaysSenders(other["projects"]![0])).ShouldBe((true, false));
        (await (await hoganas.GetAsync(Lund)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found")).ShouldNotBeNull();
        await (await lund.GetAsync(Lund.Replace("2024-T2", "2029-T2", StringComparison.Ordinal))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");

        // In the other forms: all together has no project, and the page says which is whose.
        var csv = await lund.GetStringAsync(Lund + "?format=csv&section=exits");
        csv.ShouldContain(
            "\r\n,2024-T2,exits,Avslut,tertial,Tertialet,2024-05-01,2024-08-31,false,total,Totalt,,,count,Antal,total,Totalt,1,false,,,open,,,,\r\n");
        csv.ShouldContain(
            "\r\niris2,2024-T2,exits,Avslut,tertial,Tertialet,2024-05-01,2024-08-31,false,total,Totalt,,,count,Antal,total,Totalt,1,false,,,open,,,,\r\n");
        var page = await lund.GetStringAsync(Lund + "?format=html");
        page.ShouldContain("<caption>Avslut, alla tillsammans</caption>");
        page.ShouldContain("<caption>Avslut, IRIS 2</caption>");
        (await lund.GetByteArrayAsync(Lund + "?format=xlsx")).Length.ShouldBeGreaterThan(5000);
        (await lund.GetFromJsonAsync<JsonObject>(Lund + "?format=jsonstat"))!["link"]!["item"]!.AsArray().Count.ShouldBe(6 + 16 + 16);
        page.ShouldContain("<dt>Projektens rapporter</dt><dd>IRIS 2 öppen, FRAM öppen</dd>");
        page.ShouldContain("<caption>Remittenter, IRIS 2</caption>");
    }

    /// <summary>Of a project that is another association's, too.</summary>
    [Fact]
    public async Task The_day_that_an_association_sets_is_in_its_report_at_once()
    {
        using var iris2 = new Iris2Api();
        await iris2.InitializeAsync();
        using var hoganas = await iris2.ClientAsync("secretariat", associations: ["hoganas"]);
        (await (await hoganas.GetAsync(Hoganas)).ShouldBeAsync(HttpStatusCode.OK))["deadline"]!.GetValue<string>().ShouldBe("2024-09-30");

        await iris2.SetOfAssociationAsync("hoganas", "reportDeadlineDays", 10);

        (await (await hoganas.GetAsync(Hoganas)).ShouldBeAsync(HttpStatusCode.OK))["deadline"]!.GetValue<string>().ShouldBe("2024-09-10");
    }

    [Fact]
    public async Task The_counts_of_a_year_have_a_project_that_ended_in_the_spring()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["seasons"]);
        using var registrar = await api.ClientAsync("registrar", ["lasting", "spring"]);
        foreach (var (id, endsOn) in new[] { ("lasting", "2025-12-31"), ("spring", "2024-04-30") })
        {
            var file = TestData.With(
                ProjectFiles.Read("fram"), ("association", "seasons"), ("startsOn", "2024-01-01"), ("endsOn", endsOn), ("goals", new JsonObject()));
            await (await secretariat.PutAsJsonAsync($"{ApiFactory.Base}/projects/{id}", file)).ShouldBeAsync(HttpStatusCode.Created);
            await EnrollAsync(registrar, id, "E-1", ("startedOn", "2024-03-01"), ("gender", "man"));
        }

        const string Autumn = ApiFactory.Base + "/associations/seasons/tertial-reports/2024-T3";
        var report = await (await secretariat.GetAsync(Autumn)).ShouldBeAsync(HttpStatusCode.OK);

        report["projects"]!.AsArray().Select(p => p!["project"]!.GetValue<string>()).ShouldBe(["lasting"]);
        var year = report["finsamCounts"]!;
        year["startedInYear"]!.ToJsonString().ShouldBe("""{"woman":0,"man":2,"otherOrUnknown":0,"total":2}""");
        year["projects"]!.AsArray().Select(p => $"{p!["project"]} {p["ongoingInYear"]!["man"]}").ShouldBe(["lasting 1", "spring 1"]);
        (await secretariat.GetStringAsync(Autumn + "?format=csv")).Split('\n')
            .Count(line => line.StartsWith("spring,", StringComparison.Ordinal) && line.Contains("started-in-year", StringComparison.Ordinal)).ShouldBe(4);
        var next = await (await secretariat.GetAsync(Autumn.Replace("2024-T3", "2025-T1", StringComparison.Ordinal))).ShouldBeAsync(HttpStatusCode.OK);
        next["finsamCounts"]!["projects"]!.AsArray().Count.ShouldBe(1);
    }

    private static int? Total(JsonNode? table, string key) =>
        table!["tertial"]!.AsArray().Single(r => r!["key"]!.GetValue<string>() == key)!["total"]!.GetValue<int>();

    private static async Task EnrollAsync(HttpClient registrar, string project, string reference, params (string Name, JsonNode? Value)[] members) =>
        await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/enrollments", TestData.Enrollment(reference, members)))
            .ShouldBeAsync(HttpStatusCode.Created);

    private async Task PutSecondProjectAsync()
    {
        var file = TestData.With(
            ProjectFiles.Read("fram"), ("association", "lund"), ("startsOn", "2024-01-01"), ("endsOn", "2025-12-31"), ("goals", new JsonObject()));
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        await (await secretariat.PutAsJsonAsync($"{ApiFactory.Base}/projects/second", file)).ShouldBeAsync(HttpStatusCode.Created);
    }
}
