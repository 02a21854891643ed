using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Features.Attainment;

namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>Waiting times, balances, changes from a baseline and milestones, from records as they are sent to figures as they are read.</summary>
public sealed class MeasureTests(MeasureTests.Registered api) : IClassFixture<MeasureTests.Registered>
{
    /// <summary>30 days for six women, 31 for five men: the sixth of eleven has waited 30.</summary>
    [Fact]
    public async Task A_waiting_time_has_days_and_no_share()
    {
        var expected = JsonNode.Parse(
            """
            { "goal": "uppsala.waiting-time", "goalVersion": 1, "measure": "duration", "subproject": null, "tertial": "2025-T1", "window": "tertial",
              "cohort": { "from": "2025-01-01", "to": "2025-04-30", "partial": false }, "verdict": "not-due", "standing": "meets", "dueOn": "2027-01-31", "clear": null, "pace": null,
              "rows": [
                { "gender": "woman", "numerator": null, "denominator": null, "share": null, "interval": null, "target": { "atMost": 30 }, "meetsTarget": true,
                  "days": { "count": 6, "median": 30, "longest": 30 } },
                { "gender": "man", "numerator": null, "denominator": null, "share": null, "interval": null, "target": { "atMost": 30 }, "meetsTarget": false,
                  "days": { "count": 5, "median": 31, "longest": 31 }, "stillQueued": { "count": 6, "median": 59.5, "longest": 60 } },
                { "gender": "other", "numerator": null, "denominator": null, "share": null, "interval": null, "target": { "atMost": 30 }, "meetsTarget": null },
                { "gender": "unknown", "numerator": null, "denominator": null, "share": null, "interval": null, "target": { "atMost": 30 }, "meetsTarget": null },
                { "gender": "total", "numerator": null, "denominator": null, "share": null, "interval": null, "target": { "atMost": 30 }, "meetsTarget": true,
                  "days": { "count": 11, "median": 30, "longest": 31 }, "stillQueued": { "count": 6, "median": 59.5, "longest": 60 } } ],
              "sentence": "So far median 30 days (11 participations). The desired effect is at most 30 days when the project ends on 2027-01-31.", "womenMen": null }
            """);

        foreach (var reader in new[] { api.Registrar, api.Secretariat })
        {
            var item = await ItemAsync(reader, "uppsala.waiting-time", "2025-T1", "tertial");
            JsonNode.DeepEquals(item, expected).ShouldBeTrue(item.ToJsonString());
        }

        // Nobody is of another or unknown gender, and every group has five or more: a steering group sees the same in its three rows.
        expected!["rows"]!.AsArray().RemoveAt(3);
        expected["rows"]!.AsArray().RemoveAt(2);
        var shown = await ItemAsync(api.SteeringGroup, "uppsala.waiting-time", "2025-T1", "tertial");
        JsonNode.DeepEquals(shown, expected).ShouldBeTrue(shown.ToJsonString());
    }

    [Fact]
    public async Task A_balance_has_starts_exits_and_their_ratio()
    {
        var year = await ItemAsync(api.Registrar, "uppsala.flow-balance", "2025-T3", "year-to-date");
        (year["standing"]!.GetValue<string>(), year["reason"]).ShouldBe(("misses", null));
        var total = JsonNode.Parse(
            """
            { "gender": "total", "numerator": 11, "denominator": 6, "share": null, "interval": null, "ratio": 1.8333,
              "target": { "between": ["0.8", "1.25"] }, "meetsTarget": false }
            """);
        JsonNode.DeepEquals(Total(year), total).ShouldBeTrue(Total(year).ToJsonString());

        var first = await ItemAsync(api.Registrar, "uppsala.flow-balance", "2025-T1", "tertial");
        (first["standing"]!.GetValue<string>(), first["reason"]!.GetValue<string>()).ShouldBe(("not-assessable", "no-exits"));
        (Total(first)["numerator"]!.GetValue<int>(), Total(first)["denominator"]!.GetValue<int>(), Total(first)["ratio"]).ShouldBe((11, 0, null));
    }

