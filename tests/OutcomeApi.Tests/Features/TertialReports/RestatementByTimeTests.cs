namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>
/// What changes in a report because days pass, and what because of registrations. It is 22 November 2026 when the second tertial is certified.
/// </summary>
public sealed class RestatementByTimeTests(IpsUngaApi api) : IClassFixture<IpsUngaApi>
{
    [Fact]
    public async Task What_only_time_has_changed_has_no_registration_behind_it()
    {
        var report = api.Address + "/tertial-reports/2026-T2";
        foreach (var enrollment in new[] { "E-1", "E-2" })
        {
            await SendAsync("enrollments", TestData.Enrollment(enrollment, ("startedOn", "2026-01-10"), ("consentGivenOn", "2026-01-10"), ("birthYear", 2003)));
        }

        // Due on 30 November.
        await SendAsync("exits", TestData.Exit("E-1", ("exitedOn", "2026-08-31")));
        await (await api.Secretariat.PostAsync(report + "/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        (await ChangesAsync(report)).ShouldBeEmpty();

        // Twelve days later it is due, and nothing was registered.
        api.Clock.Moved += TimeSpan.FromDays(12);
        var byTime = await ChangesAsync(report);
        byTime.Select(c => $"{c["section"]} {c["window"]} {c["key"]} {c["gender"]} {c["was"]} {c["is"]}").ShouldContain("follow-ups tertial not-due woman 1 0");
        byTime.Select(c => $"{c["section"]} {c["window"]} {c["key"]} {c["gender"]} {c["was"]} {c["is"]}").ShouldContain("follow-ups tertial due woman 0 1");
        byTime.ShouldAllBe(c => c["byTimeOnly"]!.GetValue<bool>() && c["registrations"]!.AsArray().Count == 0);
        (await api.Secretariat.GetFromJsonAsync<JsonObject>(report))!["differsFromCurrent"]!.GetValue<bool>().ShouldBeTrue();

        // A late exit is behind what it changes, and not behind the rest. Its follow-up was not due either when the report was certified.
        await SendAsync("exits", TestData.Exit("E-2", ("exitedOn", "2026-08-30"), ("reason", "studies")));
        var changes = await ChangesAsync(report);
        JsonNode Change(string section, string key) => changes.Single(c =>
            (c["section"]!.GetValue<string>(), c["window"]!.GetValue<string>(), c["key"]!.GetValue<string>(), c["gender"]!.GetValue<string>())
                == (section, "tertial", key, "woman"));
        (Change("exits", "studies")["byTimeOnly"]!.GetValue<bool>(), Change("exits", "studies")["registrations"]!.AsArray().Count).ShouldBe((false, 1));
        (Change("flow", "exited")["was"]!.GetValue<int>(), Change("flow", "exited")["is"]!.GetValue<int>(),
            Change("flow", "exited")["byTimeOnly"]!.GetValue<bool>()).ShouldBe((1, 2, false));
        Change("follow-ups", "due")["is"]!.GetValue<int>().ShouldBe(2);
    }

    private async Task<IReadOnlyList<JsonNode>> ChangesAsync(string report)
    {
        var items = new List<JsonNode>();
        for (var address = report + "/versions/1/changes?limit=500"; address is not null;)
        {
            var page = (await api.Secretariat.GetFromJsonAsync<JsonObject>(address))!;
            items.AddRange(page["items"]!.AsArray()!);
            address = page["_links"]!["next"]?["href"]!.GetValue<string>();
        }

        return items;
    }

    private async Task SendAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
}
