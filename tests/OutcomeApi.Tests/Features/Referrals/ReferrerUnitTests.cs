namespace OutcomeApi.Tests.Features.Referrals;

/// <summary>Units of referrers, from the project file to the figures. It is 22 November 2026; IPS Unga has the five units of domain.md §5.</summary>
public sealed class ReferrerUnitTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private static readonly string[] Units = ["maria-skane", "oppenvard-unga-vuxna", "ung-malmo", "ekonomiskt-bistand-unga-vuxna", "ebb-vagledningsteamet"];

    /// <summary>
    /// Three start in October 2025: one referred by Maria Skåne, with a mapping and two interviews, one who comes from Ung Malmö, one of whom no unit is
    /// known.
    /// </summary>
    [Fact]
    public async Task A_unit_is_counted_in_the_goal_and_in_the_report_from_its_registration_on()
    {
        const string Project = "journey";
        var address = await PutAsync(Project);
        using var registrar = await api.ClientAsync("registrar", [Project]);
        using var steeringGroup = await api.ClientAsync("steering-group", [Project]);
        async Task SendAsync(string collection, JsonObject body) =>
            await (await registrar.PostAsJsonAsync($"{address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
        await SendAsync("referrals", Referral("R-1", ("referrer", "region"), ("referrerUnit", "maria-skane")));
        await SendAsync("enrollments", Enrollment("E-1", ("referralReference", "R-1")));
        await SendAsync("enrollments", Enrollment("E-2", ("referrer", "municipality"), ("referrerUnit", "ung-malmo")));
        await SendAsync("enrollments", Enrollment("E-3"));
        await SendAsync("steps", TestData.Step("S-1", "E-1", ("kind", "mapped"), ("on", "2025-10-20")));
        await SendAsync("steps", TestData.Step("S-2", "E-1", ("kind", "interview"), ("on", "2025-11-03")));
        await SendAsync("steps", TestData.Step("S-3", "E-1", ("kind", "interview"), ("on", "2025-11-04")));

        var page = await ApiFactory.UpToDateAsync(registrar, Project, "goal=ips-unga.from-integrated-teams&from=2025-T3&to=2025-T3&window=since-start");
        var total = page["items"]![0]!["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == "total")!;
        $"{total["numerator"]}/{total["denominator"]} {total["meetsTarget"]}".ShouldBe("1/3 false");

        var report = await GetAsync(registrar, $"{address}/tertial-reports/2025-T3");
        Rows(report, "referrers").Where(row => row.Contains("-unit:", StringComparison.Ordinal)).ShouldBe(
            ["referred-unit:maria-skane 1", "started-unit:maria-skane 1", "started-unit:ung-malmo 1", "started-unit:not-stated 1"]);
        Rows(report, "unitsByMonth").ShouldBe(
        [
            "maria-skane:referred 1", "maria-skane:started 1", "maria-skane:mapped 1", "maria-skane:interview 2", "ung-malmo:started 1", "not-stated:started 1",
            "2025-10:maria-skane:referred 1", "2025-10:maria-skane:started 1", "2025-10:maria-skane:mapped 1", "2025-10:ung-malmo:started 1",
            "2025-10:not-stated:started 1", "2025-11:maria-skane:interview 2",
        ]);

        // Three people are few: every unit and every kind is in one line, which says how much there was.
        var seen = await GetAsync(steeringGroup, $"{address}/tertial-reports/2025-T3");
        Rows(seen, "unitsByMonth").ShouldBe(["merged:merged 7"]);
        var line = seen["unitsByMonth"]!["tertial"]![0]!;
        line["units"]!.AsArray().GetValues<string>().ShouldBe([.. Units, "not-stated"]);
        line["categories"]!.AsArray().Count.ShouldBe(2 + 14);
        line["woman"].ShouldBeNull();

        // In every form the unit has the name that the project gives it.
        (await registrar.GetStringAsync($"{address}/tertial-reports/2025-T3?format=html")).ShouldContain("Maria Skåne");
        (await registrar.GetStringAsync($"{address}/tertial-reports/2025-T3?format=csv")).ShouldContain("2025-11:maria-skane:interview");
    }

    [Fact]
    public async Task Both_name_units_of_the_project_and_of_the_stated_referrer()
    {
        const string Project = "refused";
        var address = await PutAsync(Project);
        using var registrar = await api.ClientAsync("registrar", [Project]);
        async Task RefusedAsync(string collection, JsonObject body, params string[] faults) =>
            await (await registrar.PostAsJsonAsync($"{address}/{collection}", body)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, faults);
        await (await registrar.PostAsJsonAsync($"{address}/referrals", Referral("R-1", ("referrer", "region"), ("referrerUnit", "maria-skane"))))
            .ShouldBeAsync(HttpStatusCode.Created);

        await RefusedAsync("referrals", Referral("R-2", ("referrerUnit", "psykiatrin")), "unknown-code /referrerUnit");
        await RefusedAsync("referrals", Referral("R-2", ("referrer", "region"), ("referrerUnit", "ung-malmo")), "unit-of-other-referrer /referrerUnit");
        await RefusedAsync("enrollments", Enrollment("E-1", ("referrerUnit", "psykiatrin")), "unknown-code /referrerUnit");
        await RefusedAsync(
            "enrollments", Enrollment("E-1", ("referrer", "municipality"), ("referrerUnit", "maria-skane")), "unit-of-other-referrer /referrerUnit");
        await RefusedAsync(
            "enrollments", Enrollment("E-1", ("referralReference", "R-1"), ("referrerUnit", "oppenvard-unga-vuxna")), "referral-differs /referrerUnit");
        var problem = await (await registrar.PostAsJsonAsync(
            $"{address}/referrals", Referral("R-2", ("referrer", "region"), ("referrerUnit", "ung-malmo")))).Content.ReadFromJsonAsync<JsonObject>();
        problem!["errors"]![0]!["message"]!.GetValue<string>().ShouldBe("The unit belongs to another referrer: municipality.");

        // A batch says the same, and a correction of the one member is kept with what it was.
        const string Csv = "record,reference,gender,referredOn,referrer,referrerUnit\n"
            + "referral,R-3,woman,2025-10-01,region,maria-skane\nreferral,R-4,man,2025-10-01,region,ebb-vagledningsteamet\n";
        var batch = await (await BatchForms.SendTextAsync(registrar, address, "text/csv", Csv)).ShouldBeAsync(HttpStatusCode.OK);
        $"{batch["created"]} {batch["rejected"]} {batch["errors"]![0]!["code"]} {batch["errors"]![0]!["pointer"]}"
            .ShouldBe("1 1 unit-of-other-referrer /records/1/referrerUnit");
        await (await registrar.PatchAsync($"{address}/referrals/R-3", new JsonObject { ["referrerUnit"] = "oppenvard-unga-vuxna" }, "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        (await GetAsync(registrar, $"{address}/referrals/R-3/versions"))["items"]!.AsArray()
            .Select(version => version!["content"]!["referrerUnit"]!.GetValue<string>()).ShouldBe(["oppenvard-unga-vuxna", "maria-skane"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_project_file_with_units_that_contradict_it_is_refused_and_the_units_are_listed()
    {
        var file = ProjectFiles.Read("ips-unga");
        file["referrers"] = new JsonArray("region");
        JsonObject Unit(JsonNode code, string referrer) =>
            new() { ["code"] = code, ["referrer"] = referrer, ["name"] = new JsonObject { ["sv"] = "Namn" } };
        file["referrerUnits"] = new JsonArray(
            Unit("maria", "region"), Unit("maria", "region"), Unit("ung", "municipality"), Unit("Stora", "region"), Unit("merged", "region"));
        using var administrator = api.Administrator();
        const string Address = ApiFactory.Base + "/projects/wrong";

        await (await administrator.PutAsJsonAsync(Address, file)).ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity,
            "project-invalid /referrerUnits/1/code", "project-invalid /referrerUnits/2/referrer", "project-invalid /referrerUnits/3/code",
            "project-invalid /referrerUnits/4/code");

        file["referrerUnits"] = new JsonArray(new JsonObject { ["code"] = "maria", ["referrer"] = "neighbour" }, new JsonObject { ["integrated"] = 1 });
        await (await administrator.PutAsJsonAsync(Address, file)).ShouldBeProblemAsync(
            HttpStatusCode.BadRequest,
            "unknown-code /referrerUnits/0/referrer", "required-missing /referrerUnits/0/name", "required-missing /referrerUnits/1/code",
            "required-missing /referrerUnits/1/referrer", "required-missing /referrerUnits/1/name", "type-wrong /referrerUnits/1/integrated");

        file = ProjectFiles.Read("ips-unga");
        file["goals"]!["ips-unga.from-integrated-teams"]!["counts"]!["referrerUnit"] = "psykiatrin";
        await (await administrator.PutAsJsonAsync(Address, file)).ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity, "goal-invalid /goals/ips-unga.from-integrated-teams/counts/referrerUnit");

        var address = await PutAsync("listed");
        using var registrar = await api.ClientAsync("registrar", ["listed"]);
        (await GetAsync(registrar, $"{address}/referrer-units"))["items"]!.AsArray()
            .Select(unit => $"{unit!["code"]} {unit["referrer"]} {unit["integrated"]}").ShouldBe(
            [
                "maria-skane region true", "oppenvard-unga-vuxna region true", "ung-malmo municipality false",
                "ekonomiskt-bistand-unga-vuxna municipality false", "ebb-vagledningsteamet municipality false",
            ]);
        (await GetAsync(registrar, address))["referrerUnits"]!.AsArray().Count.ShouldBe(5);
    }

    private static JsonObject Referral(string reference, params (string Name, JsonNode? Value)[] members) => TestData.With(
        new JsonObject { ["reference"] = reference, ["gender"] = "woman", ["referredOn"] = "2025-10-01" }, members);

    private static JsonObject Enrollment(string reference, params (string Name, JsonNode? Value)[] members) => TestData.With(
        TestData.Enrollment(reference, ("startedOn", "2025-10-13"), ("consentGivenOn", "2025-10-13"), ("birthYear", 2004)), members);

    private static async Task<JsonObject> GetAsync(HttpClient client, string address) =>
        await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    private static IEnumerable<string> Rows(JsonObject report, string section) => report[section]!["tertial"]!.AsArray()
        .Where(row => row!["total"]!.GetValue<int>() > 0).Select(row => $"{row!["key"]} {row["total"]}");

    private async Task<string> PutAsync(string project)
    {
        using var administrator = api.Administrator();
        var address = $"{ApiFactory.Base}/projects/{project}";
        await (await administrator.PutAsJsonAsync(address, ProjectFiles.Read("ips-unga"))).ShouldBeAsync(HttpStatusCode.Created);
        return address;
    }
}