    /// <summary>5 of 11 (45.45 %) against 34 of 170 (20 %).</summary>
    [Fact]
    public async Task A_change_stands_beside_the_share_that_it_is_measured_from()
    {
        var year = await ItemAsync(api.Registrar, "uppsala.result-not-lower", "2025-T3", "year-to-date");
        (year["verdict"]!.GetValue<string>(), year["standing"]!.GetValue<string>(), year["clear"], year["womenMen"])
            .ShouldBe(("not-due", "meets", null, null));
        var baseline = JsonNode.Parse("""{ "numerator": 34, "denominator": 170, "share": 0.2, "on": "2024-12-31" }""");
        JsonNode.DeepEquals(year["baseline"], baseline).ShouldBeTrue(year["baseline"]?.ToJsonString());
        (Total(year)["numerator"]!.GetValue<int>(), Total(year)["denominator"]!.GetValue<int>(), Total(year)["share"]!.GetValue<decimal>())
            .ShouldBe((5, 11, 0.4545m));
        Total(year)["interval"]!.AsArray().Count.ShouldBe(2);

        var next = await ItemAsync(api.Registrar, "uppsala.result-not-lower", "2026-T3", "year-to-date");
        (next["standing"]!.GetValue<string>(), next["baseline"]!["on"]!.GetValue<string>()).ShouldBe(("misses", "2024-12-31"));
    }

    /// <summary>One woman has started in 2026, and of the waits of 2025 six are in queue.</summary>
    [Fact]
    public async Task A_steering_group_sees_days_by_how_many_have_waited_and_baselines_whole()
    {
        var waiting = await ItemAsync(api.SteeringGroup, "uppsala.waiting-time", "2026-T1", "tertial");
        waiting["rows"]!.AsArray().ShouldAllBe(r => r!["days"] == null && r["numerator"] == null && r["meetsTarget"] == null);
        (waiting["rows"]![0]!["hidden"]!.GetValue<string>(), Total(waiting)["fewerThan"]!.GetValue<int>()).ShouldBe(("small-group", 5));

        var change = await ItemAsync(api.SteeringGroup, "uppsala.result-not-lower", "2025-T3", "year-to-date");
        (change["standing"]!.GetValue<string>(), change["baseline"]!["numerator"]!.GetValue<int>(), Total(change)["denominator"]!.GetValue<int>())
            .ShouldBe(("meets", 34, 11));

        var balance = await ItemAsync(api.SteeringGroup, "uppsala.flow-balance", "2025-T1", "tertial");
        (Total(balance)["numerator"]!.GetValue<int>(), Total(balance)["denominator"]!.GetValue<int>()).ShouldBe((11, 0));
    }

    [Fact]
    public async Task A_milestone_shows_what_was_reported_and_is_of_no_gender()
    {
        using var ips = new IpsUngaApi();
        await ips.InitializeAsync();
        await SendAsync(
            ips,
            ("reported-figures", Figure("M-1", "permanent-job-specialists", "2026-03-31", ("value", 2))),
            ("reported-figures", Figure("M-2", "permanent-job-specialists", "2026-06-30", ("value", 3))),
            ("reported-figures", Figure("M-3", "ips-y-35", "2026-04-29", ("numerator", 151), ("denominator", 175))));
        await ApiFactory.UpToDateAsync(ips.Registrar, "ips-unga");

        var specialists = await ItemAsync(ips.SteeringGroup, "ips-unga.made-permanent", "2026-T2", "since-start", "ips-unga");
        (specialists["verdict"]!.GetValue<string>(), specialists["standing"]!.GetValue<string>(), specialists["reportedOn"]!.GetValue<string>())
            .ShouldBe(("not-due", "meets", "2026-06-30"));
        specialists["rows"]!.AsArray().Select(r =>
            $"{r!["gender"]} {r["numerator"]?.ToJsonString() ?? "-"}/{r["denominator"]?.ToJsonString() ?? "-"} {r["meetsTarget"]?.ToJsonString() ?? "-"}")
            .ShouldBe(["woman -/- -", "man -/- -", "total 3/- true"]);

        var fidelity = await ItemAsync(ips.SteeringGroup, "ips-unga.fidelity", "2026-T3", "year-to-date", "ips-unga");
        var total = JsonNode.Parse(
            """{ "gender": "total", "numerator": 151, "denominator": 175, "share": null, "interval": null, "target": { "atLeast": 140 }, "meetsTarget": true }""");
        JsonNode.DeepEquals(Total(fidelity), total).ShouldBeTrue(Total(fidelity).ToJsonString());

        var nothing = await ItemAsync(ips.Registrar, "ips-unga.fidelity", "2025-T3", "since-start", "ips-unga");
        (nothing["standing"]!.GetValue<string>(), nothing["reason"]!.GetValue<string>()).ShouldBe(("not-assessable", "nothing-reported"));
    }

