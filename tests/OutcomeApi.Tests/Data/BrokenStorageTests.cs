using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Data;

/// <summary>
/// A disk that is full, a file that cannot be written, a page that is broken: writes say so and can be sent again, figures are read, nothing acknowledged is
/// lost, and it goes on when the cause is gone.
/// </summary>
public sealed class BrokenStorageTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    [SmallDiskFact]
    public async Task A_full_disk_takes_no_write_and_loses_none_and_goes_on_when_there_is_room()
    {
        const string Project = ApiFactory.Base + "/projects/iris2";
        using var disk = new SmallDisk(megabytes: 64);
        var acknowledged = new List<string>();
        using (var service = await ServiceProcess.StartAsync(disk.Folder))
        {
            using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
            using var secretariat = await WithKeyAsync(new { name = "test", role = "secretariat", associations = new[] { "lund" } });
            (await administrator.PutAsJsonAsync(Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
            using var registrar = await WithKeyAsync(new { name = "test", role = "registrar", projects = new[] { "iris2" } });

            // This key is used for the first time when that cannot be noted.
            using var steeringGroup = await WithKeyAsync(new { name = "test", role = "steering-group", projects = new[] { "iris2" } });
            using var nobody = service.ClientWith("none");
            var refused = new List<string>();
            (await SendAsync("before")).ShouldBe(HttpStatusCode.Created);
            await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1");

            disk.Fill();
            for (var round = 0; refused.Count == 0; round++)
            {
                round.ShouldBeLessThan(1000, "the disk should be full by now");
                await Task.WhenAll(Enumerable.Range(0, 10).Select(i => SendAsync($"full-{round}-{i}")));
            }

            await Eventually.HoldsAsync(async () =>
            {
                var ready = await nobody.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable
                    && (await ready.Content.ReadAsStringAsync()) == """{"status":"Unhealthy","database":"disk-full"}""";
            });
            (await SendAsync("last")).ShouldBe(HttpStatusCode.InsufficientStorage);
            var figures = await (await steeringGroup.GetAsync($"{Project}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
            figures["items"]!.AsArray().ShouldNotBeEmpty();
            await (await secretariat.GetAsync($"{Project}/tertial-reports/2024-T2")).ShouldBeAsync(HttpStatusCode.OK);

            disk.MakeRoom();
            await Eventually.HoldsAsync(async () => (await nobody.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);

            // Nothing was saved of what was refused.
            foreach (var reference in refused.ToArray())
            {
                (await SendAsync(reference)).ShouldBe(HttpStatusCode.Created);
            }

            var stored = await (await registrar.GetAsync($"{Project}/enrollments?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
            stored["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(acknowledged.Count);
            foreach (var reference in acknowledged)
            {
                (await registrar.GetAsync($"{Project}/enrollments/{reference}")).StatusCode.ShouldBe(HttpStatusCode.OK, reference);
            }

            await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1");

            async Task<HttpClient> WithKeyAsync(object body) => service.ClientWith(
                (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!
                .GetValue<string>());

            async Task<HttpStatusCode> SendAsync(string reference)
            {
                var answer = await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment(reference, ("subproject", "vsb")));
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    await answer.ShouldBeProblemAsync(HttpStatusCode.InsufficientStorage, "disk-full");
                    answer.Headers.RetryAfter!.Delta.ShouldBe(Later);
                }

                lock (acknowledged)
                {
                    (answer.StatusCode == HttpStatusCode.Created ? acknowledged : refused).Add(reference);
                }

                return answer.StatusCode;
            }
        }

        await using var database = new SqliteConnection($"Data Source={Path.Combine(disk.Folder, "outcome-api.db")};Pooling=False");
        await database.OpenAsync();
        await using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        (await check.ExecuteScalarAsync()).ShouldBe("ok");
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_read_and_takes_writes_when_it_can()
    {
        using var api = new ReadOnlyApi();
        await api.InitializeAsync();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        using var nobody = api.ClientWith(null);

        api.IsReadOnly = true;
        await ShouldBeUnavailableAsync(await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-2")));

        // Who reads about people is written down, so nobody does.
        await ShouldBeUnavailableAsync(await api.Registrar.GetAsync($"{api.Address}/enrollments/E-1"));
        await (await api.SteeringGroup.GetAsync($"{api.Address}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
        (await (await nobody.GetAsync("/health/ready")).ShouldBeAsync(HttpStatusCode.ServiceUnavailable))["database"]!.GetValue<string>().ShouldBe("read-only");

        api.IsReadOnly = false;
        await (await nobody.GetAsync("/health/ready")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-2"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/E-1")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_broken_page_stops_what_needs_it_and_nothing_else()
    {
        using var api = new ReadOnlyApi();
        await api.InitializeAsync();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await api.AtRestAsync();
        api.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var page = api.Scalar<long>("SELECT rootpage FROM sqlite_schema WHERE name = 'steps'");

        var kept = Exchange(new byte[4096]);
        await ShouldBeUnavailableAsync(await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S-1", "E-1")));
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-2"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.SteeringGroup.GetAsync($"{api.Address}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);

        Exchange(kept);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S-1", "E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");

        byte[] Exchange(byte[] content)
        {
            var was = new byte[content.Length];
            using (var file = new FileStream(api.DatabaseFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                file.Position = (page - 1) * content.Length;
                file.ReadExactly(was);
                file.Position = (page - 1) * content.Length;
                file.Write(content);
            }

            // Whoever has the page in memory reads it again after a commit of somebody else.
            api.Execute("UPDATE readiness SET written_at = written_at");
            return was;
        }
    }

    private static async Task ShouldBeUnavailableAsync(HttpResponseMessage answer)
    {
        await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        answer.Headers.RetryAfter!.Delta.ShouldBe(Later);
    }

    private sealed class ReadOnlyApi() : ProjectApi("iris2")
    {
        public bool IsReadOnly { get; set; }

        protected override bool IsOnServer => false;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(_ => new ReadOnlyDialect(
                new SqliteDialect($"Data Source={DatabaseFile};Pooling=False"),
                new SqliteDialect($"Data Source={DatabaseFile};Pooling=False;Mode=ReadOnly"),
                () => IsReadOnly))));
        }
    }

    /// <summary>The embedded database with a file that can sometimes only be read.</summary>
    private sealed class ReadOnlyDialect(SqliteDialect inner, SqliteDialect reader, Func<bool> isReadOnly) : DialectAround(inner), IDisposable
    {
        public override Task<IWriteTransaction> BeginWriteAsync(
            Func<CancellationToken, Task<System.Data.Common.DbConnection>> open, bool isShort, CancellationToken ct) =>
            isReadOnly() ? reader.BeginWriteAsync(open, isShort, ct) : base.BeginWriteAsync(open, isShort, ct);

        public void Dispose()
        {
            inner.Dispose();
            reader.Dispose();
        }
    }
}
