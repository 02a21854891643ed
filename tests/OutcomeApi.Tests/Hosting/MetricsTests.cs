using System.Globalization;
using System.Text.RegularExpressions;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Hosting;

/// <summary>Operators scrape the meters, in the text form of Prometheus: counts and times, and nothing about anybody.</summary>
public sealed partial class MetricsTests(MetricsTests.Api api) : IClassFixture<MetricsTests.Api>
{
    [SqliteFact]
    public async Task What_was_registered_is_counted_and_gauges_are_there()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("PLANTED-scraped"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/PLANTED-scraped")).ShouldBeAsync(HttpStatusCode.OK);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");

        var text = await ScrapeAsync();

        Value(text, """outcome_api_records{kind="enrollment",outcome="created"}""").ShouldBeGreaterThanOrEqualTo(1);
        Value(text, """outcome_api_jobs{state="failed"}""").ShouldBe(0);
        Value(text, "outcome_api_jobs_oldest").ShouldBeInRange(0, 60);
        Value(text, "outcome_api_jobs_nodes").ShouldBe(1);
        Value(text, "outcome_api_disk_free").ShouldBe(new DriveInfo(api.DatabaseFile).AvailableFreeSpace, tolerance: 1e9);
        text.ShouldContain("""http_route="/outcome-api/v1/projects/{project}/enrollments/{reference}",""");
        text.ShouldContain("outcome_api_computation_duration_count");
        text.ShouldNotContain("PLANTED");
    }

    [Fact]
    public async Task Figures_lag_as_long_as_something_is_in_none()
    {
        using var waiting = new NoJobs();
        await waiting.InitializeAsync();
        using var scraper = await OperatorAsync(waiting);
        await (await waiting.Registrar.PostAsJsonAsync($"{waiting.Address}/enrollments", TestData.Enrollment("E-lags"))).ShouldBeAsync(HttpStatusCode.Created);
        var first = Value(await ScrapeAsync(scraper), "outcome_api_figures_lag");
        await Eventually.HoldsAsync(async () => Value(await ScrapeAsync(scraper), "outcome_api_figures_lag") > first + 1);

        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        Value(await ScrapeAsync(), "outcome_api_figures_lag").ShouldBe(0);
    }

    [Fact]
    public async Task Every_meter_that_is_alarmed_on_is_served()
    {
        var served = MetricName().Matches(await ScrapeAsync()).Select(name => name.Value).ToHashSet();
        served.ShouldContain("outcome_api_writes_refused");
        served.ShouldContain("outcome_api_figures_lag");
        served.ShouldNotBeEmpty();
    }

    private Task<string> ScrapeAsync() => ScrapeAsync(api.Operator);

    private static async Task<string> ScrapeAsync(HttpClient scraper)
    {
        using var answer = await scraper.GetAsync(Metrics.Path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
        return await answer.Content.ReadAsStringAsync();
    }

    private static double Value(string text, string metric) => double.Parse(
        text.Split('\n').Single(line => line.StartsWith(metric + " ", StringComparison.Ordinal))[(metric.Length + 1)..], CultureInfo.InvariantCulture);

    private static async Task<HttpClient> OperatorAsync(ApiFactory api) => await api.ClientAsync("operator");

    [GeneratedRegex("(?m)^(?<=# TYPE )?[a-z_]+")]
    private static partial Regex MetricName();

    public sealed class Api() : ProjectApi("iris2")
    {
        public HttpClient Operator { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Operator = await OperatorAsync(this);
        }
    }

    /// <summary>A node that runs no jobs.</summary>
    private sealed class NoJobs() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
