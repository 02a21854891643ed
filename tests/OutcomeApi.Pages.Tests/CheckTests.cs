using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>The checks find what they are for, and nothing else.</summary>
public sealed class CheckTests(Browser browser) : IClassFixture<Browser>
{
    private const string Right =
        """
        <!DOCTYPE html><html lang="sv"><head><title>Prov</title><meta name="viewport" content="width=device-width"></head><body>
        <a href="#m">Till innehållet</a>
        <main id="m"><h1>Rubrik</h1><p>Text <span hidden>dold</span></p>
        <div style="overflow-x: auto" tabindex="0" role="region" aria-label="Tabell"><div style="width: 900px">bred</div></div>
        <form><label for="n">Namn</label> <input id="n"><button style="outline: none">Skicka</button></form></main>
        <p>Utanför</p></body></html>
        """;

    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_right_page_passes_with_and_without_scripts(bool javaScript)
    {
        var page = await browser.PageAsync(new Look { JavaScript = javaScript });
        await page.SetContentAsync(Right);

        await page.AxeAsync();
        await page.FitsAsync(Look.Zoomed);
        (await page.MainTextAsync()).ShouldBe("Rubrik\n\nText\n\nbred\nNamn Skicka");
        (await page.EvaluateAsync<bool>("() => matchMedia('(scripting: enabled)').matches")).ShouldBe(javaScript);
    }

    [InBrowser]
    public async Task The_keyboard_comes_by_everything_that_can_be_used()
    {
        var page = await browser.PageAsync();
        await page.SetContentAsync(Right);

        var stops = await page.TabThroughAsync();

        stops.ShouldBe(
        [
            new Stop("link", "Till innehållet", true), new Stop("region", "Tabell", true), new Stop("textbox", "Namn", true),
            new Stop("button", "Skicka", false),
        ]);
    }

    [InBrowser]
    public async Task What_is_wrong_is_found_with_its_place()
    {
        var page = await browser.PageAsync();
        var complaints = page.Complaints();
        await page.SetContentAsync(
            """
            <!DOCTYPE html><html><head><title>Prov</title></head><body><main><h1 style="color: #ddd">Rubrik</h1><input id="nameless">
            <p id="wide" style="width: 700px">bred</p></main><script>console.error('fel'); throw new Error('kast');</script></body></html>
            """);

        var violations = await page.ViolationsAsync();
        violations.ShouldContain("html-has-lang: html");
        violations.ShouldContain("color-contrast: h1");
        violations.ShouldContain("label: #nameless");
        (await page.TooWideAsync(Look.Narrow)).ShouldBe(["the page is 708 wide", "<p id=\"wide\" style=\"width: 700px\">bred</p>"]);
        complaints.ShouldBe(["error: fel", "exception: Error: kast"], ignoreOrder: true);
    }

    [InBrowser]
    public async Task A_browser_is_as_its_reader_wants_it()
    {
        var page = await browser.PageAsync(new Look { Width = Look.Narrow, ForcedColors = true, ReducedMotion = true });
        await page.SetContentAsync(Right);

        async Task<bool> HoldsAsync(string query) => await page.EvaluateAsync<bool>("query => matchMedia(query).matches", query);
        (await HoldsAsync("(forced-colors: active)")).ShouldBeTrue();
        (await HoldsAsync("(prefers-reduced-motion: reduce)")).ShouldBeTrue();
        (await HoldsAsync("(width: 400px)")).ShouldBeTrue();
        (await page.EvaluateAsync<string>("() => navigator.language")).ShouldBe("sv-SE");
    }

    [InBrowser]
    public async Task The_issuers_sign_in_page_is_accessible_and_needs_no_scripts()
    {
        await using var issuer = await Issuer.StartAsync();
        issuer.Service = new Uri("http://127.0.0.1:9/");
        var page = await browser.PageAsync(new Look { JavaScript = false });
        await page.GotoAsync(
            $"{issuer.Authority}connect/authorize?client_id={Issuer.ClientId}&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Flogga-in%2Fsvar&response_type=code"
                + "&response_mode=query&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        await page.AxeAsync();

        await page.GetByLabel("Namn").FillAsync("Ingen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("Ingen heter Ingen.");
    }
}
