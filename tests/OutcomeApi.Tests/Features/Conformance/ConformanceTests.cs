using OutcomeApi.Features.Conformance;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Features.Conformance;

/// <summary>The kit lets a good sender pass, and each bad one fails on exactly its own journey. The senders are programs of their own.</summary>
public sealed class ConformanceTests(SandboxHost host) : IClassFixture<SandboxHost>
{
    [Theory]
    [InlineData("good", null, null)]
    [InlineData("doubles", "re-send", "-E-2 version 1")]
    [InlineData("hammers", "refused-for-now", "Told to wait 1 s")]
    [InlineData("never-corrects", "correction", "lacks: exit")]
    [InlineData("mends-warnings", "late", "should not be there: exit")]
    [InlineData("one-by-one", "batch", "lacks: exit")]
    [InlineData("deletes", "withdrawal", "not voided")]
    [InlineData("registers-again", "erased", "should not be there: enrollment")]
    public async Task A_sender_fails_on_exactly_what_it_does_badly(string sender, string? journey, string? reason)
    {
        var (code, text) = await RunAsync(sender);

        var failed = Outcomes(text, "failed");
        failed.ShouldBe(journey is null ? [] : [journey], text);
        Outcomes(text, "passed").Length.ShouldBe(Journey.All.Count - failed.Length, text);
        code.ShouldBe(journey is null ? 0 : 1, text);
        if (journey is not null)
        {
            text.ShouldContain(reason!);
            text.ShouldContain($"docs/conformance.md: {Journey.All.Single(one => one.Name == journey).Guide}");
        }
    }

    [Fact]
    public async Task One_journey_is_run_alone()
    {
        var (code, text) = await RunAsync("one-by-one", options => options with { Journey = "correction" });

        code.ShouldBe(0, text);
        text.ShouldContain("1 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task A_sender_that_does_nothing_fails_wherever_something_is_to_be_done()
    {
        var (code, text) = await RunCommandAsync("true");

        code.ShouldBe(1, text);
        Outcomes(text, "passed").ShouldBe(["erased"], text);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        (await RunCommandAsync("/nowhere/at-all")).ShouldSatisfyAllConditions(
            said => said.Code.ShouldBe(2), said => said.Text.ShouldContain("cannot be started"));
        (await RunAsync("good", options => options with { Key = "ok_wrong" })).ShouldSatisfyAllConditions(
            said => said.Code.ShouldBe(2), said => said.Text.ShouldContain("was refused with 401"));
        (await RunAsync("good", options => options with { Project = "nowhere" })).ShouldSatisfyAllConditions(
            said => said.Code.ShouldBe(2), said => said.Text.ShouldContain("was refused with 404"));
        (await RunAsync("good", options => options with { Url = new Uri("http://127.0.0.1:1/") })).Code.ShouldBe(2);
        var unknown = await RunAsync("good", options => options with { Journey = "nothing" });
        unknown.Code.ShouldBe(2);
        unknown.Text.ShouldContain("refused-for-now");
    }

    [Fact]
    public async Task The_service_itself_has_no_sandbox_and_the_journeys_of_faults_are_skipped()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-no-sandbox-");
        using (var service = await ServiceProcess.StartAsync(folder.FullName))
        {
            using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
            (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/uppsala", ProjectFiles.Read("uppsala"))).EnsureSuccessStatusCode();
            var made = await administrator.PostAsJsonAsync(
                $"{ApiFactory.Base}/api-keys", new { name = "kit", role = "registrar", projects = new[] { "uppsala" } });
            var key = (await made.ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();

            var (code, text) = await RunCommandAsync("true", options => options with { Url = service.Address, Key = key, Project = null });

            code.ShouldBe(1, "a sender that does nothing fails the others");
            Outcomes(text, "skipped").ShouldBe(["re-send", "refused-for-now"], text);
            text.ShouldContain("no sandbox");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void The_guide_says_of_every_journey_what_the_kit_says()
    {
        var guide = Repository.Read("docs/conformance.md");
        Journey.All.Count.ShouldBe(7);
        Journey.All.ShouldAllBe(journey => guide.Contains($"| `{journey.Name}` | {journey.Guide} |"));
    }

    [Theory]
    [InlineData("--key", "ok_1")]
    [InlineData("--sender", "./send")]
    [InlineData("--key", "ok_1", "--sender", "./send", "--url", "ftp://x.example")]
    [InlineData("--key", "ok_1", "--sender", "./send", "--journy", "late")]
    [InlineData("--key", "ok_1", "--sender", "./send", "--journey", "lat")]
    public async Task Arguments_that_cannot_be_understood_are_refused(params string[] arguments)
    {
        using var output = new StringWriter();
        string[] url = arguments.Contains("--url") ? [] : ["--url", host.Url.ToString()];

        (await CommandLine.RunAsync(["conformance", .. url, .. arguments], output, output)).ShouldBe(2);

        output.ToString().Trim().ShouldNotBeEmpty();
    }

    private static string[] Outcomes(string text, string outcome) =>
    [
        .. text.Split('\n').Where(line => line.StartsWith(outcome + " ", StringComparison.Ordinal)).Select(line => line[outcome.Length..].Trim().Split(':')[0]),
    ];

    private Task<(int Code, string Text)> RunAsync(string sender, Func<ConformanceOptions, ConformanceOptions>? change = null) =>
        RunCommandAsync($"\"{ServiceProcess.Host}\" \"{Path.Combine(AppContext.BaseDirectory, "OutcomeApi.SampleSenders.dll")}\" {sender}", change);

    private async Task<(int Code, string Text)> RunCommandAsync(string command, Func<ConformanceOptions, ConformanceOptions>? change = null)
    {
        var options = new ConformanceOptions { Url = host.Url, Key = host.Key, Sender = command, Project = SandboxHost.Project };
        using var output = new StringWriter();
        return (await ConformanceCommand.RunAsync(change is null ? options : change(options), output), output.ToString());
    }
}
