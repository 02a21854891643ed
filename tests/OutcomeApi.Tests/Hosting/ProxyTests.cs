namespace OutcomeApi.Tests.Hosting;

/// <summary>What proxies say of the caller is believed of those that are named, and of nobody else.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-proxy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.5, 127.0.0.0/8", true)]
    [InlineData("10.0.0.5, 10.1.0.0/16", false)]
    [InlineData(null, false)]
    public async Task Links_and_limits_follow_a_known_proxy(string? known, bool isBelieved)
    {
        using var service = await ServiceProcess.StartAsync(
            _folder.FullName, ApiFactory.AdministratorKey, ("Proxy__Known", known ?? string.Empty), ("RateLimit__PerMinuteWithoutCredential", "2"));
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        administrator.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        administrator.DefaultRequestHeaders.Add("X-Forwarded-Host", "register.example.se");

        var list = await (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).ShouldBeAsync(HttpStatusCode.OK);
        list["_links"]!["self"]!["href"]!.GetValue<string>()
            .ShouldStartWith(isBelieved ? "https://register.example.se" + ApiFactory.Base : service.Address.ToString().TrimEnd('/') + ApiFactory.Base);

        // Three callers with wrong keys, each of an address of its own by what the proxy says.
        var answers = new List<HttpStatusCode>();
        for (var i = 1; i <= 3; i++)
        {
            using var guesser = service.ClientWith("ok_wrong");
            guesser.DefaultRequestHeaders.Add("X-Forwarded-For", $"192.0.2.{i}");
            answers.Add((await guesser.GetAsync($"{ApiFactory.Base}/projects")).StatusCode);
        }

        answers[2].ShouldBe(isBelieved ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_name_that_is_no_address_stops_the_start_and_is_named()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => ServiceProcess.StartAsync(_folder.FullName, ApiFactory.AdministratorKey, ("Proxy__Known", "10.0.0.5, the-proxy")));

        refused.Message.ShouldContain("Proxy__Known: the-proxy is neither an address nor a network");
    }
}
