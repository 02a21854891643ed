using System.Globalization;
using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>What those who decide do on the pages, by clicks and by keys, with and without scripts.</summary>
public sealed class JourneyTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_first_page_to_a_figure_and_why_and_what_if(bool javaScript)
    {
        var page = await SignInAsync(service.Key("steering-group", "iris2"), new Look { JavaScript = javaScript });
        var complaints = page.Complaints();
        await Click(page, "IRIS 2");
        await Click(page, "VSB");
        page.Url.ShouldContain("del=vsb");

        var goal = page.Locator("article[data-goal='iris2.work-or-studies']");
        var share = await goal.Locator("[data-gender=total] data").InnerTextAsync();
        await goal.Locator("[data-gender=total] a").ClickAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("Varför just den siffran?");
        (await page.MainTextAsync()).ShouldContain(share);

        await page.GoBackAsync();
        await page.GetByLabel("Mål", new() { Exact = true }).SelectOptionAsync("iris2.work-or-studies:vsb");
        await page.GetByRole(AriaRole.Group, new() { Name = "Om fler avslutar", Exact = true }).GetByLabel("Kvinnor").FillAsync("500");
        await page.GetByRole(AriaRole.Button, new() { Name = "Räkna" }).ClickAsync();
        page.Url.ShouldContain("/projekt/iris2/tank-om");
        using var api = service.Client("steering-group", "iris2");
        var women = (await ItemAsync(api, "iris2", "iris2.work-or-studies", "vsb"))["rows"]![0]!;
        (await page.MainTextAsync()).ShouldContain($"({women["numerator"]!.GetValue<int>() + 500} av {women["denominator"]!.GetValue<int>() + 500})");
        complaints.ShouldBeEmpty();
    }

    [InBrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_board_to_a_report_and_its_workbook(bool javaScript)
    {
        var page = await SignInAsync(service.Key("secretariat", "lund"), new Look { JavaScript = javaScript });
        await page.GotoAsync(service.At("/forbund/lund"));
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("Samordningsförbundet i Lund");
        var section = page.Locator("section[data-project=iris2]");
        await section.GetByRole(AriaRole.Link, new() { Name = "Rapport" }).First.ClickAsync();

        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldContain("Tertialrapport");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Excel" }).ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".xlsx");
        await page.GetByRole(AriaRole.Link, new() { Name = "2024-T3" }).First.ClickAsync();
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldContain("2024-T3");
    }

    [InBrowser]
    public async Task Everything_on_the_project_page_is_reached_by_keys_and_shows_where_the_focus_is()
    {
        var page = await SignInAsync(service.Key("steering-group", "uppsala"), new Look());
        await page.GotoAsync(service.At("/projekt/uppsala"));
        var stops = await page.TabThroughAsync();

        stops[0].Name.ShouldBe("Till innehållet");
        stops.ShouldContain(stop => stop.Role == "button" && stop.Name == "Räkna");
        stops.Where(stop => !stop.HasOutline).ShouldBeEmpty();
        stops.Where(stop => stop.Name.Length == 0).ShouldBeEmpty();
    }

    [InBrowserTheory]
    [InlineData("fram")]
    [InlineData("iris2")]
    [InlineData("ips-unga")]
    [InlineData("uppsala")]
    public async Task Every_page_is_accessible_in_every_look(string project)
    {
        // Every look with the project that has everything; of the others the one in which most does not fit.
        var looks = project == "ips-unga" ? [new Look(), new Look { Width = Look.Zoomed, JavaScript = false }] : Array.Empty<Look>();
        foreach (var look in looks.Append(new Look { Width = Look.Narrow, ForcedColors = true }))
        {
            var page = await browser.PageAsync(look with { Key = service.Key("steering-group", project) });
            var complaints = page.Complaints();
            await page.GotoAsync(service.At($"/projekt/{project}"));
            var tertial = await page.Locator("[aria-current=page]").Last.InnerTextAsync();
            var why = (await page.Locator("article[data-goal] a[href*='/varfor/']").First.GetAttributeAsync("href"))!;

            // What is the same for every project is looked at with one.
            string[] others = project == "ips-unga" ? ["/", "/logga-ut", "/finns-inte"] : [];
            foreach (var address in (string[])
            [
                $"/projekt/{project}", $"/projekt/{project}/tank-om?tertial={tertial}", why, $"/projekt/{project}/rapporter/{tertial}",
                $"/projekt/{project}/rapporter/{tertial}?avsnitt=flow", .. others,
            ])
            {
                await page.GotoAsync(service.At(address));
                (await page.ViolationsAsync()).ShouldBeEmpty($"{look} {address}");
                await page.FitsAsync(look.Width);
            }

            // Once the page's own is missing, on purpose; a page that is read again keeps its style sheet.
            complaints.Where(complaint => !complaint.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
            await page.Context.CloseAsync();
        }
    }

    [InBrowser]
    public async Task From_a_certified_report_to_what_has_changed_since()
    {
        using var api = service.Client("secretariat", "lund");
        var certified = await api.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/tertial-reports/2023-T2/certifications", new { exception = "Prov." });
        await certified.ShouldBeAsync(HttpStatusCode.Created);

        foreach (var look in new[] { new Look { JavaScript = false }, new Look { Width = Look.Zoomed }, new Look { Width = Look.Narrow, ForcedColors = true } })
        {
            var page = await browser.PageAsync(look with { Key = service.Key("secretariat", "lund") });
            await page.GotoAsync(service.At("/projekt/iris2/rapporter/2023-T2"));
            await Click(page, "ändringar sedan version 1");
            page.Url.ShouldEndWith("/versioner/1/andringar");
            (await page.MainTextAsync()).ShouldContain("Ingen siffra är ändrad.");
            await page.AxeAsync();
            await page.FitsAsync(look.Width);
            await page.Context.CloseAsync();
        }
    }

    [InBrowser]
    public async Task The_ways_in_are_accessible_in_every_look()
    {
        foreach (var look in new[]
        {
            new Look(), new Look { Width = Look.Zoomed, JavaScript = false }, new Look { Width = Look.Narrow, ForcedColors = true },
        })
        {
            // Nobody has signed in, a key is wrong, and a page is asked for by a role that may not read it.
            var page = await browser.PageAsync(look);
            foreach (var address in (string[])["/", "/projekt/iris2", "/delad/no-such-link"])
            {
                await page.GotoAsync(service.At(address));
                (await page.ViolationsAsync()).ShouldBeEmpty($"{look} {address}");
                await page.FitsAsync(look.Width);
            }

            await page.GotoAsync(service.At("/"));
            await page.GetByLabel("Nyckel").FillAsync("ok_wrong");
            await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
            (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldNotBeEmpty();
            (await page.ViolationsAsync()).ShouldBeEmpty($"{look} wrong key");
            await page.Context.CloseAsync();

            var operators = await browser.PageAsync(look with { Key = service.Key("operator") });
            await operators.GotoAsync(service.At("/projekt/iris2"));
            (await operators.ViolationsAsync()).ShouldBeEmpty($"{look} forbidden");
            await operators.FitsAsync(look.Width);
            await operators.Context.CloseAsync();
        }
    }

    [InBrowserTheory]
    [InlineData("lund", "secretariat")]
    [InlineData("uppsala", "secretariat")]
    public async Task The_board_is_accessible_in_every_look(string association, string role)
    {
        foreach (var look in new[] { new Look(), new Look { Width = Look.Zoomed }, new Look { Width = Look.Narrow, ForcedColors = true } })
        {
            var page = await browser.PageAsync(look with { Key = service.Key(role, association) });
            await page.GotoAsync(service.At($"/forbund/{association}"));
            await page.AxeAsync();
            await page.FitsAsync(look.Width);
            await page.Context.CloseAsync();
        }
    }

    [InBrowserTheory]
    [InlineData("fram")]
    [InlineData("iris2")]
    [InlineData("ips-unga")]
    [InlineData("uppsala")]
    public async Task A_project_is_printed_on_two_pages(string project)
    {
        var page = await browser.PageAsync(new Look { Key = service.Key("steering-group", project) });
        await page.GotoAsync(service.At($"/projekt/{project}"));
        var printed = System.Text.Encoding.Latin1.GetString(await page.PrintAsync());

        System.Text.RegularExpressions.Regex.Count(printed, @"/Type\s*/Page\b(?!s)").ShouldBeInRange(1, 2);
    }

    [InBrowser]
    public async Task Ten_questions_of_a_board_are_answered_by_what_is_to_be_read()
    {
        var page = await browser.PageAsync(new Look { Key = service.Key("steering-group", "iris2"), JavaScript = false });
        using var api = service.Client("steering-group", "iris2");
        await page.GotoAsync(service.At("/projekt/iris2"));
        await Click(page, "VSB");
        var vsb = await ItemAsync(api, "iris2", "iris2.work-or-studies", "vsb");
        var text = await GoalTextAsync(page, "iris2.work-or-studies");

        // 1. Do the women of VSB reach the goal of work or studies? 2. And the men? 3. How sure is that?
        text.ShouldContain($"Kvinnor {Figure(vsb, "woman")}");
        text.ShouldContain($"Män {Figure(vsb, "man")}");
        text.ShouldContain(vsb["verdict"]!.GetValue<string>() == "reached" ? "✓ Nått" : "✗ Inte nått");
        text.ShouldContain(vsb["clear"]!.GetValue<bool>() ? "säkert" : "osäkert");

        // 4. When is it judged? 5. What has been promised?
        text.ShouldContain("Bedöms " + vsb["dueOn"]!.GetValue<string>());
        text.ShouldContain("Målvärde ≥ " + vsb["rows"]![0]!["target"]!["atLeast"]!.GetValue<string>().Replace("%", " %", StringComparison.Ordinal));

        // 6. Are the figures up to date, and of which day?
        var main = await page.MainTextAsync();
        main.ShouldContain("Uppgifter per 2026-11-22, aktuella");

        // 7. Which follow-ups are still missing?
        var address = $"{ApiFactory.Base}/projects/iris2/tertial-reports/{vsb["tertial"]}?subproject=vsb";
        var report = await (await api.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
        var states = report["followUps"]!["sinceStart"]!.AsArray();
        foreach (var state in states.Where(row => !row!["key"]!.GetValue<string>().Contains("answer:", StringComparison.Ordinal)))
        {
            var shown = page.Locator($".trust [data-key='{state!["key"]}']");
            if (await shown.CountAsync() > 0)
            {
                (await shown.InnerTextAsync()).ShouldEndWith(": " + state["total"]!.GetValue<int>().ToString(CultureInfo.InvariantCulture));
            }
        }

        main.ShouldContain("Uppföljningar efter avslut");

        // 8. Which parts reach the goal?
        await Click(page, "Hela projektet");
        var parts = await page.GetByRole(AriaRole.Table).Filter(new() { HasText = "Höganäs" }).First.InnerTextAsync();
        var hoganas = await ItemAsync(api, "iris2", "iris2.work-or-studies", "hoganas");
        parts.ShouldContain("Höganäs");
        parts.ShouldContain("Kvinnor " + Figure(hoganas, "woman"));
        parts.ShouldContain("Män " + Figure(hoganas, "man"));

        // 9. How many more does IPS Unga need, and how fast? 10. Has FRAM reached its goal?
        var ips = await browser.PageAsync(new Look { Key = service.Key("steering-group", "ips-unga"), JavaScript = false });
        using var ipsApi = service.Client("steering-group", "ips-unga");
        await ips.GotoAsync(service.At("/projekt/ips-unga"));
        var counts = (await AllAsync(ipsApi, "ips-unga")).Where(item => item["pace"] is not null).ToArray();
        counts.ShouldNotBeEmpty();
        foreach (var count in counts)
        {
            (await GoalTextAsync(ips, count["goal"]!.GetValue<string>())).ShouldContain(count["sentence"]!.GetValue<string>());
        }

        var fram = await browser.PageAsync(new Look { Key = service.Key("steering-group", "fram"), JavaScript = false });
        using var framApi = service.Client("steering-group", "fram");
        await fram.GotoAsync(service.At("/projekt/fram"));
        foreach (var judged in (await AllAsync(framApi, "fram")).Where(item => item["verdict"]?.GetValue<string>() is "reached" or "not-reached"
            && item["window"]!.GetValue<string>() == "since-start"))
        {
            (await GoalTextAsync(fram, judged["goal"]!.GetValue<string>())).ShouldContain(judged["sentence"]!.GetValue<string>());
        }
    }

    private static Task<string> GoalTextAsync(IPage page, string goal) => page.Locator($"article[data-goal='{goal}']").First.InnerTextAsync();

    private static Task Click(IPage page, string link) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    /// <summary>Writes the share of a row as Swedish readers expect it, from what the API answers.</summary>
    private static string Figure(JsonNode item, string gender)
    {
        var row = item["rows"]!.AsArray().Single(r => r!["gender"]!.GetValue<string>() == gender)!;
        var percent = Math.Round(row["share"]!.GetValue<decimal>() * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);
        return $"{percent} % ({row["numerator"]} av {row["denominator"]})";
    }

    private static async Task<JsonNode> ItemAsync(HttpClient api, string project, string goal, string part) =>
        (await AllAsync(api, project, $"&goal={goal}&subproject={part}")).Single(item => item["window"]!.GetValue<string>() == "since-start");

    /// <summary>The items of the latest tertial.</summary>
    private static async Task<JsonNode[]> AllAsync(HttpClient api, string project, string query = "")
    {
        api.DefaultRequestHeaders.AcceptLanguage.Clear();
        api.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var first = await (await api.GetAsync($"{ApiFactory.Base}/projects/{project}/attainment?limit=1")).ShouldBeAsync(HttpStatusCode.OK);
        var asOf = DateOnly.Parse(first["asOf"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        for (var (year, number) = (asOf.Year, 3); ; (year, number) = number == 1 ? (year - 1, 3) : (year, number - 1))
        {
            var tertial = $"{year}-T{number}";
            var page = await (await api.GetAsync($"{ApiFactory.Base}/projects/{project}/attainment?limit=500&from={tertial}&to={tertial}{query}"))
                .ShouldBeAsync(HttpStatusCode.OK);
            if (page["items"]!.AsArray() is { Count: > 0 } items)
            {
                return [.. items.Select(item => item!)];
            }
        }
    }

    private async Task<IPage> SignInAsync(string key, Look look)
    {
        var page = await browser.PageAsync(look);
        await page.GotoAsync(service.At("/"));
        await page.GetByLabel("Nyckel").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
        page.Url.ShouldBe(service.At("/"));
        return page;
    }
}
