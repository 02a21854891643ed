using System.Globalization;
using Dapper;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Audit;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Journeys;

/// <summary>
/// The program is killed at random moments while clients register, send again, correct and read. What it has acknowledged is there once, and what it has not
/// is whole or absent.
/// </summary>
/// <remarks><c>OUTCOMEAPI_TEST_KILLS</c> says how often it is killed, <c>OUTCOMEAPI_TEST_SEED</c> what chance decides.</remarks>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Senders = 6;

    /// <summary>How many answers it gives at most before it is killed.</summary>
    private const int MostAnswers = 100;

    private static readonly TimeSpan LongestAfter = TimeSpan.FromMilliseconds(30);

    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(2000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-kill-");

    private string DatabaseFile => Path.Combine(_folder.FullName, "outcome-api.db");

    [Fact]
    public async Task Killed_at_any_moment_it_keeps_what_it_has_acknowledged_and_doubles_nothing()
    {
        var kills = Setting("OUTCOMEAPI_TEST_KILLS") ?? 6;
        var seed = Setting("OUTCOMEAPI_TEST_SEED") ?? Random.Shared.Next();
        output.WriteLine($"OUTCOMEAPI_TEST_KILLS={kills} OUTCOMEAPI_TEST_SEED={seed}");
        var chance = new Random(seed);
        var current = new CurrentService();
        using var enough = new CancellationTokenSource();
        var service = await StartAsync();
        try
        {
            var key = await PrepareAsync(service);
            current.IsUp(service.ClientWith(key));
            var senders = Enumerable.Range(1, Senders).Select(number => new StubbornSender(current, number, new Random(seed + number))).ToArray();
            var working = senders.Select(sender => Task.Run(() => sender.WorkAsync(enough.Token))).ToArray();
            for (var killed = 0; killed < kills && !working.Any(sender => sender.IsCompleted); killed++)
            {
                await current.AnswersAsync(chance.Next(MostAnswers), () => working.Any(sender => sender.IsCompleted));
                await PassAsync(chance, LongestAfter);
                current.IsDown();
                service.Kill();
                service.Dispose();
                if (chance.Next(4) == 0)
                {
                    // And once more while it starts.
                    using var starting = ServiceProcess.Begin(_folder.FullName);
                    await PassAsync(chance, LongestStart);
                    starting.Kill();
                    killed++;
                }

                service = await StartAsync();
                current.IsUp(service.ClientWith(key));
            }

            await enough.CancelAsync();
            await Task.WhenAll(working);
            using var reader = service.ClientWith(key);
            await ApiFactory.UpToDateAsync(reader, "iris2", "limit=1");
            var records = senders.SelectMany(sender => sender.Records).ToArray();
            var answers = senders.Sum(sender => sender.Acknowledged);
            output.WriteLine($"{records.Length} records, {answers} acknowledged writes, {records.Count(record => record.Pending is not null)} in doubt");
            answers.ShouldBeGreaterThan(kills);
            var versions = await ShouldHoldAsync(reader, records);
            service.Kill();
            service.Dispose();
            await ShouldBeSoundAsync(versions);
        }
        finally
        {
            await enough.CancelAsync();
            service.Dispose();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private static async Task PassAsync(Random chance, TimeSpan longest)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + chance.Next((int)longest.TotalMilliseconds)));
        await timer.WaitForNextTickAsync();
    }

    private Task<ServiceProcess> StartAsync() =>
        ServiceProcess.StartAsync(_folder.FullName, ApiFactory.AdministratorKey, ("RateLimit__PerMinute", "10000000"));

    /// <summary>Registers IRIS 2; gives a registrar's key.</summary>
    private static async Task<string> PrepareAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync(StubbornSender.Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        return await KeyAsync(new { name = "test", role = "registrar", projects = new[] { "iris2" } });

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    /// <summary>Every record is stored once, as it was acknowledged, or as it was sent when nobody answered; there is nothing else.</summary>
    /// <returns>The number of versions of all records.</returns>
    internal static async Task<long> ShouldHoldAsync(HttpClient reader, IReadOnlyList<SentRecord> records)
    {
        var versions = 0L;
        var together = new Dictionary<string, bool>();
        foreach (var collection in StubbornSender.Collections)
        {
            var stored = new Dictionary<string, JsonObject>();
            for (var page = 1; page == 1 || stored.Count == (page - 1) * 500; page++)
            {
                var list = await (await reader.GetAsync($"{StubbornSender.Project}/{collection}?limit=500&page={page}")).ShouldBeAsync(HttpStatusCode.OK);
                foreach (var item in list["items"]!.AsArray().Select(item => item!.AsObject()))
                {
                    stored.TryAdd(SentRecord.KeyOf(collection, item), item).ShouldBeTrue($"twice: {item.ToJsonString()}");
                    versions += item["version"]!.GetValue<int>();
                }
            }

            foreach (var record in records.Where(record => record.Collection == collection))
            {
                stored.Remove(record.Key, out var found);
                record.Fits(found).ShouldBeTrue($"{record} is stored as {found?.ToJsonString() ?? "nothing"}");
                if (record.Together is { } batch)
                {
                    together.TryAdd(batch, found is not null);
                    together[batch].ShouldBe(found is not null, $"a part of the batch {batch}");
                }
            }

            stored.Keys.ShouldBeEmpty("nobody has sent them");
        }

        return versions;
    }

    /// <summary>Every version is in the history once, and in the audit; the figures are right, and the audit is whole.</summary>
    /// <param name="after">The service on the database, without jobs.</param>
    /// <param name="versions">The number of versions of all records.</param>
    internal static async Task ShouldBeSoundAsync(ApiFactory after, long versions)
    {
        await using var scope = after.Services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();

        // Every version is in the history once and without a gap, and each is in the audit once.
        const string Records = "FROM record_history h WHERE h.kind IN ('enrollment', 'exit', 'step')";
        (await CountAsync($"SELECT COUNT(*) {Records}")).ShouldBe(versions);
        (await CountAsync(
            $"""
            SELECT COUNT(*)
            FROM (SELECT h.record_key {Records} GROUP BY h.kind, h.record_key HAVING COUNT(*) <> MAX(h.version) OR MIN(h.version) <> 1) gaps
            """)).ShouldBe(0);
        (await CountAsync($"SELECT COUNT(*) {Records} AND NOT EXISTS (SELECT 1 FROM audit_events a WHERE a.change_id = h.id)")).ShouldBe(0);
        (await CountAsync("SELECT COUNT(*) FROM (SELECT change_id FROM audit_events GROUP BY change_id HAVING COUNT(change_id) > 1) twice")).ShouldBe(0);

        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        (await mediator.Send(new CheckProject("iris2"))).Value!.Differences.ShouldBe(0, "the figures are those of a computation from scratch");
        while (!(await mediator.Send(new SealAudit())).Value!.IsAll)
        {
            // A block holds a part of the events.
        }

        var audit = await mediator.Send(new VerifyAudit(null));
        audit.IsWhole.ShouldBeTrue();
        audit.Unsealed.ShouldBe(0);
        audit.Events.ShouldBeGreaterThanOrEqualTo(versions);

        Task<long> CountAsync(string sql) => session.ScalarAsync<long>(sql, null, CancellationToken.None);
    }

    private async Task ShouldBeSoundAsync(long versions)
    {
        using var after = new Afterwards(DatabaseFile);
        using (var database = after.OpenDatabase())
        {
            database.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
            database.Query("PRAGMA foreign_key_check").ShouldBeEmpty();
        }

        await ShouldBeSoundAsync(after, versions);
    }

    /// <summary>The service on the file that the killed program has left. No jobs run.</summary>
    private sealed class Afterwards(string file) : ApiFactory
    {
        public override string ConnectionString => $"Data Source={file};Pooling=False";

        protected override bool IsOnServer => false;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}

/// <summary>The service that runs at the moment, at whatever address. Of several nodes, clients take one after the other.</summary>
internal sealed class CurrentService
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, HttpClient> _running = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answers;
    private int _asked;

    /// <summary>A client of the service, as soon as it runs.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (_running.Count > 0)
                {
                    return _running.Values.ElementAt((int)((uint)_asked++ % _running.Count));
                }

                change = _change.Task;
            }

            await change;
        }
    }

    /// <summary>Notes an answer.</summary>
    public void HasAnswered() => Interlocked.Increment(ref _answers);

    /// <summary>Waits until the service has given so many more answers.</summary>
    public async Task AnswersAsync(int count, Func<bool> isInVain)
    {
        count += Volatile.Read(ref _answers);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Volatile.Read(ref _answers) < count && !isInVain())
        {
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Notes that a node runs.</summary>
    public void IsUp(HttpClient client, int node = 0)
    {
        lock (_lock)
        {
            _running[node] = client;
            _change.SetResult();
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Notes that a node does not run any more.</summary>
    public void IsDown(int node = 0)
    {
        lock (_lock)
        {
            _running.Remove(node);
        }
    }
}
