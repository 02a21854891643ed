using System.Text;
using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>
/// A tertial from its first registration to its restated report, by clicks: staff register, upload and follow up, the secretariat certifies and restates.
/// The API tells the same story. It is 22 November 2026.
/// </summary>
public sealed class SecretariatTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    private const string Tertial = "2026-T2";

    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tertial_is_registered_certified_corrected_and_restated(bool javaScript)
    {
        var project = javaScript ? "resan" : "resan-utan-skript";
        var key = await ProjectAsync(project);
        using var api = service.ClientWith(key);
        var staff = await browser.PageAsync(new Look { JavaScript = javaScript, Key = key });
        var desk = service.At($"/projekt/{project}/arbete");

        // Staff register one person by hand and one in a file.
        await staff.GotoAsync(desk + "/enrollments/ny");
        await staff.GetByLabel("Referens", new() { Exact = false }).First.FillAsync("J-1");
        await staff.GetByLabel("Deltagare").FillAsync("P-1");
        await staff.GetByLabel("Kön").SelectOptionAsync("woman");
        await staff.GetByLabel("Startdag").FillAsync("2026-01-15");
        await staff.GetByLabel("Födelseår").FillAsync("1990");
        await staff.GetByLabel("Samtycke gavs").FillAsync("2026-01-15");
        await ClickAsync(staff, "Registrera");
        await ShouldSayAsync(staff, "Registrerat.");
        await staff.GotoAsync(desk + "/exits/ny");
        await staff.GetByLabel("Inskrivningens referens").FillAsync("J-1");
        await staff.GetByLabel("Avslutsdag").FillAsync("2026-05-20");
        await staff.GetByLabel("Avslutsorsak").SelectOptionAsync("moved");
        await ClickAsync(staff, "Registrera");
        await ShouldSayAsync(staff, "Registrerat.");
        await staff.GotoAsync(desk);
        await staff.GetByRole(AriaRole.Link, new() { Name = "Välj en fil" }).ClickAsync();
        const string Csv =
            """
            record,reference,participant,consentGivenOn,gender,birthYear,startedOn
            enrollment,J-2,P-2,2026-02-01,man,1988,2026-02-01
            """;
        await staff.GetByLabel("Arbetsbok").SetInputFilesAsync(
            new FilePayload { Name = "deltagare.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Csv) });
        await ClickAsync(staff, "Skicka");
        await ShouldSayAsync(staff, "Sparat: 1 nya");

        // The follow-up of the exit is due, and is answered from the list.
        await staff.GotoAsync(desk);
        await staff.Locator("#due ~ .table").GetByRole(AriaRole.Link, new() { Name = "J-1" }).ClickAsync();
        await staff.GetByLabel("Uppföljd").FillAsync("2026-08-25");
        await staff.GetByLabel("Svar", new() { Exact = true }).SelectOptionAsync("work");
        await staff.GetByLabel("Rapporterat av").SelectOptionAsync("region");
        await ClickAsync(staff, "Registrera");
        await ShouldSayAsync(staff, "Registrerat.");
        await staff.GotoAsync(desk);
        await ShouldSayAsync(staff, "Ingen uppföljning väntar på svar.");

        // The secretariat sees that the report is late, acknowledges its warnings and certifies.
        await ApiFactory.UpToDateAsync(api, project);
        var secretariat = await browser.PageAsync(new Look { JavaScript = javaScript, Key = service.Key("secretariat", "lund") });
        await secretariat.GotoAsync(service.At("/kansli"));
        await secretariat.Locator($"#p-{project} ~ .table").GetByRole(AriaRole.Link, new() { Name = Tertial }).ClickAsync();
        await ClickAsync(secretariat, "Certifiera rapporten");
        await ShouldSayAsync(secretariat, "Inget har certifierats.");
        await secretariat.AxeAsync();
        await secretariat.FitsAsync(Look.Narrow);
        await TickAllAsync(secretariat, "Lämnas senare.");
        await ClickAsync(secretariat, "Certifiera rapporten");
        await ShouldSayAsync(secretariat, "Certifierad, version 1.");
        (await ReportAsync(api, project))["version"]!.GetValue<int>().ShouldBe(1);

        // The exit is corrected: the report stays, and the desk says that it has changed.
        await staff.GotoAsync(desk + "/exits/post/J-1");
        await staff.GetByLabel("Avslutsorsak").SelectOptionAsync("studies");
        await staff.GetByLabel("Varför rättas").SelectOptionAsync("wrong-code");
        await ClickAsync(staff, "Spara rättelsen");
        await ShouldSayAsync(staff, "Rättat.");
        await ApiFactory.UpToDateAsync(api, project);
        await secretariat.GotoAsync(service.At("/kansli"));
        await ShouldSayAsync(secretariat, "certifierad, och ändrad sedan dess");
        await secretariat.GotoAsync(service.At($"/kansli/{project}/{Tertial}"));
        await secretariat.GetByRole(AriaRole.Link, new() { Name = "Ändrade siffror" }).ClickAsync();
        await ShouldSayAsync(secretariat, "wrong-code");
        await secretariat.GoBackAsync();
        await TickAllAsync(secretariat, "Lämnas senare.");
        await secretariat.GetByLabel("Varför certifieras").FillAsync("Avslutet hade fel orsak.");
        await ClickAsync(secretariat, "Certifiera version 2");
        await ShouldSayAsync(secretariat, "Certifierad, version 2.");
        await secretariat.AxeAsync();

        var restated = await ReportAsync(api, project);
        restated["version"]!.GetValue<int>().ShouldBe(2);
        restated["exits"]!["tertial"]!.AsArray().Single(row => row!["key"]!.GetValue<string>() == "studies")!["total"]!.GetValue<int>().ShouldBe(1);
        restated["followUps"]!["tertial"]!.AsArray().Single(row => row!["key"]!.GetValue<string>() == "answer:work")!["total"]!.GetValue<int>().ShouldBe(1);
    }

    [InBrowser]
    public async Task The_desk_is_accessible_in_every_look()
    {
        foreach (var look in new[] { new Look { Width = Look.Zoomed, JavaScript = false }, new Look { ForcedColors = true }, new Look { Width = Look.Narrow } })
        {
            var page = await browser.PageAsync(look with { Key = service.Key("secretariat", "lund") });
            foreach (var address in new[] { "/kansli", "/kansli/iris2/2026-T1", "/kansli/iris2/2025-T3", "/kansli/forbund/lund/finsam/2025-T3" })
            {
                await page.GotoAsync(service.At(address));
                (await page.ViolationsAsync()).ShouldBeEmpty($"{look} {address}");
                await page.FitsAsync(look.Width);
            }

            await page.Context.CloseAsync();
        }
    }

    [InBrowser]
    public async Task A_report_is_certified_with_the_keyboard_alone()
    {
        var page = await browser.PageAsync(new Look { Key = service.Key("secretariat", "lund") });
        await page.GotoAsync(service.At("/kansli/iris2/2025-T2"));
        var stops = await page.TabThroughAsync();
        stops.ShouldAllBe(stop => stop.HasOutline && stop.Name.Length > 0);
        stops.ShouldContain(stop => stop.Role == "button" && stop.Name == "Certifiera rapporten");
        var warnings = await page.Locator("main fieldset").CountAsync();
        warnings.ShouldBeGreaterThan(0);
        stops.Count(stop => stop.Role == "checkbox").ShouldBe(warnings);
        stops.Count(stop => stop.Role == "textbox").ShouldBe(warnings);
    }

    [InBrowser]
    public async Task The_counts_for_Uppfoljning_Finsam_are_copied_by_a_button()
    {
        var page = await browser.PageAsync(new Look { Key = service.Key("secretariat", "lund") });
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var complaints = page.Complaints();
        await page.GotoAsync(service.At("/kansli/forbund/lund/finsam/2025-T3"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Kopiera" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Kopierat" }).WaitForAsync();

        var copied = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        copied.ReplaceLineEndings("\n").ShouldBe((await page.Locator("#to-copy").InputValueAsync()).ReplaceLineEndings("\n"));
        copied.Split('\n')[1].Split('\t').Length.ShouldBe(6);
        complaints.ShouldNotContain(complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    /// <summary>Registers a project, as a secretariat does with a file, and returns the key of its registrar.</summary>
    private async Task<string> ProjectAsync(string project)
    {
        using var secretariat = service.Client("secretariat", "lund");
        var file = ProjectFiles.Read("iris2");
        file["endsOn"] = "2027-12-31";
        foreach (var part in file["subprojects"]!.AsArray())
        {
            part!.AsObject().Remove("association");
        }

        file["name"] = new JsonObject { ["sv"] = project, ["en"] = project };
        await (await secretariat.PutAsJsonAsync($"{ApiFactory.Base}/projects/{project}", file)).ShouldBeAsync(HttpStatusCode.Created);
        return (await service.NewKeyAsync("registrar", [project])).Key;
    }

    private static async Task<JsonNode> ReportAsync(HttpClient api, string project) =>
        await (await api.GetAsync($"{ApiFactory.Base}/projects/{project}/tertial-reports/{Tertial}")).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task TickAllAsync(IPage page, string reason)
    {
        foreach (var warning in await page.Locator("main fieldset").AllAsync())
        {
            await warning.GetByLabel("Känd").CheckAsync();
            await warning.GetByLabel("Skäl").FillAsync(reason);
        }
    }

    private static Task ClickAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private static async Task ShouldSayAsync(IPage page, string text) => (await page.MainTextAsync()).ShouldContain(text);
}
