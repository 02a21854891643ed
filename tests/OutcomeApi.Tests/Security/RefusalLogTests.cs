using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace OutcomeApi.Tests.Security;

/// <summary>What the log says of those who were refused, and what it does not say.</summary>
public sealed class RefusalLogTests
{
    [Fact]
    public async Task Who_is_refused_is_logged_by_route_and_key_without_what_was_sent()
    {
        using var log = new KeptLog();
        using var api = new Logged(log);
        await api.InitializeAsync();
        var key = api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'");

        (await api.Registrar.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var nobody = api.ClientWith(null);
        (await nobody.GetAsync($"{api.Address}/enrollments/PLANTED")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var guessing = api.ClientWith("ok_PLANTED");
        (await guessing.GetAsync($"{api.Address}/enrollments/PLANTED")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/PLANTED")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        log.Lines.Where(line => line.Contains("refused", StringComparison.Ordinal)).ShouldBe(
        [
            $"Warning: GET /outcome-api/v1/api-keys/ refused with 403: key {key}",
            "Warning: GET /outcome-api/v1/projects/{project}/enrollments/{reference} refused with 401: no credential",
            "Warning: GET /outcome-api/v1/projects/{project}/enrollments/{reference} refused with 401: no valid credential",
        ]);
        log.Lines.ShouldNotContain(line => line.Contains("PLANTED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_real_program_says_when_in_utc_and_one_line_for_each_event()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-log-");
        try
        {
            using var service = await ServiceProcess.StartAsync(folder.FullName);
            using var client = service.ClientWith("ok_wrong");
            (await client.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            await Eventually.HoldsAsync(() => Task.FromResult(service.Output.Contains("refused", StringComparison.Ordinal)));
            service.Output.Split('\n').Single(line => line.Contains("refused", StringComparison.Ordinal))
                .ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: OutcomeApi\.Requests\[0\] GET /outcome-api/v1/projects/ refused with 401: no valid credential$");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Logged(KeptLog log) : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureLogging(logging => logging.AddProvider(log));
        }
    }
}
