using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>What administrators and secretariats do by clicks, without scripts: keys, share links, goals.</summary>
public sealed class AdministratorTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    private static readonly Look[] Looks = [new() { Width = Look.Zoomed, JavaScript = false }, new() { Width = Look.Narrow, ForcedColors = true }];

    [InBrowser]
    public async Task A_key_is_made_used_revoked_and_refused()
    {
        var page = await SignInAsync(service.Key("administrator"));
        await Click(page, "Administration");
        await Click(page, "Ny nyckel");
        await page.GetByLabel("Namn").FillAsync("Prov i webbläsaren");
        await page.GetByLabel("Roll").SelectOptionAsync("registrar");
        await page.GetByLabel("Projekt", new() { Exact = true }).FillAsync("iris2");
        await Press(page, "Gör nyckeln");

        var key = await page.Locator("#key").InnerTextAsync();
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);
        using var client = service.ClientWith(key);
        (await client.GetAsync($"{ApiFactory.Base}/projects/iris2")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Click(page, "Till nycklarna");
        (await page.MainTextAsync()).ShouldNotContain(key);
        await page.GetByRole(AriaRole.Link, new() { Name = "Återkalla Prov i webbläsaren" }).ClickAsync();
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);
        await Press(page, "Återkalla nyckeln");
        (await client.GetAsync($"{ApiFactory.Base}/projects/iris2")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Prov i webbläsaren" }).InnerTextAsync()).ShouldContain("återkallad");
    }

    [InBrowser]
    public async Task A_share_link_is_made_opened_and_revoked()
    {
        var page = await SignInAsync(service.Key("secretariat", "lund"));
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "IRIS 2" }).GetByRole(AriaRole.Link, new() { Name = "Länkar till styrgruppen" })
            .First.ClickAsync();
        await page.GetByLabel("Vem länken är till").FillAsync("Styrgruppen");
        await page.GetByLabel("Sista dag").FillAsync("2027-05-31");
        await Press(page, "Gör länken");
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);
        var address = await page.Locator("#new-link").InnerTextAsync();

        var reader = await browser.PageAsync(new Look { JavaScript = false });
        await reader.GotoAsync(address);
        reader.Url.ShouldBe(service.At("/projekt/iris2"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Återkalla länken till Styrgruppen" }).ClickAsync();
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);
        await Press(page, "Återkalla länken");
        (await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Styrgruppen" }).InnerTextAsync()).ShouldContain("återkallad");
        (await reader.ReloadAsync())!.Status.ShouldBe(401);
    }

    [InBrowser]
    public async Task A_goal_is_changed_after_what_it_changes_has_been_seen()
    {
        var page = await SignInAsync(service.Key("secretariat", "uppsala"));
        await Click(page, "Målen och hur de räknas");
        await page.Locator("section[data-goal] h2 a").First.ClickAsync();
        var field = page.GetByLabel("Definitionen (JSON)");
        var definition = JsonNode.Parse(await field.InputValueAsync())!.AsObject();
        var written = definition["text"]!.DeepClone();

        // A fault leads nowhere else: what was written stays.
        definition["kind"] = "bird";
        await field.FillAsync(definition.ToJsonString());
        await Press(page, "Förhandsgranska");
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("/kind");
        await page.AxeAsync();
        (await field.InputValueAsync()).ShouldContain("bird");

        definition["kind"] = "desired-effect";
        definition.Remove("targets").ShouldBeTrue();
        await field.FillAsync(definition.ToJsonString());
        await Press(page, "Förhandsgranska");
        (await page.MainTextAsync()).ShouldContain("Förhandsgranskat, inget är sparat.");
        (await page.Locator("tr[data-tertial]").CountAsync()).ShouldBeGreaterThan(0);
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);

        await Press(page, "Spara som ny version");
        (await page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldBe("Version 2 är sparad.");
        var stored = JsonNode.Parse(await field.InputValueAsync())!;
        stored["kind"]!.GetValue<string>().ShouldBe("desired-effect");
        JsonNode.DeepEquals(stored["text"], written).ShouldBeTrue();
    }

    [InBrowser]
    public async Task A_participant_is_erased_after_what_goes_has_been_seen()
    {
        using var registrar = service.Client("registrar", "ips-unga");
        var enrollment = new
        {
            reference = "GONE",
            participant = "P-GONE",
            gender = "woman",
            birthYear = 2003,
            startedOn = "2026-09-01",
            consentGivenOn = "2026-09-01",
        };
        await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/ips-unga/enrollments", enrollment)).ShouldBeAsync(HttpStatusCode.Created);
        var page = await SignInAsync(service.Key("administrator"));
        await Click(page, "Administration");
        await Click(page, "Radera en deltagare");
        await page.GetByLabel("Projekt").FillAsync("ips-unga");
        await page.GetByLabel("Deltagare (referens)").FillAsync("P-GONE");
        await Press(page, "Visa vad som försvinner");
        (await page.Locator("tr[data-kind=enrollments] td").InnerTextAsync()).ShouldBe("1");
        page.Url.ShouldNotContain("GONE");
        await page.AxeAsync();
        await page.FitsAsync(Look.Narrow);

        await Press(page, "Radera för alltid");
        (await page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldContain("1 inskrivningar");
        await page.AxeAsync();
        page.Url.ShouldNotContain("GONE");
        (await registrar.GetAsync($"{ApiFactory.Base}/projects/ips-unga/enrollments/GONE")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [InBrowser]
    public async Task The_pages_are_accessible_in_every_look()
    {
        using var administrator = service.Client("administrator");
        var keys = await (await administrator.GetAsync($"{ApiFactory.Base}/api-keys?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
        var key = keys["items"]![0]!["id"]!.GetValue<string>();
        foreach (var look in Looks)
        {
            foreach (var (holder, addresses) in new (string Holder, string[] Addresses)[]
            {
                (service.Key("administrator"),
                [
                    "/", "/administration", "/administration/nycklar/ny", $"/administration/nycklar/{key}/byt", $"/administration/nycklar/{key}/aterkalla",
                    "/administration/granskning", "/administration/granskning?from=x", "/administration/radera",
                ]),
                (service.Key("operator"), ["/", "/drift"]),
                (service.Key("secretariat", "lund"), ["/", "/kansli/iris2/lankar", "/kansli/iris2/mal", "/kansli/iris2/mal/iris2.work-or-studies"]),
                (service.Key("steering-group", "iris2"), ["/kansli/iris2/mal", "/kansli/iris2/mal/iris2.work-or-studies"]),
            })
            {
                var page = await browser.PageAsync(look with { Key = holder });
                foreach (var address in addresses)
                {
                    (await page.GotoAsync(service.At(address)))!.Status.ShouldBe(200, address);
                    (await page.ViolationsAsync()).ShouldBeEmpty($"{look} {address}");
                    await page.FitsAsync(look.Width);
                }

                await page.Context.CloseAsync();
            }
        }
    }

    private static Task Click(IPage page, string link) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    private static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private async Task<IPage> SignInAsync(string key)
    {
        var page = await browser.PageAsync(new Look { JavaScript = false });
        await page.GotoAsync(service.At("/"));
        await page.GetByLabel("Nyckel").FillAsync(key);
        await Press(page, "Logga in");
        page.Url.ShouldBe(service.At("/"));
        return page;
    }
}
