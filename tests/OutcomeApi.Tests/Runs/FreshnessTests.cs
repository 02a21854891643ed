using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Runs;

/// <summary>Whether figures are up to date is one comparison, and the same answer has the same tag wherever it is read.</summary>
public sealed class FreshnessTests
{
    /// <summary>A step of somebody who has not exited touches no day of any window that exits count in, and yet it waits.</summary>
    [Fact]
    public async Task Whatever_is_registered_waits_until_a_run_has_seen_it()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await ComputeAsync(api);
        (await IsUpToDateAsync(api)).ShouldBeTrue();

        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S-1", "E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        (await IsUpToDateAsync(api)).ShouldBeFalse();

        await ComputeAsync(api);
        (await IsUpToDateAsync(api)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_of_yesterday_is_not_up_to_date_and_the_day_brings_a_new_one()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        await ComputeAsync(api);
        api.Clock.Moved = TimeSpan.FromHours(12.9);
        (await IsUpToDateAsync(api)).ShouldBeFalse("it is 23 November in Stockholm");

        using var working = new Iris2Api();
        await working.InitializeAsync();
        var before = await ApiFactory.UpToDateAsync(working.Registrar, "iris2", "limit=1");
        working.Clock.Moved = TimeSpan.FromHours(12.9);
        var after = await ApiFactory.UpToDateAsync(working.Registrar, "iris2", "limit=1");
        (before["asOf"]!.GetValue<string>(), after["asOf"]!.GetValue<string>()).ShouldBe(("2026-11-22", "2026-11-23"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Of_two_runs_of_the_same_the_first_is_read_unless_the_second_is_to_replace_it(bool onlyNewer, bool isReplaced)
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await using var scope = api.Services.CreateAsyncScope();
        var (session, day) = (scope.ServiceProvider.GetRequiredService<DbSession>(), scope.ServiceProvider.GetRequiredService<BusinessDay>());
        RunSource source;
        await using (await session.SnapshotAsync(api.ProjectId, default))
        {
            source = await RunSource.LoadAsync(
                session,
                scope.ServiceProvider.GetRequiredService<ProjectStore>(),
                scope.ServiceProvider.GetRequiredService<TwoRowsKey>(),
                day,
                api.ProjectId,
                default);
        }

        var content = await source.ComputeAsync(scope.ServiceProvider.GetRequiredService<RunPace>(), default);
        var store = new RunStore(session, day, api.ProjectId);
        foreach (var run in new[] { "first", "second" })
        {
            var id = await store.BeginAsync(run, "test", source.Facts, default);
            await store.StoreAsync(id!.Value, content, default);
            await store.SwapAsync(id.Value, source.Facts, onlyNewer, default);
        }

        var page = await (await api.Secretariat.GetAsync($"{api.Address}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
        page["computation"]!.GetValue<string>().ShouldBe(isReplaced ? "second" : "first");
    }

    [Fact]
    public async Task A_project_without_a_run_says_when_to_ask_again()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        foreach (var address in new[] { "/attainment", "/tertial-reports/2024-T1", "/data-quality" })
        {
            // Not by the client that waits for figures.
            using var reader = api.CreateClient();
            reader.DefaultRequestHeaders.Authorization = api.Secretariat.DefaultRequestHeaders.Authorization;
            var answer = await reader.GetAsync(api.Address + address);
            (answer.StatusCode, answer.Headers.RetryAfter?.Delta).ShouldBe((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), address);
            (await answer.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))["errors"]![0]!["code"]!.GetValue<string>().ShouldBe("figures-not-ready");
        }
    }

    [Theory]
    [InlineData("/attainment?goal=iris2.work-or-studies&limit=20")]
    [InlineData("/tertial-reports/2024-T2")]
    [InlineData("/tertial-reports/2024-T2?subproject=vsb")]
    [InlineData("/tertial-reports/2024-T2?format=csv")]
    [InlineData("/data-quality?tertial=2024-T2")]
    public async Task The_same_tag_is_the_same_bytes_on_every_node_and_after_a_start(string address)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        var (tag, bytes) = await ReadAsync(api, api.Secretariat);
        (await ReadAsync(api, api.Secretariat)).ShouldBe((tag, bytes));

        // Another language is another answer; so is another reader, see KeptAnswersTests.
        (await ReadAsync(api, api.Secretariat, language: "sv")).Tag.ShouldNotBe(tag);

        using var node = new OtherNode(api);
        using var there = node.ClientWith(api.Secretariat.DefaultRequestHeaders.Authorization!.Parameter);
        (await ReadAsync(node, there)).ShouldBe((tag, bytes));
        using var known = new HttpRequestMessage(HttpMethod.Get, api.Address + address) { Headers = { { "If-None-Match", tag }, { "Accept-Language", "en" } } };
        var unchanged = await there.SendAsync(known);
        (unchanged.StatusCode, unchanged.Headers.ETag?.Tag, await unchanged.Content.ReadAsStringAsync())
            .ShouldBe((HttpStatusCode.NotModified, tag, string.Empty));

        // What comes since is something else.
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        (await ReadAsync(api, api.Secretariat)).Tag.ShouldNotBe(tag);

        async Task<(string Tag, string Bytes)> ReadAsync(ApiFactory node, HttpClient reader, string language = "en")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, api.Address + address) { Headers = { { "Accept-Language", language } } };
            var answer = await reader.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.ETag!.IsWeak.ShouldBeFalse();
            return (answer.Headers.ETag.Tag, Convert.ToBase64String(await answer.Content.ReadAsByteArrayAsync()));
        }
    }

    [Theory]
    [InlineData("goal=iris2.nothing", "/goal", "iris2.work-or-studies")]
    [InlineData("subproject=nowhere", "/subproject", "usb, vsb, insam")]
    public async Task What_is_asked_for_and_unknown_is_refused_with_what_is_known(string query, string pointer, string known)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var problem = await (await api.SteeringGroup.GetAsync($"{api.Address}/attainment?{query}")).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        var error = problem["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (error["code"]!.GetValue<string>(), error["pointer"]!.GetValue<string>()).ShouldBe(("unknown-code", pointer));
        error["howToFix"]!.GetValue<string>().ShouldContain(known);
    }

    private static async Task<bool> IsUpToDateAsync(ProjectApi api) =>
        (await (await api.Secretariat.GetAsync($"{api.Address}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK))["upToDate"]!.GetValue<bool>();

    private static async Task ComputeAsync(ProjectApi api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ComputeProject(api.ProjectId, null, ComputeProject.Incremental)))
            .IsSuccess.ShouldBeTrue();
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

    /// <summary>Another process on the same database, at the same outer address.</summary>
    private sealed class OtherNode(ApiFactory first) : ApiFactory
    {
        public override string ConnectionString => first.ConnectionString;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
