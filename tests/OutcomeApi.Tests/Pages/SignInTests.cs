using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Pages;

/// <summary>Who gets in to the pages with a key, for how long, and what people are told who do not.</summary>
public sealed class SignInTests(SignInTests.WithPages api) : IClassFixture<SignInTests.WithPages>
{
    private const string ProjectPage = "/projekt/iris2";

    [Fact]
    public async Task A_key_that_is_pasted_once_lets_its_holder_in()
    {
        var (_, key) = await api.NewKeyAsync("steering-group", ["iris2"]);
        using var visitor = new Visitor(api);

        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        visitor.Page.ShouldContain("Nyckel");
        var entered = await visitor.SendFormAsync(("nyckel", $" {key} "));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        entered.Headers.Location!.OriginalString.ShouldBe("/");
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("outcome-api-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("secure");
        cookie.ShouldNotContain(key);

        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        visitor.Page.ShouldContain("href=\"/projekt/iris2\"");
        visitor.Page.ShouldNotContain("href=\"/projekt/fram\"");
        visitor.Page.ShouldNotContain(key);
    }

    [Theory]
    [InlineData("ok_wrong")]
    [InlineData("")]
    public async Task What_is_no_key_is_refused_at_the_field(string key)
    {
        using var visitor = new Visitor(api);
        await visitor.GetAsync("/");

        var refused = await visitor.SendFormAsync(("nyckel", key));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.Contains("Set-Cookie").ShouldBeFalse();
        visitor.Page.ShouldContain("aria-invalid=\"true\"");
        visitor.Page.ShouldContain("Nyckeln gäller inte");
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in_or_out()
    {
        var (_, key) = await api.NewKeyAsync("steering-group", ["iris2"]);
        using var visitor = new Visitor(api);

        var entered = await visitor.PostAsync("/logga-in", ("nyckel", key));
        entered.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.GetAsync(ProjectPage)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await visitor.SignInAsync(key);
        await visitor.PostAsync("/logga-ut");
        (await visitor.GetAsync(ProjectPage)).StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var visitor = new Visitor(api);
        await visitor.SignInAsync((await api.NewKeyAsync("steering-group", ["iris2"])).Key);

        await visitor.GetAsync("/logga-ut");
        (await visitor.SendFormAsync()).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.GetAsync(ProjectPage)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_must_sign_in_first_comes_to_the_page_that_was_asked_for()
    {
        using var visitor = new Visitor(api);

        (await visitor.GetAsync(ProjectPage + "?del=usb")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        visitor.Page.ShouldContain("Logga in för att läsa");
        (await visitor.SendFormAsync(("nyckel", (await api.NewKeyAsync("steering-group", ["iris2"])).Key)))
            .Headers.Location!.OriginalString.ShouldBe(ProjectPage + "?del=usb");

        // The address of a report of the API leads to the page of the report.
        using var other = new Visitor(api);
        (await other.GetAsync($"{ApiFactory.Base}/projects/iris2/tertial-reports/2025-T1")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await other.SendFormAsync(("nyckel", (await api.NewKeyAsync("steering-group", ["iris2"])).Key)))
            .Headers.Location!.OriginalString.ShouldBe("/projekt/iris2/rapporter/2025-T1");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site(string address)
    {
        using var visitor = new Visitor(api);
        (await visitor.GetAsync("/sprak/en?till=" + Uri.EscapeDataString(address))).Headers.Location!.OriginalString.ShouldBe("/");

        await visitor.GetAsync("/");
        var token = visitor.Page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var entered = await visitor.PostAsync(
            "/logga-in", ("__RequestVerificationToken", token), ("till", address), ("nyckel", (await api.NewKeyAsync("registrar", ["iris2"])).Key));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        entered.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_session_ends_half_an_hour_after_the_last_request_and_after_ten_hours()
    {
        using var idle = new Visitor(api);
        using var busy = new Visitor(api);
        var (_, key) = await api.NewKeyAsync("steering-group", ["iris2"]);
        await idle.SignInAsync(key);
        await busy.SignInAsync(key);
        var before = api.Clock.Moved;
        try
        {
            for (var quarters = 1; quarters < 40; quarters++)
            {
                api.Clock.Moved = before + TimeSpan.FromMinutes((15 * quarters) + 1);
                (await busy.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
                busy.Page.ShouldContain("Logga ut", customMessage: $"after {quarters} quarters of an hour");
            }

            (await idle.GetAsync(ProjectPage)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            api.Clock.Moved = before + TimeSpan.FromHours(10) + TimeSpan.FromMinutes(1);
            (await busy.GetAsync(ProjectPage)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        finally
        {
            api.Clock.Moved = before;
        }
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sessions_at_once()
    {
        var (id, key) = await api.NewKeyAsync("steering-group", ["iris2"]);
        using var visitor = new Visitor(api);
        await visitor.SignInAsync(key);
        (await visitor.GetAsync(ProjectPage)).StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);

        using var administrator = api.Administrator();
        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await visitor.GetAsync(ProjectPage)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_is_nothing_to_the_API()
    {
        using var visitor = new Visitor(api, "application/json");
        await visitor.GetAsync("/");
        await visitor.SignInAsync((await api.NewKeyAsync("secretariat", associations: ["lund"])).Key);

        var answer = await visitor.GetAsync($"{ApiFactory.Base}/projects");
        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-authenticated");
    }

    [Theory]
    [InlineData("/no-such-page", "Sidan finns inte")]
    [InlineData(ApiFactory.Base + "/projects/no-such-project", "Sidan finns inte")]
    [InlineData(ApiFactory.Base + "/api-keys", "Du får inte läsa den här sidan")]
    public async Task People_are_told_a_problem_on_a_page_and_programs_as_data(string address, string title)
    {
        var (_, key) = await api.NewKeyAsync("secretariat", associations: ["lund"]);
        using var client = api.ClientWith(key);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        var told = await client.GetAsync(address);
        told.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        told.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("style-src 'self'");
        (await told.Content.ReadAsStringAsync()).ShouldContain($"<h1>{title}</h1>");

        foreach (var accept in new[] { "*/*", "application/json", "application/json, text/html" })
        {
            using var program = api.ClientWith(key);
            program.DefaultRequestHeaders.Accept.ParseAdd(accept);
            (await program.GetAsync(address)).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", accept);
        }
    }

    [Fact]
    public async Task A_page_that_has_not_changed_keeps_the_policy_that_it_came_with()
    {
        using var client = await api.ClientAsync("steering-group", ["iris2"]);
        var page = await client.GetAsync(ProjectPage);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("style-src 'self'");

        using var again = new HttpRequestMessage(HttpMethod.Get, ProjectPage);
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        var unchanged = await client.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        unchanged.Headers.Contains("Content-Security-Policy").ShouldBeFalse();
    }

    [Fact]
    public async Task A_fault_in_what_is_sent_to_the_API_stays_data_for_browsers_too()
    {
        using var client = await api.ClientAsync("steering-group", ["iris2"]);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
        var answer = await client.GetAsync($"{ApiFactory.Base}/projects/iris2/attainment?goal=none");
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /goal");
    }

    [Fact]
    public async Task Pages_are_in_Swedish_until_somebody_chooses_English()
    {
        using var visitor = new Visitor(api);
        await visitor.GetAsync("/");
        visitor.Page.ShouldContain("<html lang=\"sv\">");
        (await visitor.GetAsync("/sprak/en?till=/")).Headers.Location!.OriginalString.ShouldBe("/");
        await visitor.GetAsync("/");
        visitor.Page.ShouldContain("<html lang=\"en\">");
        await visitor.GetAsync("/sprak/sv?till=/");
        await visitor.GetAsync("/");
        visitor.Page.ShouldContain("<html lang=\"sv\">");
    }

    [Fact]
    public async Task Without_the_setting_no_key_is_taken()
    {
        await using var closed = new ApiFactory();
        using var visitor = new Visitor(closed);
        await visitor.GetAsync("/");
        visitor.Page.ShouldNotContain("<form");
        (await visitor.PostAsync("/logga-in", ("nyckel", ApiFactory.AdministratorKey))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A service with IRIS 2 that takes keys on its pages.</summary>
    public sealed class WithPages : ApiFactory, IAsyncLifetime
    {
        public async Task InitializeAsync()
        {
            await PutProjectAsync("iris2");
            await ComputeAsync("iris2");
        }

        async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Pages:SignInWithKey", "true");
        }
    }
}
