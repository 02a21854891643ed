using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OutcomeApi.Tests.Deploy;

/// <summary>The proxy of <c>deploy/nginx.conf</c>, in front of small nodes that note what reaches them.</summary>
public sealed class NginxTests
{
    [InstalledFact("nginx")]
    public async Task Nginx_understands_it()
    {
        using var proxy = new NginxProxy("127.0.0.1:5001", "127.0.0.1:5002");
        var good = await proxy.TryAsync();
        good.Code.ShouldBe(0, good.Said);
        good.Said.ShouldNotContain("[warn]", customMessage: good.Said.Replace("\"user\"", string.Empty, StringComparison.Ordinal));

        (await proxy.TryAsync(site => site.Replace("proxy_connect_timeout", "proxy_connection_timeout", StringComparison.Ordinal))).Code.ShouldNotBe(0);
    }

    [InstalledFact("nginx")]
    public async Task A_node_that_is_stopped_costs_no_request()
    {
        await using var first = await Node.StartAsync();
        await using var second = await Node.StartAsync();
        using var proxy = new NginxProxy(first.Name, second.Name);
        await proxy.StartAsync();
        using var client = proxy.Client();
        var answers = new ConcurrentBag<HttpStatusCode>();

        async Task AskAsync(int from, string method)
        {
            for (var i = from; i < from + 25; i++)
            {
                var path = $"/outcome-api/v1/projects/x/exits?i={i}";
                using var get = new HttpRequestMessage(HttpMethod.Get, path);
                using var write = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { i }) };
                answers.Add((await client.SendAsync(get)).StatusCode);
                answers.Add((await client.SendAsync(write)).StatusCode);
            }
        }

        await AskAsync(0, "POST");
        first.Seen.Count.ShouldBe(25);
        second.Seen.Count.ShouldBe(25);

        // Four senders, in the middle of which a node stops as a program does that is told to. Nothing of a POST is promised in that moment.
        var asking = Task.WhenAll(Enumerable.Range(1, 4).Select(sender => AskAsync(sender * 100, "PUT")));
        await Eventually.HoldsAsync(() => Task.FromResult(first.Seen.Count > 50));
        await first.StopAsync();
        await asking;
        await AskAsync(900, "POST");

        answers.Count.ShouldBe(300);
        answers.Where(answer => answer != HttpStatusCode.OK).ShouldBeEmpty();
        string[] seen = [.. first.Seen, .. second.Seen];
        seen.Distinct().Count().ShouldBe(300);
        seen.Where(one => one.StartsWith("POST", StringComparison.Ordinal)).GroupBy(one => one).Where(same => same.Count() > 1).ShouldBeEmpty();
        second.Seen.Count.ShouldBeGreaterThan(first.Seen.Count);
    }

    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    [InlineData("GET", true)]
    [InstalledTheory("nginx")]
    public async Task Only_what_can_be_repeated_is_repeated_when_a_node_breaks_off(string method, bool isRepeated)
    {
        await using var broken = await Node.StartAsync(http => http.Abort());
        await using var well = await Node.StartAsync();
        using var proxy = new NginxProxy(broken.Name, well.Name);
        await proxy.StartAsync();
        using var client = proxy.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), "/outcome-api/v1/projects/x/exits") { Content = new StringContent("{}") };
        var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadGateway);
        well.Seen.Count.ShouldBe(isRepeated ? 1 : 0);
    }

    [InstalledFact("nginx")]
    public async Task The_service_is_told_who_asks_and_callers_cannot_say_it()
    {
        var seen = new ConcurrentQueue<IHeaderDictionary>();
        await using var node = await Node.StartAsync(http => seen.Enqueue(new HeaderDictionary(http.Request.Headers.ToDictionary())));
        using var proxy = new NginxProxy(node.Name);
        await proxy.StartAsync();
        using var client = proxy.Client();
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "for=192.0.2.1"),
        })
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        (await client.GetAsync("/outcome-api/v1/api-info")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var headers = seen.ShouldHaveSingleItem();
        headers["X-Forwarded-For"].ToString().ShouldBe("127.0.0.1");
        headers["X-Forwarded-Proto"].ToString().ShouldBe("https");
        headers["X-Forwarded-Host"].ToString().ShouldBe(proxy.Address.Authority);
        headers.Host.ToString().ShouldBe(proxy.Address.Authority);
        headers.ShouldNotContainKey("Forwarded");
    }

    [InstalledFact("nginx")]
    public async Task What_is_for_operators_is_not_outside_and_nothing_goes_unencrypted()
    {
        await using var node = await Node.StartAsync();
        using var proxy = new NginxProxy(node.Name);
        await proxy.StartAsync();
        using var client = proxy.Client();
        string[] inside = ["/metrics", "/Metrics", "/metrics/", "/jobs", "/JOBS/recurring", "/%6Aobs", "/x/../jobs", "//health/ready", "/health/live"];
        foreach (var path in inside)
        {
            (await client.GetAsync(new Uri(proxy.Address.ToString().TrimEnd('/') + path))).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        node.Seen.ShouldBeEmpty();
        (await client.GetAsync("/outcome-api/v1/jobs-state")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/projekt/iris2")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var redirect = await client.GetAsync(new Uri(proxy.Unencrypted, "/projekt/iris2?x=1"));
        redirect.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        redirect.Headers.Location!.ToString().ShouldBe("https://localhost/projekt/iris2?x=1");
        node.Seen.Count.ShouldBe(2);

        // A path may hold somebody's reference.
        proxy.Log.ShouldContain("GET 200 to=" + node.Name);
        proxy.Log.ShouldNotContain("iris2");
    }

    [InstalledFact("nginx")]
    public async Task Bodies_are_let_through_up_to_the_limits_of_the_contract()
    {
        await using var node = await Node.StartAsync();
        using var proxy = new NginxProxy(node.Name);
        await proxy.StartAsync();
        using var client = proxy.Client();
        async Task<HttpStatusCode> SendAsync(string path, int bytes) => (await client.PostAsync(path, new ByteArrayContent(new byte[bytes]))).StatusCode;

        // What is a little too large is explained by the service.
        (await SendAsync("/outcome-api/v1/projects/iris2/exits", 1_500_000)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync("/outcome-api/v1/projects/iris2/exits", 3_000_000)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync("/outcome-api/v1/projects/iris2/batches", 50_500_000)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync("/projekt/iris2/arbete/filer", 50_500_000)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync("/outcome-api/v1/projects/iris2/batches", 55_000_000)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>What stands for a node: it reads what is sent, notes it, and answers.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private LoopbackServer _server = null!;

        public ConcurrentBag<string> Seen { get; } = [];

        /// <summary>Address and port.</summary>
        public string Name { get; private set; } = null!;

        public static async Task<Node> StartAsync(Action<HttpContext>? alsoDoes = null)
        {
            var node = new Node();
            node._server = await LoopbackServer.StartAsync(async http =>
            {
                if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                {
                    size.MaxRequestBodySize = null;
                }

                await http.Request.Body.CopyToAsync(Stream.Null);
                node.Seen.Add($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
                alsoDoes?.Invoke(http);
            });
            node.Name = new Uri(node._server.Address).Authority;
            return node;
        }

        public Task StopAsync() => _server.StopAsync();

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
