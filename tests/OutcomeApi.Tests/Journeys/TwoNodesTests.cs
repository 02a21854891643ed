using System.Diagnostics;
using Dapper;
using Microsoft.Data.SqlClient;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Journeys;

/// <summary>
/// Two nodes on one SQL Server, as two programs behind a load balancer: whoever is asked, whoever dies, nothing is lost and nothing is there twice.
/// </summary>
/// <remarks><c>OUTCOMEAPI_TEST_ANSWERS</c> says how many answers are given between two events, <c>OUTCOMEAPI_TEST_SEED</c> what chance decides.</remarks>
public sealed class TwoNodesTests(Databases databases, ITestOutputHelper output) : IClassFixture<Databases>
{
    private const string Project = StubbornSender.Project;

    /// <summary>The work of a dead node is done by another one within this time.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How long a node may go by what it has read before.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private static readonly int Answers = KillTests.Setting("OUTCOMEAPI_TEST_ANSWERS") ?? 100;

    [SqlServerFact]
    public async Task Nodes_that_are_killed_and_started_again_lose_nothing_and_double_nothing()
    {
        using var nodes = await TwoNodes.BeginAsync(await databases.CreateOnServerAsync());
        using var load = BeginLoad(nodes);
        foreach (var node in new[] { 0, 1 })
        {
            await load.AnswersAsync(Answers);
            nodes.Kill(node);
            await load.AnswersAsync(Answers);
            await nodes.StartAsync(node);
        }

        await load.AnswersAsync(Answers);
        await ShouldEndWellAsync(nodes, load);
    }

