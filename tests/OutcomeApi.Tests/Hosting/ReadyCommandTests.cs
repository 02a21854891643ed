using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Hosting;

/// <summary>Whoever watches a container asks the program itself, and is told what is waited for.</summary>
public sealed class ReadyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-ready-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(null, null, null, "http://localhost:5000/")]
    [InlineData("http://*:8080", null, null, "http://localhost:8080/")]
    [InlineData("http://+:8080/", "81", null, "http://localhost:8080/")]
    [InlineData("http://0.0.0.0:8080;https://*:8443", null, null, "http://localhost:8080/")]
    [InlineData("http://[::]:8080", null, null, "http://localhost:8080/")]
    [InlineData("https://127.0.0.1:8443", null, null, "https://127.0.0.1:8443/")]
    [InlineData(" http://node.example.se ; http://*:1", null, null, "http://node.example.se/")]
    [InlineData("", "8080;8081", "8443", "http://localhost:8080/")]
    [InlineData(null, null, "8443", "https://localhost:8443/")]
    public void The_address_is_the_first_that_is_served_at_as_it_is_reached_from_here(string? urls, string? ports, string? securePorts, string address) =>
        ReadyCommand.AddressOf(Configuration(("urls", urls), ("http_ports", ports), ("https_ports", securePorts))).ToString().ShouldBe(address);

    [Theory]
    [InlineData(null, null)]
    [InlineData("*", null)]
    [InlineData("register.example.se;localhost", null)]
    [InlineData("register.example.se", "register.example.se")]
    [InlineData("*.example.se;other.example.se", "health.example.se")]
    public void A_name_that_is_answered_is_asked_for(string? allowed, string? host) =>
        ReadyCommand.HostOf(Configuration(("AllowedHosts", allowed))).ShouldBe(host);

    [Theory]
    [InlineData(503, """{"status":"Unhealthy","start":"the start"}""", 1, "status: Unhealthy, start: the start")]
    [InlineData(503, """{"status":"Unhealthy","database":"disk-full"}""", 1, "status: Unhealthy, database: disk-full")]
    [InlineData(200, """{"status":"Healthy","database":"ok"}""", 0, "status: Healthy, database: ok")]
    [InlineData(502, "<html>", 1, "/health/ready answered 502.")]
    public async Task It_says_what_is_waited_for(int status, string answer, int code, string says)
    {
        await using var service = await LoopbackServer.StartAsync(http =>
        {
            http.Response.StatusCode = http.Request.Path == "/health/ready" ? status : 404;
            return http.Response.WriteAsync(answer);
        });

        var ready = await RunAsync(("urls", service.Address));

        ready.Code.ShouldBe(code);
        ready.Says.ShouldEndWith(says);
    }

    [Fact]
    public async Task Nobody_there_is_not_ready() =>
        (await RunAsync(("urls", "http://127.0.0.1:1"))).ShouldSatisfyAllConditions(
            ready => ready.Code.ShouldBe(1),
            ready => ready.Says.ShouldStartWith("http://127.0.0.1:1/health/ready does not answer: "));

    [Fact]
    public async Task The_program_asks_itself_also_where_only_its_outer_name_is_answered()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName, ApiFactory.AdministratorKey, ("AllowedHosts", "register.example.se"));
        var before = _folder.GetFileSystemInfos().Length;

        var ready = await ServiceProcess.RunAsync(
            _folder.FullName, ["ready"], ("ASPNETCORE_URLS", service.Address.ToString()), ("AllowedHosts", "register.example.se"));
        ready.Code.ShouldBe(0, ready.Output + ready.Errors);
        ready.Output.Trim().ShouldBe("status: Healthy, database: ok");

        // As the image is told, and with another name than the one that is answered.
        var port = service.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var other = await ServiceProcess.RunAsync(_folder.FullName, ["ready"], ("ASPNETCORE_HTTP_PORTS", port), ("AllowedHosts", "other.example.se"));
        other.Code.ShouldBe(1);
        other.Output.ShouldContain("answered 400.");
        _folder.GetFileSystemInfos().Length.ShouldBe(before);
    }

    private static async Task<(int Code, string Says)> RunAsync(params (string Name, string? Value)[] settings)
    {
        await using var output = new StringWriter();
        return (await ReadyCommand.RunAsync(Configuration(settings), output, CancellationToken.None), output.ToString().Trim());
    }

    private static IConfigurationRoot Configuration(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build();
}
