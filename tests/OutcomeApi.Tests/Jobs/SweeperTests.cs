using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Jobs;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Tests.Jobs;

/// <summary>The tables are the truth: whatever the job engine has lost is asked for again, and what it has is not asked for twice.</summary>
public sealed class SweeperTests
{
    [Fact]
    public async Task What_was_committed_and_never_reached_the_job_engine_is_done_at_the_next_start()
    {
        // A node whose job engine nobody serves: what it holds is gone with it.
        using var before = new Node(servesJobs: false, null);
        await before.InitializeAsync();
        await RegisterAsync(before, "E-1");
        await RegisterAsync(before, "E-2");
        var batch = await BatchAsync(before, "E-3");
        var computation = (await (await before.Secretariat.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" }))
            .ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();
        using (var administrator = before.Administrator())
        {
            await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/erasures", new { project = "iris2", enrollmentReference = "E-1" }))
                .ShouldBeAsync(HttpStatusCode.OK);
        }

        before.Scalar<long>("SELECT COUNT(*) FROM computations WHERE status = 'completed'").ShouldBe(0);
        before.Scalar<long>("SELECT COUNT(*) FROM scrub_requests").ShouldBe(1);

        using var after = new Node(servesJobs: true, before);
        using var registrar = await after.ClientAsync("registrar", ["iris2"]);
        var figures = await ApiFactory.UpToDateAsync(registrar, "iris2", "goal=iris2.volume&window=since-start&gender=total");
        await Eventually.HoldsAsync(() => Task.FromResult(
            before.Scalar<string>($"SELECT status FROM batches WHERE public_id = '{batch}'") == "completed"
            && before.Scalar<string>($"SELECT status FROM computations WHERE public_id = '{computation}'") == "completed"
            && before.Scalar<long>("SELECT COUNT(*) FROM scrub_requests") == 0));
        figures["items"]!.AsArray().ShouldNotBeEmpty();
        (await registrar.GetFromJsonAsync<JsonObject>($"{after.Address}/enrollments"))!["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task After_midnight_every_project_gets_a_run_of_the_new_day()
    {
        using var api = new Node(servesJobs: true, null);
        await api.InitializeAsync();
        var yesterday = await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();

        api.Clock.Moved = TimeSpan.FromDays(1);
        (await api.Registrar.GetFromJsonAsync<JsonObject>($"{api.Address}/attainment?limit=1"))!["upToDate"]!.GetValue<bool>().ShouldBeFalse();
        await api.SweepAsync();
        var today = await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        today["asOf"]!.GetValue<string>().ShouldBe("2026-11-23");
        yesterday["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
    }

    [Fact]
    public async Task What_the_job_engine_has_is_not_asked_for_again()
    {
        using var api = new Node(servesJobs: false, null);
        await api.InitializeAsync();
        await BatchAsync(api, "E-1");
        var waiting = api.Waiting();
        waiting.ShouldBe(2, "the figures of the project, and a batch");

        // The node that serves no jobs has no sweeper of its own.
        await api.SweepAsync();
        await api.SweepAsync();
        api.Waiting().ShouldBe(waiting);
    }

    [Fact]
    public async Task Many_changes_within_a_moment_lead_to_few_computations()
    {
        using var api = new Node(servesJobs: true, null);
        await api.InitializeAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        var before = api.Scalar<long>("SELECT COUNT(*) FROM computations");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => RegisterAsync(api, $"E-{i}")));
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        (api.Scalar<long>("SELECT COUNT(*) FROM computations") - before).ShouldBeInRange(1, 100);
    }

    [SqliteFact]
    public async Task A_job_that_fails_is_tried_again_and_told_of()
    {
        using var api = new Node(servesJobs: true, null);
        await api.InitializeAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        using var operators = await api.ClientAsync("operator");

        api.Execute("ALTER TABLE run_reports RENAME TO run_reports_gone");
        await RegisterAsync(api, "E-1");
        await Eventually.HoldsAsync(async () => (await StateAsync(operators))["retrying"]!.GetValue<int>() == 1);
        var failure = (await StateAsync(operators))["failures"]!.AsArray().ShouldHaveSingleItem()!;
        failure["job"]!.GetValue<string>().ShouldBe("ComputeFigures(iris2)");
        failure["error"]!.GetValue<string>().ShouldBe("SqliteException");
        failure["triedAgainAt"].ShouldNotBeNull();

        api.Execute("ALTER TABLE run_reports_gone RENAME TO run_reports");
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        var state = await StateAsync(operators);
        state["failures"]!.AsArray().ShouldBeEmpty();
        state["behindTheRegister"]!.AsArray().ShouldBeEmpty();
        state["queues"]!.AsArray().Select(queue => queue!["length"]!.GetValue<int>()).Sum().ShouldBe(0);
        state["nodes"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task The_state_tells_what_the_last_nightly_check_found()
    {
        using var api = new Node(servesJobs: true, null);
        await api.InitializeAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        using var operators = await api.ClientAsync("operator");
        (await StateAsync(operators))["lastNightlyCheck"]!.AsArray().ShouldBeEmpty();

        // A figure is not what the register says.
        api.Execute("UPDATE attainment SET woman_denominator = woman_denominator + 1 WHERE position = 0");
        api.Services.GetRequiredService<IJobs>().CheckFigures("iris2");
        await Eventually.HoldsAsync(async () => (await StateAsync(operators))["lastNightlyCheck"]!.AsArray().Count == 1);
        var check = (await StateAsync(operators))["lastNightlyCheck"]![0]!;
        check["project"]!.GetValue<string>().ShouldBe("iris2");
        check["differences"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_job_engine_that_does_not_answer_stops_neither_the_node_nor_the_register()
    {
        using var api = new Node(servesJobs: true, null, isBroken: true);
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");
        await Should.ThrowAsync<InvalidOperationException>(api.SweepAsync());

        api.Storage!.IsBroken = false;
        await api.SweepAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        using var connection = api.Storage.GetConnection();
        connection.GetRecurringJobs().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_node_that_answers_leaves_the_work_to_one_that_does_jobs()
    {
        using var storage = new InMemoryStorage();
        using var web = new Node(servesJobs: false, null, storage: storage);
        await web.InitializeAsync();
        var batch = await BatchAsync(web, "E-1");
        web.Waiting().ShouldBe(2);

        using var worker = new Node(servesJobs: true, web, storage: storage);
        worker.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(web.Scalar<string>($"SELECT status FROM batches WHERE public_id = '{batch}'") == "completed"));
        await Eventually.HoldsAsync(() => Task.FromResult(web.Waiting() == 0));

        // Not by the sweeper, which comes every fifteen seconds: the worker is told.
        var second = await BatchAsync(web, "E-2");
        await Eventually.HoldsAsync(() => Task.FromResult(web.Scalar<string>($"SELECT status FROM batches WHERE public_id = '{second}'") == "completed"));
        web.Scalar<long>("SELECT COUNT(*) FROM enrollments").ShouldBe(2);
    }

    private static async Task RegisterAsync(ProjectApi api, string reference) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment(reference, ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);

    private static async Task<string> BatchAsync(ProjectApi api, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/batches")
        {
            Content = JsonContent.Create(
                new { records = new[] { TestData.With(TestData.Enrollment(reference, ("subproject", "vsb")), ("record", "enrollment")) } }),
            Headers = { { "Prefer", "respond-async" } },
        };
        return (await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();
    }

    private static async Task<JsonObject> StateAsync(HttpClient operators) =>
        await (await operators.GetAsync($"{ApiFactory.Base}/jobs-state")).ShouldBeAsync(HttpStatusCode.OK);

    /// <summary>A node of the service on a database of its own or on another's.</summary>
    private sealed class Node(bool servesJobs, Node? other, bool isBroken = false, InMemoryStorage? storage = null) : ProjectApi("iris2")
    {
        private readonly Node? _other = other;

        public BreakableStorage? Storage { get; } = isBroken ? new BreakableStorage { IsBroken = true } : null;

        public override string ConnectionString => _other?.ConnectionString ?? base.ConnectionString;

        protected override bool FiguresFollow => false;

        public void Start() => _ = Server;

        public Task SweepAsync() => (Services.GetService<Sweeper>() ?? ActivatorUtilities.CreateInstance<Sweeper>(Services)).SweepAsync(default);

        public long Waiting() => Services.GetRequiredService<IJobsState>().Read().Queues.Sum(queue => queue.Length);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", servesJobs ? "true" : "false");
            builder.ConfigureServices(services =>
            {
                if (storage is not null)
                {
                    services.Replace(ServiceDescriptor.Singleton<JobStorage>(storage));
                }

                if (Storage is not null)
                {
                    services.Replace(ServiceDescriptor.Singleton<JobStorage>(Storage));

                    // Far ahead of the machine's clock: no night comes.
                    services.Replace(ServiceDescriptor.Singleton(
                        new RecurringJobs(Storage, new StillClock { Now = new DateTimeOffset(2099, 1, 1, 12, 0, 0, TimeSpan.Zero) }, TimeZoneInfo.Utc)));
                }
            });
        }
    }

    /// <summary>Storage of a job engine that does not answer for a while.</summary>
    private sealed class BreakableStorage : JobStorage, IDisposable
    {
        private readonly InMemoryStorage _storage = new();

        public bool IsBroken { get; set; }

        public override IMonitoringApi GetMonitoringApi() => Answers()._storage.GetMonitoringApi();

        public override IStorageConnection GetConnection() => Answers()._storage.GetConnection();

        public void Dispose() => _storage.Dispose();

        private BreakableStorage Answers() => IsBroken ? throw new InvalidOperationException("The storage does not answer.") : this;
    }
}