    [SqlServerFact]
    public async Task What_a_dead_node_was_about_to_do_another_one_does_within_a_minute_and_once()
    {
        const int Records = 2000;
        using var nodes = await TwoNodes.BeginAsync(await databases.CreateOnServerAsync());
        using (var reader = nodes.ClientOf(0, nodes.Key))
        {
            await ApiFactory.UpToDateAsync(reader, "iris2", "limit=1", seconds: 60);
        }

        // Nobody writes the project or begins to compute it: what has begun stays under way until the node is dead.
        await using var holder = new SqlConnection(nodes.ConnectionString);
        await HoldAsync(holder, "project:iris2", "history:iris2");
        using var sender = nodes[0].SenderWith(nodes.Key);
        var batch = await sender.SendBatchAsync("iris2", Enumerable.Range(0, Records).Select(i => Sent.Person("B-" + i)).ToAsyncEnumerable());
        batch.IsDone.ShouldBeFalse();
        var victim = await NodeThatDoesAsync(nodes, batch.Id);
        var survivor = 1 - victim;

        // One of both nodes takes a computation. They are asked for until the same has one.
        using var secretariat = nodes.ClientOf(survivor, nodes.SecretariatKey);
        var computations = new List<string>();
        do
        {
            computations.Count.ShouldBeLessThan(10, "the node that works through the batch takes no other job");
            var asked = await secretariat.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" });
            computations.Add((await asked.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>());
        }
        while (await NodeThatDoesAsync(nodes, computations[^1]) != victim);

        nodes.Kill(victim);
        var killed = Stopwatch.GetTimestamp();
        await holder.CloseAsync();
        SqlConnection.ClearPool(holder);

        using var other = nodes[survivor].SenderWith(nodes.Key);
        var done = await other.WaitForBatchAsync("iris2", batch.Id).WaitAsync(Minute);
        (done.Status, done.Created, done.Unchanged, done.Corrected, done.Rejected).ShouldBe(("completed", Records, 0, 0, 0));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        foreach (var computation in computations)
        {
            while ((await secretariat.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/computations/{computation}"))!["status"]!.GetValue<string>()
                != "completed")
            {
                Stopwatch.GetElapsedTime(killed).ShouldBeLessThan(Minute);
                await timer.WaitForNextTickAsync();
            }
        }

        output.WriteLine($"done {Stopwatch.GetElapsedTime(killed).TotalSeconds:0} s after the kill; {computations.Count} computations");
        using (var reader = nodes.ClientOf(survivor, nodes.Key))
        {
            await ApiFactory.UpToDateAsync(reader, "iris2", "limit=1", seconds: 60);
        }

        await using var database = new SqlConnection(nodes.ConnectionString);
        (await database.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM enrollments")).ShouldBe(Records);
        (await database.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM computations WHERE reason = 'requested' AND status = 'completed'"))
            .ShouldBe(computations.Count);
        nodes.Kill(survivor);
        await using var after = new SqlServerApi(nodes.ConnectionString, runsJobs: false);
        await KillTests.ShouldBeSoundAsync(after, Records);
    }

    [SqlServerFact]
    public async Task What_changes_on_one_node_shows_on_the_other_within_five_seconds()
    {
        using var nodes = await TwoNodes.BeginAsync(await databases.CreateOnServerAsync());
        using var administrator = nodes.ClientOf(0, ApiFactory.AdministratorKey);
        using var secretariat = nodes.ClientOf(0, nodes.SecretariatKey);
        using var registrar = nodes.ClientOf(0, nodes.Key);
        using var onOther = nodes.ClientOf(1, nodes.Key);

        // A key.
        var made = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "gone soon", role = "registrar", projects = new[] { "iris2" } })).ShouldBeAsync(HttpStatusCode.Created);
        using var gone = nodes.ClientOf(1, made["key"]!.GetValue<string>());
        (await gone.GetAsync($"{Project}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{made["id"]}")).IsSuccessStatusCode.ShouldBeTrue();
        await ShouldShowAsync(async () => (await gone.GetAsync($"{Project}/enrollments")).StatusCode == HttpStatusCode.Unauthorized);

        // The project: what is read of it, and what registrations are checked against.
        (await onOther.GetFromJsonAsync<JsonObject>(Project))!["plannedPlaces"]?.GetValue<int>().ShouldNotBe(77);
        await (await onOther.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-0", ("subproject", "new")))).ShouldBeProblemAsync(
            HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
        var file = ProjectFiles.Read("iris2");
        file["plannedPlaces"] = 77;
        file["subprojects"]!.AsArray().Add(new JsonObject { ["id"] = "new", ["name"] = new JsonObject { ["sv"] = "Ny", ["en"] = "New" } });
        await (await administrator.PutAsync(Project, file, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await ShouldShowAsync(async () => (await onOther.GetFromJsonAsync<JsonObject>(Project))!["plannedPlaces"]?.GetValue<int>() == 77);
        await ShouldShowAsync(async () =>
            (await onOther.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-0", ("subproject", "new")))).StatusCode == HttpStatusCode.Created);

        // A goal.
        const string Goal = Project + "/goals/iris2.work-or-studies";
        var goal = await onOther.GetAsync(Goal);
        var definition = (await goal.ShouldBeAsync(HttpStatusCode.OK))["definition"]!.DeepClone().AsObject();
        definition["validFrom"] = "2025-01-01";
        definition["targets"] = new JsonArray(new JsonObject { ["atLeast"] = "25%" });
        await (await secretariat.PutAsync(Goal, definition, goal.Headers.ETag!.Tag)).ShouldBeAsync(HttpStatusCode.OK);
        await ShouldShowAsync(async () => (await (await onOther.GetAsync(Goal)).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>() == 2);

        // A list is read on from the other node: the same run, the next of the same records.
        await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1", seconds: 60);
        var first = await (await registrar.GetAsync($"{Project}/attainment?limit=7")).ShouldBeAsync(HttpStatusCode.OK);
        var second = await (await onOther.GetAsync(PathOf(first["_links"]!["next"]!))).ShouldBeAsync(HttpStatusCode.OK);
        second["computation"]!.GetValue<string>().ShouldBe(first["computation"]!.GetValue<string>());
        second["_meta"]!["page"]!.GetValue<int>().ShouldBe(2);
        var both = await (await registrar.GetAsync($"{Project}/attainment?limit=14")).ShouldBeAsync(HttpStatusCode.OK);
        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => item!.ToJsonString())
            .ShouldBe(both["items"]!.AsArray().Select(item => item!.ToJsonString()));
    }

    [SqlServerFact]
    public async Task The_same_request_on_both_nodes_at_once_has_one_effect()
    {
        using var nodes = await TwoNodes.BeginAsync(await databases.CreateOnServerAsync());
        using var one = nodes.ClientOf(0, nodes.Key);
        using var other = nodes.ClientOf(1, nodes.Key);
        HttpClient[] clients = [one, other];
        for (var i = 0; i < 10; i++)
        {
            var body = TestData.Enrollment("E-" + i, ("subproject", "vsb"));
            var answers = await Task.WhenAll(clients.Select(client => SendAsync(client, body, "key-" + i)));
            answers.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.Created, HttpStatusCode.Created], "the same request is answered the same");
            var bodies = await Task.WhenAll(answers.Select(answer => answer.ShouldBeAsync(HttpStatusCode.Created)));
            bodies.ShouldAllBe(stored => stored["version"]!.GetValue<int>() == 1);
        }

        // The same key for other requests: one of them has it.
        var different = await Task.WhenAll(
            SendAsync(one, TestData.Enrollment("O-1", ("subproject", "vsb")), "other"),
            SendAsync(other, TestData.Enrollment("O-2", ("subproject", "vsb")), "other"));
        different.Select(answer => answer.StatusCode).Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity]);

        // Two new projects of one new association.
        var administrators = new[] { nodes.ClientOf(0, ApiFactory.AdministratorKey), nodes.ClientOf(1, ApiFactory.AdministratorKey) };
        for (var i = 0; i < 5; i++)
        {
            var association = "new-" + i;
            var puts = await Task.WhenAll(administrators.Select((client, number) =>
            {
                var file = ProjectFiles.Read("fram");
                (file["association"], file["goals"]) = (association, new JsonObject());
                return client.PutAsJsonAsync($"{ApiFactory.Base}/projects/{association}-{number}", file);
            }));
            await Task.WhenAll(puts.Select(answer => answer.ShouldBeAsync(HttpStatusCode.Created)));
        }

        await using var database = new SqlConnection(nodes.ConnectionString);
        (await database.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM record_history WHERE project_id = 'iris2' AND kind = 'enrollment'")).ShouldBe(11);
        (await database.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM associations WHERE id LIKE 'new-%'")).ShouldBe(5);
    }

    [UpgradeFact]
    public async Task Nodes_are_upgraded_one_after_the_other_while_they_are_worked_with()
    {
        using var nodes = await TwoNodes.BeginAsync(await databases.CreateOnServerAsync(), OldBuild.Program);
        using var load = BeginLoad(nodes);
        await load.AnswersAsync(Answers);
        await nodes.MigrateAsync();

        // The old program goes on until it is replaced. All answers to senders are 2xx, or they had stopped.
        await load.AnswersAsync(Answers);
        foreach (var node in new[] { 0, 1 })
        {
            await nodes.StopAsync(node);
            await load.AnswersAsync(Answers);
            await nodes.StartAsync(node);
            await load.AnswersAsync(Answers);
        }

        await ShouldEndWellAsync(nodes, load);
    }

    private Load BeginLoad(TwoNodes nodes)
    {
        var seed = KillTests.Setting("OUTCOMEAPI_TEST_SEED") ?? Random.Shared.Next();
        output.WriteLine($"OUTCOMEAPI_TEST_ANSWERS={Answers} OUTCOMEAPI_TEST_SEED={seed}");
        return Load.Begin(nodes, seed);
    }

    /// <summary>Everything is there once, the figures are those of a computation from scratch, and the audit is whole.</summary>
    private async Task ShouldEndWellAsync(TwoNodes nodes, Load load)
    {
        var (versions, acknowledged, inDoubt) = await load.EndAsync();
        output.WriteLine($"{versions} versions, {acknowledged} acknowledged writes, {inDoubt} records in doubt");
        acknowledged.ShouldBeGreaterThan(Answers);
        using (var reader = nodes.ClientOf(0, nodes.Key))
        {
            await ApiFactory.UpToDateAsync(reader, "iris2", "limit=1", seconds: 60);
        }

        nodes.Kill(0);
        nodes.Kill(1);
        await using (var after = new SqlServerApi(nodes.ConnectionString, runsJobs: false))
        {
            await KillTests.ShouldBeSoundAsync(after, versions);
        }

        var (code, said, errors) = await nodes.RunAsync("verify-audit");
        code.ShouldBe(0, said + errors);
        said.ShouldContain("The audit is whole.");
    }

    /// <summary>Whatever is asked more than five seconds after the change was answered shows it.</summary>
    private static async Task ShouldShowAsync(Func<Task<bool>> shows)
    {
        var changed = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var asked = Stopwatch.GetElapsedTime(changed);
            if (await shows())
            {
                return;
            }

            asked.ShouldBeLessThan(Remembered);
            await timer.WaitForNextTickAsync();
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, JsonObject body, string key) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{Project}/enrollments") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } });

    private static string PathOf(JsonNode link) => new Uri(link["href"]!.GetValue<string>()).PathAndQuery;

    /// <summary>Holds resources as a writer or a reader would who needs them for himself.</summary>
    private static async Task HoldAsync(SqlConnection connection, params string[] resources)
    {
        await connection.OpenAsync();
        foreach (var resource in resources)
        {
            (await connection.ExecuteScalarAsync<int>(
                """
                DECLARE @Outcome int;
                EXEC @Outcome = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 20000;
                SELECT @Outcome;
                """,
                new { resource })).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    /// <summary>Waits until a node has begun a job, and says which. The job engine notes the process.</summary>
    private static async Task<int> NodeThatDoesAsync(TwoNodes nodes, string argument)
    {
        const string SelectSql =
            """
            SELECT s.Data
            FROM HangFire.Job j
            JOIN HangFire.State s ON s.JobId = j.Id
            WHERE s.Name = 'Processing' AND j.Arguments LIKE @Argument
            """;
        await using var database = new SqlConnection(nodes.ConnectionString);
        string? said = null;
        await Eventually.HoldsAsync(async () =>
            (said = await database.QueryFirstOrDefaultAsync<string>(SelectSql, new { Argument = $"%{argument}%" })) is not null);
        return said!.Contains($":{nodes[0].Id}:", StringComparison.Ordinal) ? 0 : 1;
    }
}
