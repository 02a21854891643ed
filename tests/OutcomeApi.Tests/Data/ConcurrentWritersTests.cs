using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Data;

/// <summary>
/// Writers of one project beside each other. Nobody loses anything, and whoever follows the changes sees each once and in order. On SQL Server, where several
/// write at the same moment, only those wait for each other who write about the same.
/// </summary>
public sealed class ConcurrentWritersTests(Databases databases) : IClassFixture<Databases>
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    private const string SelectPositions = "SELECT id FROM record_history WHERE project_id = 'iris2' AND kind = 'enrollment' ORDER BY id";

    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Nobody has waited for a lock who is answered within this time.</summary>
    private static readonly TimeSpan NoLock = TimeSpan.FromSeconds(10);

    private static readonly Caller Sender = new("writers", Role.Registrar, ["iris2"], []);

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_reader_who_follows_sees_every_change_once_and_in_order(string engine)
    {
        const int Writers = 6;
        const int Each = 8;
        await using var api = await StartAsync(engine);
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        var enrollments = Enumerable.Range(0, Writers).SelectMany(_ => Enumerable.Range(0, Each), (writer, number) => $"E-{writer}-{number}").ToArray();

        var writing = Task.WhenAll(enrollments.Chunk(Each).Select(some => Task.Run(() => RegisterAsync(registrar, some))));
        var followed = await FollowAsync(registrar, writing);
        await writing;

        followed.Select(change => change.Position).ShouldBe(followed.Select(change => change.Position).Distinct().Order());
        followed.Select(change => change.What).Order().ShouldBe(
            enrollments.SelectMany(e => new[] { $"enrollment {e} 1", $"exit {e} 1", $"exit {e} 2" }).Order());
        (await FollowAsync(registrar, Task.CompletedTask)).ShouldBe(followed);

        // The run that says that it is up to date has counted all of them.
        var answer = await ApiFactory.UpToDateAsync(
            registrar, "iris2", "goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial&gender=woman");
        answer["items"]!.AsArray().Single()!["rows"]!.AsArray().Single()!["denominator"]!.GetValue<int>().ShouldBe(Writers * Each);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task The_same_registration_many_times_at_once_has_one_effect(string engine)
    {
        await using var api = await StartAsync(engine);
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => PostAsync(registrar, "enrollments", TestData.Enrollment("E-1")))));

        answers.Select(answer => answer.StatusCode).Order().ShouldBe([.. Enumerable.Repeat(HttpStatusCode.OK, 11), HttpStatusCode.Created]);
        (await FollowAsync(registrar, Task.CompletedTask)).Select(change => change.What).ShouldBe(["enrollment E-1 1"]);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task New_projects_of_one_new_association_at_once_are_all_registered(string engine)
    {
        await using var api = await StartAsync(engine);
        using var administrator = api.Administrator();
        for (var round = 0; round < 3; round++)
        {
            var association = "new-" + round;
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() =>
            {
                var file = ProjectFiles.Read("fram");
                file["association"] = association;
                file["goals"] = new JsonObject();
                return administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/{association}-{number}", file);
            })));
            await Task.WhenAll(answers.Select(answer => answer.ShouldBeAsync(HttpStatusCode.Created)));
            (await administrator.GetAsync($"{ApiFactory.Base}/associations/{association}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [SqlServerFact]
    public async Task Writers_of_different_registrations_do_not_wait_for_each_other()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await using var open = await OpenWriter.BeginAsync(api);
        await open.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-open")));

        await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-other"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await PostAsync(registrar, "exits", TestData.Exit("E-other"))).ShouldBeAsync(HttpStatusCode.Created);

        // Who writes the same registration, or one that is checked against it, waits, and then finds what is there.
        var same = PostAsync(registrar, "enrollments", TestData.Enrollment("E-open"));
        var exit = PostAsync(registrar, "exits", TestData.Exit("E-open"));
        await ShouldWaitAsync(Task.WhenAny(same, exit));
        await open.CommitAsync();
        await (await same).ShouldBeAsync(HttpStatusCode.OK);
        await (await exit).ShouldBeAsync(HttpStatusCode.Created);
    }

    [SqlServerFact]
    public async Task A_batch_under_way_stops_neither_another_project_nor_a_read_that_is_audited()
    {
        await using var api = await StartAsync("sqlserver");
        await api.PutProjectAsync("fram");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        using var other = await api.ClientAsync("registrar", ["fram"]);
        await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-before"))).ShouldBeAsync(HttpStatusCode.Created);

        // It has the project alone, and has written records with their history and their events of the audit.
        await using var batch = await OpenWriter.BeginAsync(api);
        await batch.LockProjectAsync();
        await batch.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-1")));
        await batch.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-2")));

        var written = other.PostAsJsonAsync(
            $"{ApiFactory.Base}/projects/fram/referrals", new { reference = "R-1", gender = "woman", referredOn = "2024-01-15" });
        var read = registrar.GetAsync($"{Project}/enrollments/E-before");
        await (await written.WaitAsync(NoLock)).ShouldBeAsync(HttpStatusCode.Created);
        await (await read.WaitAsync(NoLock)).ShouldBeAsync(HttpStatusCode.OK);
        await batch.CommitAsync();
    }

    [SqlServerFact]
    public async Task An_enrollment_waits_for_its_referral_and_for_its_participant()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await using var open = await OpenWriter.BeginAsync(api);
        await open.SaveAsync(Read<Referral>(new JsonObject { ["reference"] = "R-1", ["gender"] = "woman", ["referredOn"] = "2024-01-15" }));
        await open.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-1", ("participant", "P-1"))));

        var referred = PostAsync(registrar, "enrollments", TestData.Enrollment("E-2", ("referralReference", "R-1")));
        var again = PostAsync(registrar, "enrollments", TestData.Enrollment("E-3", ("participant", "P-1")));
        await ShouldWaitAsync(Task.WhenAny(referred, again));
        await open.CommitAsync();

        await (await referred).ShouldBeAsync(HttpStatusCode.Created);
        var warned = await (await again).ShouldBeAsync(HttpStatusCode.Created);
        warned["warnings"]!.AsArray().Select(warning => warning!["code"]!.GetValue<string>()).ShouldContain("overlapping-enrollment");
    }

    [SqlServerFact]
    public async Task No_change_appears_before_one_that_was_seen()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await using var open = await OpenWriter.BeginAsync(api);
        await open.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-first")));
        await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-second"))).ShouldBeAsync(HttpStatusCode.Created);

        // The first number is given, and only the second is committed: whoever reads now waits for the first.
        var reading = FollowAsync(registrar, Task.CompletedTask);
        await ShouldWaitAsync(reading);
        await open.CommitAsync();
        (await reading).Select(change => change.What).ShouldBe(["enrollment E-first 1", "enrollment E-second 1"]);
    }

    [SqlServerFact]
    public async Task A_snapshot_holds_everything_up_to_its_newest_entry()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await using var open = await OpenWriter.BeginAsync(api);
        await open.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-first")));
        await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-second"))).ShouldBeAsync(HttpStatusCode.Created);

        await using var scope = api.Services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<DbSession>();
        var beginning = reader.SnapshotAsync("iris2", None);
        await ShouldWaitAsync(beginning);
        await open.CommitAsync();
        await using (await beginning)
        {
            // Others write while it is open, and it does not see them.
            await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-third"))).ShouldBeAsync(HttpStatusCode.Created);
            (await reader.QueryAsync<long>(SelectPositions, null, None)).Count.ShouldBe(2);
        }

        (await reader.QueryAsync<long>(SelectPositions, null, None)).Count.ShouldBe(3);
    }

    [SqlServerFact]
    public async Task A_change_of_the_project_waits_for_writers_and_they_for_it()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        using var administrator = api.Administrator();
        var file = ProjectFiles.Read("iris2");
        file["plannedPlaces"] = 77;

        await using (var open = await OpenWriter.BeginAsync(api))
        {
            await open.SaveAsync(Read<Enrollment>(TestData.Enrollment("E-1")));
            var put = administrator.PutAsync(Project, file, "\"1\"");
            await ShouldWaitAsync(put);
            await open.CommitAsync();
            await (await put).ShouldBeAsync(HttpStatusCode.OK);
        }

        // Checked against the project as it is when the lock is granted.
        await using var changing = await OpenWriter.BeginAsync(api);
        await changing.RenameSubprojectAsync("vsb", "vsb-new");
        var late = PostAsync(registrar, "enrollments", TestData.Enrollment("E-2", ("subproject", "vsb")));
        await ShouldWaitAsync(late);
        await changing.CommitAsync();
        await (await late).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
    }

    [SqlServerFact]
    public async Task A_record_that_goes_with_its_enrollment_is_not_brought_back_by_a_correction_that_waited()
    {
        await using var api = await StartAsync("sqlserver");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await (await PostAsync(registrar, "enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await PostAsync(registrar, "steps", TestData.Step("S-1", "E-1"))).ShouldBeAsync(HttpStatusCode.Created);

        await using var open = await OpenWriter.BeginAsync(api);
        var withdrawn = TestData.Enrollment("E-1", ("consentWithdrawnOn", "2024-05-01"));
        await open.SaveAsync(Read<Enrollment>(withdrawn), new Sending { PutTo = "E-1", IfMatch = new EntityTagCondition(new EntityTags(["\"1\""]), null) });
        var correction = registrar.PutAsync($"{Project}/steps/S-1", TestData.Step("S-1", "E-1", ("kind", "better-health")), "\"1\"");
        await ShouldWaitAsync(correction);
        await open.CommitAsync();

        await (await correction).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        (await FollowAsync(registrar, Task.CompletedTask)).Select(change => change.What).ShouldNotContain("step S-1 2");
    }

    private static T Read<T>(JsonObject body)
        where T : Registration => Content.Read<T>(body.ToJsonString());

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string collection, JsonObject body) =>
        client.PostAsJsonAsync($"{Project}/{collection}", body);

    /// <summary>Registers enrollments one after the other, each with an exit that is then corrected.</summary>
    private static async Task RegisterAsync(HttpClient registrar, string[] enrollments)
    {
        foreach (var enrollment in enrollments)
        {
            await (await PostAsync(registrar, "enrollments", TestData.Enrollment(enrollment, ("subproject", "vsb")))).ShouldBeAsync(HttpStatusCode.Created);
            await (await PostAsync(registrar, "exits", TestData.Exit(enrollment))).ShouldBeAsync(HttpStatusCode.Created);
            var corrected = TestData.Exit(enrollment, ("reason", "studies"), ("correction", "wrong-code"));
            await (await registrar.PutAsync($"{Project}/exits/{enrollment}", corrected, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        }
    }

    /// <summary>Reads the changes from the first one on, in small pages, until nobody writes any more and nothing is left.</summary>
    private static async Task<IReadOnlyList<(long Position, string What)>> FollowAsync(HttpClient reader, Task writing)
    {
        var seen = new List<(long, string)>();
        var next = $"{Project}/changes?since=0&limit=5";
        while (true)
        {
            var isOver = writing.IsCompleted;
            var page = await (await reader.GetAsync(next)).ShouldBeAsync(HttpStatusCode.OK);
            var items = page["items"]!.AsArray();
            seen.AddRange(items.Select(item => (item!["position"]!.GetValue<long>(), $"{item["record"]} {item["reference"]} {item["version"]}")));
            next = page["_links"]!["next"]!["href"]!.GetValue<string>();
            if (isOver && items.Count == 0)
            {
                return seen;
            }
        }
    }

    /// <summary>The task is not done a second later, although nothing but somebody's lock keeps it.</summary>
    private static async Task ShouldWaitAsync(Task task) =>
        await Should.ThrowAsync<TimeoutException>(task.WaitAsync(TimeSpan.FromSeconds(1)));

    private async Task<ApiFactory> StartAsync(string engine)
    {
        var api = engine == "sqlite" ? new ApiFactory() : new SqlServerApi(await databases.CreateOnServerAsync());
        await api.PutProjectAsync("iris2");
        return api;
    }

    /// <summary>A writer who has written everything and has not committed yet.</summary>
    private sealed class OpenWriter : IAsyncDisposable
    {
        private const string RenameSql = "UPDATE projects SET content = REPLACE(content, @Was, @Is), version = version + 1 WHERE id = 'iris2'";

        private readonly AsyncServiceScope _scope;
        private readonly DbSession _session;

        private OpenWriter(ApiFactory api)
        {
            _scope = api.Services.CreateAsyncScope();
            _session = _scope.ServiceProvider.GetRequiredService<DbSession>();
        }

        public static async Task<OpenWriter> BeginAsync(ApiFactory api)
        {
            var writer = new OpenWriter(api);
            await writer._session.BeginWriteAsync(None);
            return writer;
        }

        public async Task SaveAsync<T>(T registration, Sending? sending = null)
            where T : Registration, new()
        {
            var request = new SaveRecord<T>(Sender, "iris2", registration, [], sending ?? new Sending());
            (await _scope.ServiceProvider.GetRequiredService<RecordSaver<T>>().SaveAsync(request, None)).Faults.ShouldBeEmpty();
        }

        public Task LockProjectAsync() => _session.LockProjectAsync("iris2", None);

        public async Task RenameSubprojectAsync(string was, string becomes)
        {
            await LockProjectAsync();
            (await _session.ExecuteAsync(RenameSql, new { Was = $"\"{was}\"", Is = $"\"{becomes}\"" }, None)).ShouldBe(1);
        }

        public Task CommitAsync() => _session.CommitAsync(None);

        public ValueTask DisposeAsync() => _scope.DisposeAsync();
    }
}
