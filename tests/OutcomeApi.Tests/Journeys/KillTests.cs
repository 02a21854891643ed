using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
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

    private static int? Setting(string name) =>
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
    private static async Task<long> ShouldHoldAsync(HttpClient reader, IReadOnlyList<SentRecord> records)
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

    private async Task ShouldBeSoundAsync(long versions)
    {
        (await TextAsync("PRAGMA integrity_check")).ShouldBe("ok");
        (await TextAsync("PRAGMA foreign_key_check")).ShouldBeEmpty();

        // Every version is in the history once and without a gap, and each is in the audit once.
        const string Records = "FROM record_history h WHERE h.kind IN ('enrollment', 'exit', 'step')";
        (await TextAsync($"SELECT COUNT(*) {Records}")).ShouldBe($"{versions}");
        (await TextAsync($"SELECT h.kind, h.record_key {Records} GROUP BY h.kind, h.record_key HAVING COUNT(*) <> MAX(h.version) OR MIN(h.version) <> 1"))
            .ShouldBeEmpty();
        (await TextAsync($"SELECT h.id {Records} AND (SELECT COUNT(*) FROM audit_events a WHERE a.change_id = h.id) <> 1")).ShouldBeEmpty();

        using var after = new Afterwards(DatabaseFile);
        await using var scope = after.Services.CreateAsyncScope();
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

        // All rows as lines.
        async Task<string> TextAsync(string sql)
        {
            await using var database = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            await using var rows = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await rows.ReadAsync())
            {
                lines.Add(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
            }

            return string.Join('\n', lines);
        }
    }

    /// <summary>The service on the file that the killed program has left. No jobs run.</summary>
    private sealed class Afterwards(string file) : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Database:ConnectionString", $"Data Source={file};Pooling=False");
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}

/// <summary>The service that runs at the moment, at whatever address.</summary>
internal sealed class CurrentService
{
    private volatile TaskCompletionSource<HttpClient> _client = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answers;

    /// <summary>A client of the service, as soon as it runs.</summary>
    public Task<HttpClient> ClientAsync() => _client.Task;

    /// <summary>Notes an answer.</summary>
    public void HasAnswered() => Interlocked.Increment(ref _answers);

    /// <summary>Waits until the service that runs has given so many answers.</summary>
    public async Task AnswersAsync(int count, Func<bool> isInVain)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Volatile.Read(ref _answers) < count && !isInVain())
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public void IsUp(HttpClient client)
    {
        Volatile.Write(ref _answers, 0);
        _client.SetResult(client);
    }

    public void IsDown() => _client = new TaskCompletionSource<HttpClient>(TaskCreationOptions.RunContinuationsAsynchronously);
}
