using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Demo;

/// <summary>The demo as somebody sees it who has just started it: progress, then links to click and a call to paste, which work.</summary>
public sealed partial class DemoStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-demo-");
    private readonly ConcurrentQueue<string> _lines = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_shows_its_progress_and_ends_with_links_and_a_call_that_work()
    {
        string address;
        await using (var free = await LoopbackServer.StartAsync(_ => Task.CompletedTask))
        {
            address = free.Address;
        }

        using var demo = Start(address);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        try
        {
            // It listens at once, and says how far it is until everything is there.
            await PrintedAsync(demo, line => line.Contains("is being prepared", StringComparison.Ordinal));
            var ready = await (await http.GetAsync("/health/ready")).ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
            ready["start"]!.GetValue<string>().ShouldNotBeEmpty();
            var page = await http.GetAsync("/");
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.Headers.RetryAfter.ShouldNotBeNull();
            (await page.Content.ReadAsStringAsync()).ShouldContain("The demonstration is being prepared.");

            // A second one in the same folder leaves this one alone.
            using (var second = Start("http://127.0.0.1:0", keepsLines: false))
            {
                await second.WaitForExitAsync(Patience());
                second.ExitCode.ShouldBe(2);
            }

            await PrintedAsync(demo, line => line.StartsWith("Documentation", StringComparison.Ordinal));
            await Eventually.HoldsAsync(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);
            _lines.Count(line => Progress().IsMatch(line)).ShouldBe(10);

            var links = _lines.Select(line => Link().Match(line)).Where(link => link.Success)
                .ToDictionary(link => link.Groups["role"].Value, link => link.Groups["path"].Value);
            links.Keys.Order().ShouldBe(["administrator", "operator", "referrer", "registrar", "secretariat", "steering-group"]);
            foreach (var (role, link) in links)
            {
                var signedIn = await http.GetAsync(link);
                signedIn.StatusCode.ShouldBe(HttpStatusCode.Found, role);
                using var request = new HttpRequestMessage(HttpMethod.Get, signedIn.Headers.Location);
                request.Headers.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
                (await http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK, $"{role} {signedIn.Headers.Location}");
                (await http.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Gone, "a link works once");
            }

            using var curl = Process.Start(new ProcessStartInfo("bash", ["-c", _lines.Single(line => line.StartsWith("  curl", StringComparison.Ordinal))])
            {
                RedirectStandardOutput = true,
            })!;
            var answer = JsonNode.Parse(await curl.StandardOutput.ReadToEndAsync())!;
            answer["items"]!.AsArray().ShouldNotBeEmpty();
            await HasTheExamplesAsync(http);
        }
        finally
        {
            demo.Kill();
            await demo.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task It_can_be_stopped_while_it_prepares_itself()
    {
        using var demo = Start("http://127.0.0.1:0");
        await PrintedAsync(demo, line => line.Contains("is being prepared", StringComparison.Ordinal));

        using var kill = Process.Start("kill", ["-TERM", demo.Id.ToString(CultureInfo.InvariantCulture)]);
        await demo.WaitForExitAsync(Patience());

        demo.ExitCode.ShouldBe(0);
        _lines.ShouldNotContain(line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    /// <summary>What the contract shows can be looked up, and sent again.</summary>
    private async Task HasTheExamplesAsync(HttpClient http)
    {
        var key = _lines.Select(line => RegistrarsKey().Match(line)).Single(match => match.Success).Groups["key"].Value;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var contract = (await http.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/openapi.json"))!;
        string[] kinds =
        [
            "referrals", "enrollments", "exits", "follow-ups", "steps", "placements", "job-offers", "self-assessments", "fidelity-reviews", "reported-figures",
        ];
        foreach (var kind in kinds)
        {
            var body = contract["paths"]![$"/projects/{{project}}/{kind}"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;
            using var again = await http.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/{kind}", body);
            again.StatusCode.ShouldBe(HttpStatusCode.OK, kind);
        }
    }

    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    private Process Start(string address, bool keepsLines = true)
    {
        var start = ServiceProcess.ToStart("OutcomeApi.Demo.dll", _folder.FullName);
        start.Environment["ASPNETCORE_URLS"] = address;
        var demo = new Process { StartInfo = start };
        demo.OutputDataReceived += (_, line) => Keep(line.Data);
        demo.ErrorDataReceived += (_, line) => Keep(line.Data);
        demo.Start();
        demo.BeginOutputReadLine();
        demo.BeginErrorReadLine();
        return demo;

        void Keep(string? line)
        {
            if (keepsLines && line is not null)
            {
                _lines.Enqueue(line);
            }
        }
    }

    private async Task PrintedAsync(Process demo, Func<string, bool> line)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var patience = Patience();
        while (!_lines.Any(line))
        {
            demo.HasExited.ShouldBeFalse(string.Join('\n', _lines));
            await timer.WaitForNextTickAsync(patience);
        }
    }

    [GeneratedRegex("^ +registrar +(?<key>ok_[A-Za-z0-9_-]{43})$")]
    private static partial Regex RegistrarsKey();

    [GeneratedRegex(@"^  \d+ of \d+ records registered$")]
    private static partial Regex Progress();

    [GeneratedRegex("^  (?<role>[a-z-]+) +http://[^/]+(?<path>/demo/[A-Za-z0-9_-]+)$")]
    private static partial Regex Link();
}
