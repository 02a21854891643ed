using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>What project staff do on their desk, by clicks, with and without scripts.</summary>
public sealed class StaffTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    private const string Desk = "/projekt/ips-unga/arbete";

    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_is_enrolled_gets_a_job_and_what_was_wrong_is_corrected(bool javaScript)
    {
        var reference = javaScript ? "B-1" : "B-2";
        var page = await browser.PageAsync(new Look { JavaScript = javaScript, Key = service.Key("registrar", "ips-unga") });
        await page.GotoAsync(service.At("/"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Arbete" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Inskrivning", Exact = true }).ClickAsync();

        await page.GetByLabel("Referens", new() { Exact = false }).First.FillAsync(reference);
        await page.GetByLabel("Deltagare").FillAsync("P-" + reference);
        await page.GetByLabel("Kön").SelectOptionAsync("woman");
        await page.GetByLabel("Startdag").FillAsync("2026-09-01");
        await page.GetByLabel("Samtycke gavs").FillAsync("2026-09-01");
        await SaveAsync(page, "Registrera");

        // Without a year of birth nothing is saved; the fault leads to its field, and what was filled in is there.
        (await page.MainTextAsync()).ShouldContain("Inget har sparats.");
        await page.AxeAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Födelseår" }).ClickAsync();
        await page.GetByLabel("Födelseår").FillAsync("2003");
        await SaveAsync(page, "Registrera");
        (await page.MainTextAsync()).ShouldContain("Registrerat.");

        await page.GotoAsync(service.At(Desk));
        await page.GetByRole(AriaRole.Link, new() { Name = "Anställning eller studieplats" }).ClickAsync();
        await page.GetByLabel("Inskrivningens referens").FillAsync(reference);
        await page.GetByLabel("Slag").SelectOptionAsync("work");
        await page.GetByLabel("Startdag").FillAsync("2026-08-01");
        await SaveAsync(page, "Registrera");
        (await page.Locator("#f-startedOn-note").InnerTextAsync()).Length.ShouldBeGreaterThan(10);
        await page.GetByLabel("Startdag").FillAsync("2026-10-01");
        await page.GetByLabel("Omfattning").FillAsync("50");
        await SaveAsync(page, "Registrera");
        (await page.MainTextAsync()).ShouldContain("Registrerat.");

        await page.GetByLabel("Omfattning").FillAsync("75");
        await SaveAsync(page, "Spara rättelsen");
        (await page.MainTextAsync()).ShouldContain("Rättat.");

        using var api = service.Client("registrar", "ips-unga");
        var placements = await (await api.GetAsync($"{ApiFactory.Base}/projects/ips-unga/placements?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        placements["items"]!.AsArray().Single(one => one!["enrollmentReference"]!.GetValue<string>() == reference)!["extent"]!.GetValue<int>().ShouldBe(75);
    }

    [InBrowser]
    public async Task The_desk_and_its_forms_are_accessible_in_every_look()
    {
        foreach (var look in new[] { new Look { Width = Look.Zoomed, JavaScript = false }, new Look { ForcedColors = true } })
        {
            var page = await browser.PageAsync(look with { Key = service.Key("registrar", "ips-unga") });
            foreach (var address in new[]
            {
                Desk, Desk + "/enrollments/ny", Desk + "/follow-ups/ny", Desk + "/self-assessments/ny", Desk + "/self-assessments/ny?instrument=whoqol-bref",
                Desk + "/filer",
            })
            {
                await page.GotoAsync(service.At(address));
                (await page.ViolationsAsync()).ShouldBeEmpty($"{look} {address}");
                await page.FitsAsync(look.Width);
            }

            await page.Context.CloseAsync();
        }
    }

    private static Task SaveAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
}