    [Fact]
    public async Task The_nightly_check_compares_what_is_not_counts_too()
    {
        using var uppsala = new Registered();
        await uppsala.InitializeAsync();
        (await CheckAsync(uppsala)).ShouldBe(0);

        await using (var scope = uppsala.Services.CreateAsyncScope())
        {
            var session = scope.ServiceProvider.GetRequiredService<DbSession>();
            var changed = 0;
            await session.WriteAsync(
                async () => changed = await session.ExecuteAsync(
                    """
                    UPDATE attainment SET beside_counts = REPLACE(beside_counts, '"numerator":34', '"numerator":35')
                    WHERE goal_key = 'uppsala.result-not-lower' AND tertial = 2025 * 3 + 2 AND computation_id IN (SELECT computation_id FROM current_runs)
                    """,
                    null,
                    default),
                default);
            changed.ShouldBe(3);
        }

        (await CheckAsync(uppsala)).ShouldBe(3);
        (await CheckAsync(uppsala)).ShouldBe(0);
    }

    private static async Task<int?> CheckAsync(ApiFactory api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckProject("uppsala"))).Value!.Differences;
    }

    private static JsonNode Total(JsonNode item) => item["rows"]!.AsArray().Single(r => r!["gender"]!.GetValue<string>() == "total")!;

    private static async Task<JsonNode> ItemAsync(HttpClient reader, string goal, string tertial, string window, string project = "uppsala")
    {
        var answer = await reader.GetAsync($"{ApiFactory.Base}/projects/{project}/attainment?goal={goal}&from={tertial}&to={tertial}&window={window}");
        return (await answer.ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray().Single()!;
    }

    private static JsonObject Figure(string reference, string figure, string on, params (string Name, JsonNode? Value)[] members) =>
        TestData.With(new JsonObject { ["reference"] = reference, ["figure"] = figure, ["on"] = on }, members);

    private static async Task SendAsync(ProjectApi api, params IEnumerable<(string Collection, JsonObject Body)> records)
    {
        foreach (var (collection, body) in records)
        {
            await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
        }
    }

    /// <summary>Six women and five men began on 3 February 2025, five women left to work in November; six men wait. One more woman began in 2026.</summary>
    public sealed class Registered() : ProjectApi("uppsala")
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var women = Enumerable.Range(1, 6).Select(i => Started($"W-{i}", "woman", "2025-01-04", "2025-02-03"));
            var men = Enumerable.Range(1, 5).Select(i => Started($"M-{i}", "man", "2025-01-03", "2025-02-03"));
            var waiting = Enumerable.Range(1, 6).Select(i => ("referrals", new JsonObject
            {
                ["reference"] = $"R-{i}",
                ["participant"] = $"P-R-{i}",
                ["gender"] = "man",
                ["referrer"] = "region",
                ["referredOn"] = i <= 3 ? "2025-03-01" : "2025-03-02",
                ["queuedOn"] = "2025-03-03",
                ["outcome"] = "queued",
            }));
            await SendAsync(this, [.. women, .. men, .. waiting, Started("W-7", "woman", "2026-01-03", "2026-02-02")]);
            await SendAsync(
                this,
                [
                    .. Enumerable.Range(1, 5).Select(i => ("exits", TestData.Exit($"W-{i}", ("exitedOn", "2025-11-03")))),
                    ("exits", TestData.Exit("M-1", ("exitedOn", "2025-11-03"), ("reason", "moved"))),
                    ("reported-figures", Figure("B-1", "baseline-share", "2024-12-31", ("numerator", 34), ("denominator", 170))),
                ]);
            await UpToDateAsync(Registrar, "uppsala");
        }

        private static (string Collection, JsonObject Body) Started(string reference, string gender, string referred, string started) => (
            "enrollments",
            TestData.Enrollment(reference, ("gender", gender), ("referredOn", referred), ("startedOn", started), ("consentGivenOn", started)));
    }
}
