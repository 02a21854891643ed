using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Hosting;

/// <summary>What a load balancer asks: whether the program lives, and whether it can keep what it is sent.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_means_that_a_write_works()
    {
        using var api = new Iris2Api();
        using var nobody = api.ClientWith(null);
        (await (await nobody.GetAsync("/health/ready")).ShouldBeAsync(HttpStatusCode.OK)).ToJsonString().ShouldBe("""{"status":"Healthy","database":"ok"}""");
        var written = api.Scalar<string>("SELECT written_at FROM readiness");

        api.Execute("ALTER TABLE readiness RENAME TO readiness_gone");
        var answer = await nobody.GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["status"]!.GetValue<string>().ShouldBe("Unhealthy");
        (await nobody.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);

        api.Execute("ALTER TABLE readiness_gone RENAME TO readiness");
        (await nobody.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Scalar<string>("SELECT written_at FROM readiness").ShouldNotBe(written);
    }

    [Fact]
    public async Task Probes_are_outside_every_rate_limit()
    {
        using var api = new Limited();
        using var nobody = api.ClientWith(null);
        for (var i = 0; i < 10; i++)
        {
            foreach (var probe in new[] { "/health/live", "/health/ready" })
            {
                var answer = await nobody.GetAsync(probe);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                answer.Headers.Contains("RateLimit").ShouldBeFalse();
            }
        }

        (await nobody.GetAsync($"{ApiFactory.Base}/api-info")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nobody.GetAsync($"{ApiFactory.Base}/api-info")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_database_that_can_not_be_written_says_why()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-health-");
        try
        {
            var file = Path.Combine(folder.FullName, "x.db");
            using var dialect = new SqliteDialect($"Data Source={file}");
            dialect.WhyNotWritten(
                await FaultOfAsync($"Data Source={file}", "PRAGMA max_page_count = 2; CREATE TABLE a (b); INSERT INTO a SELECT randomblob(100000)"))
                .ShouldBe("disk-full");
            dialect.WhyNotWritten(await FaultOfAsync($"Data Source={file};Mode=ReadOnly", "CREATE TABLE c (d)")).ShouldBe("read-only");
            dialect.WhyNotWritten(await FaultOfAsync($"Data Source={folder.FullName}/nowhere/x.db", "CREATE TABLE c (d)")).ShouldBe("unreachable");
            var text = Path.Combine(folder.FullName, "text.db");
            await File.WriteAllTextAsync(text, new string('x', 5000));
            dialect.WhyNotWritten(await FaultOfAsync($"Data Source={text}", "CREATE TABLE c (d)")).ShouldBe("corrupted");
            dialect.WhyNotWritten(await FaultOfAsync($"Data Source={file}", "SELECT nothing FROM nowhere")).ShouldBeNull("a fault of the program");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SqliteException> FaultOfAsync(string connectionString, string sql) => await Should.ThrowAsync<SqliteException>(async () =>
    {
        await using var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        foreach (var registration in sql.Split(';'))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = registration;
            await command.ExecuteNonQueryAsync();
        }
    });

    private sealed class Limited : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("RateLimit:PerMinuteWithoutCredential", "1");
        }
    }
}
