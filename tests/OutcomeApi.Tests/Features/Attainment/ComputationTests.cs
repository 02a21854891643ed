using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>When figures are made, and which ones a reader gets.</summary>
public sealed class ComputationTests
{
    [Fact]
    public async Task All_pages_come_from_one_computation_while_registrations_arrive()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "first");
        var before = await ApiFactory.UpToDateAsync(api.Registrar, "iris2");

        // Nobody has sent anything for hours.
        api.Clock.Moved = TimeSpan.FromHours(3);

        var items = new List<JsonNode>();
        var pages = 0;
        var next = $"{api.Address}/attainment?limit=200&gender=woman";
        while (next is not null)
        {
            var page = await (await api.Registrar.GetAsync(next)).ShouldBeAsync(HttpStatusCode.OK);
            page["computation"]!.GetValue<string>().ShouldBe(before["computation"]!.GetValue<string>());
            page["_meta"]!["page"]!.GetValue<int>().ShouldBe(++pages);
            items.AddRange(page["items"]!.AsArray()!);

            await RegisterAsync(api, "between-" + pages);
            await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
            next = page["_links"]!["next"]?["href"]!.GetValue<string>();
        }

        // 27 goals with their subprojects, ten tertials, three windows.
        pages.ShouldBe(5);
        items.Count.ShouldBe(810);
        items.Select(Name).Distinct().Count().ShouldBe(810);
        Women(items).ShouldBe(1);

        // Who begins anew gets what has come since.
        var after = await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=500&goal=iris2.work-or-studies&gender=woman");
        after["computation"]!.GetValue<string>().ShouldNotBe(before["computation"]!.GetValue<string>());
        Women(after["items"]!.AsArray()!).ShouldBe(6);
    }

    [Fact]
    public async Task A_run_is_kept_from_when_it_was_superseded_however_quickly_runs_follow()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        await ComputeAsync(api);
        var first = (await ReadAsync(api))["computation"]!.GetValue<string>();

        // The first run has been the current one for a day. Then thirty follow within a moment.
        api.Clock.Moved = TimeSpan.FromDays(1);
        for (var run = 0; run < 30; run++)
        {
            await ComputeAsync(api);
        }

        (await StatusOfAsync(api, first)).ShouldBe(HttpStatusCode.OK);

        // Two and a half minutes later it is one of thirty-one; the newest twenty and the current one stay for a quarter of an hour.
        api.Clock.Moved += TimeSpan.FromSeconds(150);
        var last = await ComputeAsync(api);
        (await StatusOfAsync(api, first)).ShouldBe(HttpStatusCode.NotFound);
        api.Scalar<long>("SELECT COUNT(DISTINCT computation_id) FROM attainment").ShouldBe(21);

        api.Clock.Moved += TimeSpan.FromMinutes(14);
        await ComputeAsync(api);
        (await StatusOfAsync(api, last)).ShouldBe(HttpStatusCode.OK);
        api.Scalar<long>("SELECT COUNT(DISTINCT computation_id) FROM attainment").ShouldBe(3);
    }

    [Fact]
    public async Task A_computation_whose_job_runs_twice_is_done_once()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        var asked = await (await api.Secretariat.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" }))
            .ShouldBeAsync(HttpStatusCode.Accepted);
        var id = asked["id"]!.GetValue<string>();
        await RunAsync();
        var once = await ReadComputationAsync(api, id);
        once["status"]!.GetValue<string>().ShouldBe("completed");
        var figures = api.Scalar<long>("SELECT COUNT(*) FROM attainment");

        // The process dies after the commit and before the job engine knows that the job is done.
        await RunAsync();
        api.Scalar<long>("SELECT COUNT(*) FROM attainment").ShouldBe(figures);
        JsonNode.DeepEquals(await ReadComputationAsync(api, id), once).ShouldBeTrue();

        async Task RunAsync()
        {
            await using var scope = api.Services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RunRequestedComputation(id))).Faults.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Links_go_back_as_well_and_keep_the_filters()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2");

        var second = await (await api.Registrar.GetAsync($"{api.Address}/attainment?goal=iris2.volume&window=tertial&limit=30&page=2"))
            .ShouldBeAsync(HttpStatusCode.OK);

        var computation = second["computation"]!.GetValue<string>();
        var address = $"https://localhost{api.Address}/attainment?goal=iris2.volume&window=tertial&limit=30";
        second["_links"]!["self"]!["href"]!.GetValue<string>().ShouldBe(address + "&page=2");
        second["_links"]!["next"]!["href"]!.GetValue<string>().ShouldBe($"{address}&page=3&computation={computation}");
        second["_links"]!["prev"]!["href"]!.GetValue<string>().ShouldBe($"{address}&page=1&computation={computation}");
        var third = await (await api.Registrar.GetAsync(second["_links"]!["next"]!["href"]!.GetValue<string>())).ShouldBeAsync(HttpStatusCode.OK);
        third["items"]!.AsArray().Count.ShouldBe(10);
        third["_links"]!["next"].ShouldBeNull();
        third["_links"]!["prev"]!["href"]!.GetValue<string>().ShouldBe($"{address}&page=2&computation={computation}");
        var beyond = await (await api.Registrar.GetAsync($"{address}&page=99&computation={computation}")).ShouldBeAsync(HttpStatusCode.OK);
        beyond["_links"]!["prev"]!["href"]!.GetValue<string>().ShouldBe($"{address}&page=3&computation={computation}");
    }

    [Fact]
    public async Task A_page_of_a_superseded_computation_is_not_up_to_date()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var first = (await ApiFactory.UpToDateAsync(api.Registrar, "iris2"))["computation"]!.GetValue<string>();
        (await ReadAsync(first)).ShouldBeTrue();

        await RegisterAsync(api, "next");
        var second = (await ApiFactory.UpToDateAsync(api.Registrar, "iris2"))["computation"]!.GetValue<string>();

        second.ShouldNotBe(first);
        (await ReadAsync(first)).ShouldBeFalse();
        (await ReadAsync(second)).ShouldBeTrue();

        async Task<bool> ReadAsync(string computation) =>
            (await (await api.Registrar.GetAsync($"{api.Address}/attainment?limit=1&computation={computation}"))
                .ShouldBeAsync(HttpStatusCode.OK))["upToDate"]!.GetValue<bool>();
    }

    [Fact]
    public async Task What_the_current_run_has_seen_is_not_computed_again()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        var first = await ComputeAsync(api, ComputeProject.Incremental);
        (await ComputeAsync(api, ComputeProject.Incremental)).ShouldBe(first);
        api.Scalar<long>("SELECT COUNT(*) FROM computations").ShouldBe(1);

        // Something has come; a day has gone; somebody wants it made anew.
        await RegisterAsync(api, "new");
        var second = await ComputeAsync(api, ComputeProject.Incremental);
        second.ShouldNotBe(first);
        (await ComputeAsync(api, ComputeProject.Incremental)).ShouldBe(second);
        api.Clock.Moved = TimeSpan.FromDays(1);
        var third = await ComputeAsync(api, ComputeProject.Incremental);
        third.ShouldNotBe(second);
        (await ComputeAsync(api, ComputeProject.Incremental)).ShouldBe(third);
        (await ComputeAsync(api)).ShouldNotBe(third);
    }

    [Fact]
    public async Task The_figures_say_whether_they_are_up_to_date()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();

        // Reading computes nothing.
        await ComputeAsync(api);
        var first = await ReadAsync(api);
        var second = await ReadAsync(api);
        second["upToDate"]!.GetValue<bool>().ShouldBeTrue();
        second["computation"]!.GetValue<string>().ShouldBe(first["computation"]!.GetValue<string>());

        await RegisterAsync(api, "late");
        var third = await ReadAsync(api);
        third["upToDate"]!.GetValue<bool>().ShouldBeFalse();
        third["computation"]!.GetValue<string>().ShouldBe(first["computation"]!.GetValue<string>());
        Women(third["items"]!.AsArray()!).ShouldBe(0);
    }

    [Fact]
    public async Task A_computation_that_is_asked_for_waits_its_turn()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();

        var asked = await api.Secretariat.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" });
        var computation = await asked.ShouldBeAsync(HttpStatusCode.Accepted);
        var read = await (await api.Secretariat.GetAsync(asked.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);

        computation["status"]!.GetValue<string>().ShouldBe("queued");
        computation["computedAt"].ShouldBeNull();
        computation["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        JsonNode.DeepEquals(read, computation).ShouldBeTrue();
    }

    [Theory]
    [InlineData("secretariat")]
    [InlineData("operator")]
    public async Task A_computation_that_is_asked_for_is_completed(string role)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "asked");
        using var client = role == "operator" ? await api.ClientAsync("operator") : await api.ClientAsync("secretariat", associations: ["lund"]);

        var asked = await client.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" });
        var computation = await asked.ShouldBeAsync(HttpStatusCode.Accepted);
        asked.Headers.Location!.OriginalString.ShouldBe($"https://localhost{ApiFactory.Base}/computations/{computation["id"]}");
        computation["project"]!.GetValue<string>().ShouldBe("iris2");

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (computation["status"]!.GetValue<string>() != "completed")
        {
            computation["status"]!.GetValue<string>().ShouldBeOneOf("queued", "running");
            await timer.WaitForNextTickAsync(patience.Token);
            computation = await (await client.GetAsync(asked.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        }

        computation["computedAt"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
        var figures = await (await api.Registrar.GetAsync(
            $"{api.Address}/attainment?computation={computation["id"]}&limit=500&goal=iris2.work-or-studies&gender=woman")).ShouldBeAsync(HttpStatusCode.OK);
        figures["computation"]!.GetValue<string>().ShouldBe(computation["id"]!.GetValue<string>());
        Women(figures["items"]!.AsArray()!).ShouldBe(1);
    }

    [Fact]
    public async Task Figures_are_those_of_the_day_on_which_they_were_made()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        var november = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga", "limit=500&window=tertial&goal=ips-unga.work-or-studies");
        november["items"]!.AsArray().Select(i => i!["tertial"]!.GetValue<string>())
            .ShouldBe(["2025-T1", "2025-T2", "2025-T3", "2026-T1", "2026-T2", "2026-T3"]);

        // 23:30 in Stockholm on 31 December, and 00:30 on 1 January.
        var noon = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
        foreach (var (instant, asOf, last) in new[] { ("2026-12-31T22:30:00Z", "2026-12-31", "2026-T3"), ("2026-12-31T23:30:00Z", "2027-01-01", "2027-T1") })
        {
            api.Clock.Moved = DateTimeOffset.Parse(instant, null) - noon;
            await (await api.Registrar.PostAsJsonAsync(
                $"{api.Address}/enrollments",
                TestData.Enrollment("E-" + asOf, ("startedOn", "2026-01-10"), ("consentGivenOn", "2026-01-10")))).ShouldBeAsync(HttpStatusCode.Created);
            var page = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga", "limit=500&window=tertial&goal=ips-unga.work-or-studies");
            page["asOf"]!.GetValue<string>().ShouldBe(asOf);
            page["items"]!.AsArray().Last()!["tertial"]!.GetValue<string>().ShouldBe(last);
        }
    }

    private static string Name(JsonNode item) => $"{item["goal"]} {item["subproject"]} {item["tertial"]} {item["window"]}";

    /// <summary>Women who left VSB for work or studies in 2024-T2.</summary>
    private static int Women(IEnumerable<JsonNode> items) =>
        items.Single(i => Name(i) == "iris2.work-or-studies vsb 2024-T2 tertial")["rows"]!.AsArray().First()!["numerator"]!.GetValue<int>();

    private static async Task<JsonObject> ReadComputationAsync(ProjectApi api, string id) =>
        await (await api.Secretariat.GetAsync($"{ApiFactory.Base}/computations/{id}")).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task<HttpStatusCode> StatusOfAsync(ProjectApi api, string computation) =>
        (await api.Registrar.GetAsync($"{api.Address}/attainment?limit=1&computation={computation}")).StatusCode;

    private static async Task<string> ComputeAsync(ProjectApi api, string reason = "nightly")
    {
        await using var scope = api.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ComputeProject(api.ProjectId, null, reason));
        return result.Value!.Computation;
    }

    private static async Task<JsonObject> ReadAsync(ProjectApi api) =>
        await (await api.Registrar.GetAsync($"{api.Address}/attainment?goal=iris2.work-or-studies&gender=woman&limit=500")).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task RegisterAsync(ProjectApi api, string reference)
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment(reference, ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit(reference))).ShouldBeAsync(HttpStatusCode.Created);
    }

    /// <summary>A node that answers and runs no jobs.</summary>
    private sealed class WithoutJobs() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
