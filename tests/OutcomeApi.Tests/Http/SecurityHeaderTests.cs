using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using OutcomeApi.Http;

namespace OutcomeApi.Tests.Http;

/// <summary>What browsers are told.</summary>
public sealed partial class SecurityHeaderTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Theory]
    [InlineData("/outcome-api/v1/api-info", HttpStatusCode.OK)]
    [InlineData("/outcome-api/v1/openapi.json", HttpStatusCode.OK)]
    [InlineData("/outcome-api/v1/projects", HttpStatusCode.Unauthorized)]
    [InlineData("/outcome-api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task Data_loads_nothing_and_stands_in_no_frame(string address, HttpStatusCode status)
    {
        using var anybody = api.ClientWith(null);
        var answer = await anybody.GetAsync(address);
        answer.StatusCode.ShouldBe(status);
        Header(answer, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "X-Frame-Options").ShouldBe("DENY");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
        Header(answer, "Cache-Control").ShouldNotBeNull().ShouldContain("no-store");
        Header(answer, "Server").ShouldBeNull();
        Header(answer, "X-Powered-By").ShouldBeNull();
        Header(answer, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task The_documentation_has_no_script_but_its_own_files()
    {
        using var anybody = api.ClientWith(null);
        var page = await anybody.GetAsync("/docs/index.html");
        var policy = Header(page, "Content-Security-Policy")!;
        policy.ShouldBe(SecurityHeaders.ForDocumentation);
        policy.ShouldContain("script-src 'self';");
        var html = await page.Content.ReadAsStringAsync();
        Script().Count(html).ShouldBeGreaterThan(0);
        Script().Matches(html).Where(script =>
            !(script.Value.Contains(" src=\"", StringComparison.Ordinal) || script.Value.Contains(" src='", StringComparison.Ordinal))
            || script.Value.Contains("//", StringComparison.Ordinal)).ShouldBeEmpty();
        html.ShouldNotContain("javascript:");
    }

    [Fact]
    public async Task Browsers_stay_with_https_once_they_came_by_it()
    {
        (await HstsAsync("https://api.example.se")).ShouldBe("max-age=31536000; includeSubDomains");
        (await HstsAsync("http://api.example.se")).ShouldBeNull();
    }

    [Fact]
    public async Task Other_pages_can_not_ask()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"{api.Address}/enrollments");
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        var answer = await api.Registrar.SendAsync(preflight);
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Headers.Where(h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_for_another_name_are_refused_where_names_are_set()
    {
        using var named = new Named();
        using var client = named.ClientWith(null);
        (await client.GetAsync($"{ApiFactory.Base}/api-info")).StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Host = "elsewhere.example";
        (await client.GetAsync($"{ApiFactory.Base}/api-info")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private sealed class Named : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("AllowedHosts", "localhost");
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private async Task<string?> HstsAsync(string address)
    {
        using var client = api.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri(address) });
        return Header(await client.GetAsync($"{ApiFactory.Base}/api-info"), "Strict-Transport-Security");
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
