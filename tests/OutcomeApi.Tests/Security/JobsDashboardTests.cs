using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace OutcomeApi.Tests.Security;

/// <summary>The dashboard of the jobs opens to operators, wherever they sit, and to nobody else.</summary>
public sealed partial class JobsDashboardTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Dashboard = "/jobs";
    private const string SignIn = "/jobs/sign-in";

    public static TheoryData<string> OtherRoles => ["administrator", "secretariat", "registrar", "referrer", "steering-group"];

    [Theory]
    [InlineData("/jobs")]
    [InlineData("/jobs/jobs/enqueued")]
    [InlineData("/jobs/servers")]
    [InlineData("/jobs/stats")]
    [InlineData("/jobs/recurring/trigger")]
    public async Task Nobody_sees_it_without_a_cookie_not_even_an_operator(string path)
    {
        using var browser = Browser();
        foreach (var key in new[] { null, await KeyAsync("operator"), ApiFactory.AdministratorKey })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Authorization", key is null ? null : "Bearer " + key);
            using var answer = await browser.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location!.AbsolutePath.ShouldBe(SignIn);
            (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Nor_from_the_machine_itself()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-dashboard-");
        try
        {
            using var service = await ServiceProcess.StartAsync(folder.FullName);
            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Address };
            (await browser.GetAsync(Dashboard)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(OtherRoles))]
    public async Task A_key_of_another_role_does_not_open_it(string role)
    {
        using var browser = Browser();
        (await SignInAsync(browser, await KeyAsync(role))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync(Dashboard)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_wrong_key_and_a_form_that_is_not_ours_do_not_open_it()
    {
        using var browser = Browser();
        (await SignInAsync(browser, "ok_wrong")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SignInAsync(browser, string.Empty)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var foreign = new FormUrlEncodedContent([KeyValuePair.Create("key", await KeyAsync("operator"))]);
        (await browser.PostAsync(SignIn, foreign)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync(Dashboard)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_operator_pastes_a_key_once_and_sees_the_jobs_until_the_key_is_revoked()
    {
        using var browser = Browser();
        var (id, key) = await api.NewKeyAsync("operator");
        var signedIn = await SignInAsync(browser, key);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("outcome-api-jobs=", StringComparison.Ordinal));
        foreach (var part in new[] { "path=/jobs", "secure", "samesite=strict", "httponly" })
        {
            cookie.ShouldContain(part);
        }

        cookie.ShouldNotContain(key);
        var page = await browser.GetAsync(Dashboard);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("OutcomeApi");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");

        using var administrator = api.Administrator();
        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.GetAsync(Dashboard)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task It_shows_and_does_not_act_unless_it_is_told_to()
    {
        using var browser = Browser();
        await SignInAsync(browser, await KeyAsync("operator"));
        (await browser.GetStringAsync("/jobs/recurring")).ShouldNotContain("Trigger now");
        using var nothing = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "KeepHouse")]);
        (await browser.PostAsync("/jobs/recurring/trigger", nothing)).StatusCode.ShouldNotBe(HttpStatusCode.NoContent);

        using var acting = new Acting();
        using var hand = acting.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var (_, key) = await acting.NewKeyAsync("operator");
        await SignInAsync(hand, key);

        // Even then only a form of its own is obeyed.
        (await hand.PostAsync("/jobs/recurring/trigger", nothing)).StatusCode.ShouldNotBe(HttpStatusCode.NoContent);
        var token = CsrfToken().Match(await hand.GetStringAsync("/jobs/recurring"));
        token.Success.ShouldBeTrue();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger") { Content = nothing };
        request.Headers.Add(token.Groups["name"].Value, token.Groups["value"].Value);
        (await hand.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Whoever_signs_out_is_out()
    {
        using var browser = Browser();
        await SignInAsync(browser, await KeyAsync("operator"));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(browser))]);
        await browser.PostAsync("/jobs/sign-out", form);
        (await browser.GetAsync(Dashboard)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private HttpClient Browser() =>
        api.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key)
    {
        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("key", key), KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(browser))]);
        return await browser.PostAsync(SignIn, form);
    }

    private static async Task<string> TokenAsync(HttpClient browser) =>
        WebUtility.HtmlDecode(FormToken().Match(await browser.GetStringAsync(SignIn)).Groups["value"].Value);

    private async Task<string> KeyAsync(string role) => (await api.NewKeyAsync(role)).Key;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("csrf-header\" content=\"(?<name>[^\"]+)\">\\s*<meta name=\"csrf-token\" content=\"(?<value>[^\"]+)\"")]
    private static partial Regex CsrfToken();

    private sealed class Acting : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:DashboardMayAct", "true");
        }
    }
}
