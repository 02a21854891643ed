namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>Where a report leads to, for those who may go there. FRAM: each organisation accounts for the people that it has referred.</summary>
public sealed class ReportLinkTests(FramApi fram) : IClassFixture<FramApi>
{
    private static readonly string[] Referrers = ["region", "region", "municipality", "employment-service"];

    [Fact]
    public async Task A_report_leads_to_the_work_list_of_every_referrer_and_to_nothing_that_its_reader_may_not_see()
    {
        for (var n = 0; n < 5; n++)
        {
            await SendAsync("enrollments", TestData.Enrollment(
                $"E-{n}", ("startedOn", "2023-02-01"), ("consentGivenOn", "2023-02-01"), ("referrer", n < Referrers.Length ? Referrers[n] : null),
                ("referredOn", "2023-01-10")));
            await SendAsync("exits", TestData.Exit($"E-{n}", ("exitedOn", $"2023-09-1{n}")));
        }

        await SendAsync("follow-ups", new JsonObject
        {
            ["enrollmentReference"] = "E-1",
            ["months"] = 3,
            ["followedUpOn"] = "2023-12-20",
            ["answer"] = "work",
            ["reportedBy"] = "region",
        });
        var address = fram.Address + "/tertial-reports/2023-T3";
        var report = (await fram.Registrar.GetFromJsonAsync<JsonObject>(address))!;

        // What stands in the report of an organisation stands on its list: those that are due or overdue.
        var lists = report["followUpWorkLists"]!.AsArray();
        lists.Select(l => l!["referrer"]!.GetValue<string>())
            .ShouldBe(["employment-service", "social-insurance-agency", "municipality", "region", "self-referral", "not-stated"]);
        var listed = new Dictionary<string, string>();
        foreach (var list in lists)
        {
            var referrer = list!["referrer"]!.GetValue<string>();
            var due = (await fram.Registrar.GetFromJsonAsync<JsonObject>(list["_links"]!["due"]!["href"]!.GetValue<string>()))!["items"]!.AsArray();
            due.ShouldAllBe(d => (d!["referrer"] == null ? "not-stated" : d["referrer"]!.GetValue<string>()) == referrer);
            listed[referrer] = string.Join(' ', due.Select(d => d!["enrollmentReference"]!.GetValue<string>()));
            report["followUpsByReferrer"]!["tertial"]!.AsArray()
                .Where(r => r!["referrer"]!.GetValue<string>() == referrer && r["key"]!.GetValue<string>() is var key
                    && (key.StartsWith("due:", StringComparison.Ordinal) || key.StartsWith("overdue:", StringComparison.Ordinal)))
                .Sum(r => r!["total"]!.GetValue<int>()).ShouldBe(due.Count, referrer);
        }

        listed.Values.ShouldBe(["E-3", string.Empty, "E-2", "E-0", string.Empty, "E-4"]);
        await (await fram.Registrar.GetAsync(fram.Address + "/follow-ups/due?referrer=nobody"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /referrer");

        // Every link leads somewhere for its reader.
        await (await fram.Registrar.PutAsync(address + "/comment", new JsonObject { ["text"] = "Lugnt." })).ShouldBeAsync(HttpStatusCode.Created);
        await LeadsToAsync(fram.Registrar, report, "self", "dataQuality", "comment", "commentVersions", "dueFollowUps");
        await LeadsToAsync(
            fram.Secretariat, (await fram.Secretariat.GetFromJsonAsync<JsonObject>(address))!, "self", "dataQuality", "commentVersions", "versions");
        await LeadsToAsync(fram.SteeringGroup, (await fram.SteeringGroup.GetFromJsonAsync<JsonObject>(address))!, "self");
        (await fram.Secretariat.GetFromJsonAsync<JsonObject>(address))!.ContainsKey("followUpWorkLists").ShouldBeFalse();
    }

    private static async Task LeadsToAsync(HttpClient reader, JsonObject report, params string[] names)
    {
        report["_links"]!.AsObject().Select(l => l.Key).ShouldBe(names);
        foreach (var (name, link) in report["_links"]!.AsObject())
        {
            (await reader.GetAsync(link!["href"]!.GetValue<string>())).StatusCode.ShouldBe(HttpStatusCode.OK, name);
        }
    }

    private async Task SendAsync(string collection, JsonObject body) =>
        await (await fram.Registrar.PostAsJsonAsync($"{fram.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
}
