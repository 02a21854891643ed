using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>How people come in with a browser: with an account of a real issuer, with a key, by a share link. All of it works without scripts.</summary>
public sealed class SignInTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_with_a_role_leads_to_its_projects(bool javaScript)
    {
        var page = await SignInAsync(Issuer.Stina, "/", javaScript);

        page.Url.ShouldBe(service.At("/"));
        (await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link).AllInnerTextsAsync()).ShouldBe(["IRIS 2"]);
    }

    [InBrowser]
    public async Task Whoever_signs_in_on_the_way_comes_to_the_page_that_was_asked_for()
    {
        var page = await SignInAsync(Issuer.Viktor, "/projekt/iris2?del=hoganas", javaScript: false);

        page.Url.ShouldBe(service.At("/projekt/iris2?del=hoganas"));
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldContain("Höganäs");
        var answer = await page.GotoAsync(service.At("/projekt/iris2?del=usb"));
        answer!.Status.ShouldBe(422);
    }

    [InBrowser]
    public async Task An_account_without_a_role_is_told_so()
    {
        var page = await SignInAsync(Issuer.Nils, "/", javaScript: false);

        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("ingen roll");
        (await page.GotoAsync(service.At("/projekt/iris2")))!.Status.ShouldBe(401);
    }

    [InBrowser]
    public async Task An_answer_that_this_browser_has_not_asked_for_signs_nobody_in()
    {
        var page = await browser.PageAsync(new Look { JavaScript = false });
        await page.GotoAsync(service.At("/logga-in/svar?code=made-up&state=made-up"));

        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("Inloggningen avbröts");
        (await page.GotoAsync(service.At("/projekt/iris2")))!.Status.ShouldBe(401);
    }

    [InBrowser]
    public async Task A_share_link_opens_the_project_until_somebody_signs_out()
    {
        using var secretariat = service.Client("secretariat", "lund");
        var link = await (await secretariat.PostAsJsonAsync(
            $"{ApiFactory.Base}/projects/iris2/share-links", new { subproject = "vsb", validUntil = "2026-12-31" })).ShouldBeAsync(HttpStatusCode.Created);
        var page = await browser.PageAsync(new Look { JavaScript = false });
        await page.GotoAsync(link["address"]!.GetValue<string>());

        page.Url.ShouldBe(service.At("/projekt/iris2"));
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldContain("VSB");
        await page.GetByRole(AriaRole.Link, new() { Name = "Logga ut" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga ut" }).ClickAsync();
        page.Url.ShouldBe(service.At("/"));
        (await page.GotoAsync(service.At("/projekt/iris2")))!.Status.ShouldBe(401);
    }

    private async Task<IPage> SignInAsync(IssuerUser user, string address, bool javaScript)
    {
        var page = await browser.PageAsync(new Look { JavaScript = javaScript });
        await page.GotoAsync(service.At(address));
        await page.GetByRole(AriaRole.Link, new() { Name = "Logga in med ditt konto" }).ClickAsync();
        page.Url.ShouldStartWith(service.Issuer.Authority.ToString());
        await page.GetByLabel("Namn").FillAsync(user.Name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
        return page;
    }
}
