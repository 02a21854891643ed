using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>What the service shows without pages of its own: its documentation, and reports as HTML. And what the checks find when it is there.</summary>
public sealed class ServiceTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    private const string Report = ApiFactory.Base + "/projects/uppsala/tertial-reports/2025-T3?format=html";

    [InBrowser]
    public async Task The_documentation_opens_without_a_complaint()
    {
        var page = await browser.PageAsync();
        var complaints = page.Complaints();

        await page.GotoAsync(service.At("/docs"));
        await page.Locator("[id^=operations-]").First.WaitForAsync();

        (await page.TitleAsync()).ShouldContain("Outcome");
        complaints.ShouldBeEmpty();
    }

    [InBrowserTheory]
    [InlineData("secretariat", "uppsala", Look.Wide)]
    [InlineData("secretariat", "uppsala", Look.Zoomed)]
    [InlineData("steering-group", "uppsala", Look.Narrow)]
    public async Task A_report_is_accessible_and_fits(string role, string reach, int width)
    {
        var page = await browser.PageAsync(new Look { Width = width, Key = service.Key(role, reach) });
        var complaints = page.Complaints();
        await page.GotoAsync(service.At(Report));

        (await page.MainTextAsync()).ShouldStartWith("Tertialrapport 2025-T3");
        await page.AxeAsync();
        await page.FitsAsync(width);
        complaints.ShouldBeEmpty();
    }

    [InBrowser]
    public async Task A_report_is_printed()
    {
        var page = await browser.PageAsync(new Look { Key = service.Key("secretariat", "uppsala") });
        await page.GotoAsync(service.At(Report));

        var printed = await page.PrintAsync();

        printed.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
    }

    [InBrowser]
    public async Task An_operator_signs_in_to_the_jobs()
    {
        var page = await browser.PageAsync(new Look { JavaScript = false });
        await page.GotoAsync(service.At("/jobs"));
        await page.AxeAsync();

        await page.GetByLabel("Key of an operator").FillAsync(service.Key("operator"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        page.Url.ShouldBe(service.At("/jobs"));
        (await page.TitleAsync()).ShouldContain("OutcomeApi");
    }

    [Fact]
    public async Task Every_key_reaches_what_it_is_for()
    {
        foreach (var project in ProjectFiles.Ids)
        {
            using var steeringGroup = service.Client("steering-group", project);
            var attainment = await (await steeringGroup.GetAsync($"{ApiFactory.Base}/projects/{project}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
            attainment["upToDate"]!.GetValue<bool>().ShouldBeTrue();
        }

        using var ofPart = service.Client("steering-group", "iris2/vsb");
        const string OfPart = ApiFactory.Base + "/projects/iris2/tertial-reports/2025-T1?subproject=";
        (await ofPart.GetAsync(OfPart + "vsb")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ofPart.GetAsync(OfPart + "usb")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var secretariat = service.Client("secretariat", "lund");
        var lund = await (await secretariat.GetAsync($"{ApiFactory.Base}/associations/lund")).ShouldBeAsync(HttpStatusCode.OK);
        lund["name"]!["sv"]!.GetValue<string>().ShouldBe("Samordningsförbundet i Lund");
        using var registrar = service.Client("registrar", "fram");
        (await registrar.GetAsync($"{ApiFactory.Base}/projects/fram/enrollments?limit=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var administrator = service.Client("administrator");
        (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
