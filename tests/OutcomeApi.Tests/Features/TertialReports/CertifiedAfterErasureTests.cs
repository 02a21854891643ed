using System.Security.Cryptography;

namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>A certified report is what was signed, also when people who are counted in it are no longer there.</summary>
public sealed class CertifiedAfterErasureTests
{
    private const string Report = "tertial-reports/2024-T3";

    [Fact]
    public async Task A_certified_report_stays_byte_for_byte_when_people_in_it_are_erased_or_withdraw_their_consent()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        foreach (var name in new[] { "PLANTED", "WITHDRAWN", "stays" })
        {
            await RegisterAsync(api, name);
        }

        var certified = await (await api.Secretariat.PostAsync($"{api.Address}/{Report}/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        var signed = await api.Secretariat.GetByteArrayAsync($"{api.Address}/{Report}/versions/1");
        var shown = await ShownAsync(api);

        // A correction from after the signature, which a list of changes would name as the reason.
        await PutAsync(api, "exits/E-PLANTED", TestData.Exit("E-PLANTED", ("exitedOn", "2024-12-01"), ("reason", "moved"), ("correction", "wrong-code")));
        (await ChangesAsync(api))["registrations"]!.AsArray().Select(r => $"{r!["record"]} {r["correction"]}").ShouldBe(["exit wrong-code"]);

        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/erasures", new { project = "iris2", participant = "P-PLANTED" }))
            .ShouldBeAsync(HttpStatusCode.OK);
        await api.AtRestAsync();
        await PutAsync(api, "enrollments/E-WITHDRAWN", Enrollment("WITHDRAWN", ("consentWithdrawnOn", "2026-11-20")));
        await api.AtRestAsync();

        // What was signed, and what everybody is shown of it, is what it was.
        (await api.Secretariat.GetByteArrayAsync($"{api.Address}/{Report}/versions/1")).ShouldBe(signed);
        Convert.ToHexStringLower(SHA256.HashData(signed)).ShouldBe(certified["sha256"]!.GetValue<string>());
        (await ShownAsync(api)).ShouldBe(shown);

        // What has changed can be asked for, and names nobody: one of three is left, one has become anonymous.
        var changes = await ChangesAsync(api);
        Cell(changes, "started").ShouldBe((3, 1));
        Cell(changes, "exited").ShouldBe((3, 1));
        Cell(changes, "anonymous-started").ShouldBe((0, 1));
        foreach (var gone in new[] { "P-PLANTED", "P-WITHDRAWN" })
        {
            changes.ToJsonString().ShouldNotContain(gone, Case.Insensitive);
            (await api.Registrar.GetStringAsync($"{api.Address}/changes?limit=500")).ShouldNotContain(gone, Case.Insensitive);
            (await api.IsOnDiskAsync(gone)).ShouldBeFalse(gone);
        }

        changes["registrations"]!.AsArray().Select(r => r!["record"]!.GetValue<string>()).ShouldNotContain("exit");
        (await api.IsOnDiskAsync("P-stays")).ShouldBeTrue("the search finds what is there");

        // The audit says that it happened, and not about whom.
        var audit = await administrator.GetStringAsync($"{ApiFactory.Base}/audit-events?limit=500");
        var erased = JsonNode.Parse(audit)!["items"]!.AsArray().Where(e => e!["action"]!.GetValue<string>() == "erase").ShouldHaveSingleItem()!;
        (erased["kind"]!.GetValue<string>(), erased["project"]!.GetValue<string>(), erased["count"]!.GetValue<int>()).ShouldBe(("participant", "iris2", 1));
        audit.ShouldNotContain("PLANTED", Case.Insensitive);
        audit.ShouldNotContain("WITHDRAWN", Case.Insensitive);
        api.Scalar<long>("SELECT COUNT(*) FROM erasures").ShouldBe(1);

        // Signing again is possible, gives a second version, and leaves the first.
        await (await api.Secretariat.PostAsJsonAsync($"{api.Address}/{Report}/certifications", new { reason = "Uppgifter har gallrats." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        (await api.Secretariat.GetByteArrayAsync($"{api.Address}/{Report}/versions/1")).ShouldBe(signed);
        var between = await (await api.Secretariat.GetAsync($"{api.Address}/{Report}/versions/1/changes?to=2&limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        Cell(between, "started").ShouldBe((3, 1));
    }


    /// <summary>The report without the figures' age: when it was computed, and whether it has been overtaken.</summary>
    private static async Task<string> ShownAsync(ProjectApi api)
    {
        var texts = new List<string>();
        foreach (var reader in new[] { api.Secretariat, api.Registrar, api.SteeringGroup })
        {
            var report = await (await reader.GetAsync($"{api.Address}/{Report}")).ShouldBeAsync(HttpStatusCode.OK);
            report["status"]!.GetValue<string>().ShouldBe("certified");
            report.Remove("differsFromCurrent").ShouldBeTrue();
            texts.Add(report.ToJsonString());
        }

        return string.Join('\n', texts);
    }

    private static async Task<JsonObject> ChangesAsync(ProjectApi api) =>
        await (await api.Secretariat.GetAsync($"{api.Address}/{Report}/versions/1/changes?limit=500")).ShouldBeAsync(HttpStatusCode.OK);

    /// <summary>What the flow of the whole project in the tertial was and is.</summary>
    private static (int Was, int Is) Cell(JsonObject changes, string key)
    {
        var cell = changes["items"]!.AsArray().Single(i =>
            i!["subproject"] is null
                && i["section"]!.GetValue<string>() == "flow" && i["window"]!.GetValue<string>() == "tertial" && i["key"]!.GetValue<string>() == key
            && i["gender"]!.GetValue<string>() == "total")!;
        return (cell["was"]!.GetValue<int>(), cell["is"]!.GetValue<int>());
    }

    private static JsonObject Enrollment(string name, params (string Name, JsonNode? Value)[] members) => TestData.With(
        TestData.Enrollment("E-" + name, ("participant", "P-" + name), ("subproject", "vsb"), ("consentGivenOn", "2024-09-10"), ("startedOn", "2024-09-10")),
        members);

    private static async Task RegisterAsync(ProjectApi api, string name)
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", Enrollment(name))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-" + name, ("exitedOn", "2024-12-01"))))
            .ShouldBeAsync(HttpStatusCode.Created);
    }

    private static async Task PutAsync(ProjectApi api, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/{path}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
    }
}
