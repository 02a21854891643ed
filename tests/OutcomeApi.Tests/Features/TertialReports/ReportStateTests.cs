namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>The states of tertial reports as lists. It is 22 November 2026; IRIS 2 runs from 2023-02-01 to 2026-01-31: ten tertials.</summary>
public sealed class ReportStateTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Project = "states";

    private const string Address = ApiFactory.Base + "/projects/" + Project;

    [Fact]
    public async Task A_report_is_open_then_certified_then_changed_since_then_certified_again()
    {
        using var administrator = api.Administrator();
        await (await administrator.PutAsJsonAsync(Address, ProjectFiles.Read("iris2"))).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = await api.ClientAsync("registrar", [Project]);
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        using var steeringGroup = await api.ClientAsync("steering-group", [Project]);
        await (await registrar.PostAsJsonAsync(
            Address + "/enrollments",
            TestData.Enrollment("E-1", ("startedOn", "2025-09-20"), ("consentGivenOn", "2025-09-20"), ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        var exit = TestData.Exit("E-1", ("exitedOn", "2025-12-01"));
        await (await registrar.PostAsJsonAsync(Address + "/exits", exit)).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(secretariat, Project);

        // Reports are due on the last day of the month after the tertial: all of these days have passed.
        var all = await GetAsync(secretariat, Address + "/tertial-reports");
        all["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(10);
        States(all)[..3].ShouldBe(["2026-T1 open late 2026-05-31", "2025-T3 open late 2026-01-31", "2025-T2 open late 2025-09-30"]);
        States(all)[^1].ShouldBe("2023-T1 open late 2023-05-31");
        all["items"]![0]!["_links"]!["self"]!["href"]!.GetValue<string>().ShouldEndWith($"/projects/{Project}/tertial-reports/2026-T1");

        await (await secretariat.PostAsync(Address + "/tertial-reports/2025-T3/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        const string Second = "/tertial-reports?limit=1&page=2";
        var certified = await GetAsync(steeringGroup, Address + Second);
        States(certified).ShouldBe(["2025-T3 certified 1 by test secretariat, unchanged 2026-01-31"]);
        certified["items"]![0]!.AsObject().Select(member => member.Key).ShouldBe(
        [
            "project", "tertial", "status", "version", "certifiedAt", "certifiedBy", "certifiedByName", "changedSince", "deadline", "late", "_links",
        ]);
        certified["_links"]!["prev"].ShouldNotBeNull();

        // The exit lay in the year after: the tertial's figures are others now. Who reads another part is not concerned.
        exit["exitedOn"] = "2026-01-12";
        await (await registrar.PutAsync(Address + "/exits/E-1", exit, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await ApiFactory.UpToDateAsync(secretariat, Project);
        States(await GetAsync(registrar, Address + Second)).ShouldBe(["2025-T3 certified 1 by test secretariat, changed 2026-01-31"]);
        using var hoganas = await api.ClientAsync("secretariat", associations: ["hoganas"]);
        States(await GetAsync(hoganas, Address + Second)).ShouldBe(["2025-T3 certified 1 by test secretariat, unchanged 2026-01-31"]);

        await (await secretariat.PostAsJsonAsync(
            Address + "/tertial-reports/2025-T3/certifications", new { reason = "Avslutet låg i januari." })).ShouldBeAsync(HttpStatusCode.Created);
        States(await GetAsync(steeringGroup, Address + Second)).ShouldBe(["2025-T3 certified 2 by test secretariat, unchanged 2026-01-31"]);

        // The association's list holds the same, and that of a part's association too.
        foreach (var (reader, association) in new[] { (secretariat, "lund"), (hoganas, "hoganas") })
        {
            var list = await GetAsync(reader, $"{ApiFactory.Base}/associations/{association}/tertial-reports?limit=500");
            list["items"]!.AsArray().Select(item => $"{item!["project"]} {item["tertial"]}").Take(2).ShouldBe([$"{Project} 2026-T1", $"{Project} 2025-T3"]);
            States(list)[1].ShouldBe("2025-T3 certified 2 by test secretariat, unchanged 2026-01-31");
            (await GetAsync(reader, ApiFactory.Base + "/associations"))["items"]!.AsArray()
                .Select(item => $"{item!["id"]} {item["_links"]!["tertialReports"]!["href"]!.GetValue<string>().Split('/')[^2]}")
                .ShouldBe([$"{association} {association}"]);
        }

        await (await hoganas.GetAsync(ApiFactory.Base + "/associations/lund/tertial-reports")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await secretariat.GetAsync(Address + "/tertial-reports?tertial=2025-T3"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "query-unknown /tertial");
        (await GetAsync(administrator, ApiFactory.Base + "/associations"))["items"]!.AsArray().Select(item => $"{item!["id"]}")
            .ShouldBe(["hoganas", "lund", "sydostra-skane"]);
    }

    private static async Task<JsonObject> GetAsync(HttpClient client, string address) =>
        await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    private static string[] States(JsonObject list) =>
    [
        .. list["items"]!.AsArray().Select(item =>
            $"{item!["tertial"]} {item["status"]} "
            + (item["version"] is null
                ? item["late"]!.GetValue<bool>() ? "late" : "in time"
                : $"{item["version"]} by {item["certifiedByName"]}, {(item["changedSince"]!.GetValue<bool>() ? "changed" : "unchanged")}")
            + $" {item["deadline"]}")
    ];
}
