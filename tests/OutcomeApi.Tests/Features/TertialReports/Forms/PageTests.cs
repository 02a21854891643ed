using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Features.TertialReports.Forms;

/// <summary>
/// The printable page as those have it who read and sign it: in a browser, wide and narrow, and on paper. The demo's Uppsala and IRIS 2; Uppsala's
/// first tertial of 2025 is certified.
/// </summary>
public sealed class PageTests(PageFactory api, Chromium browser) : IClassFixture<PageFactory>, IClassFixture<Chromium>
{
    private const string Uppsala = "projects/uppsala/tertial-reports/2025-T3";
    private const string UppsalaCertified = "projects/uppsala/tertial-reports/2025-T1";
    private const string IrisCut = "projects/iris2/tertial-reports/2026-T1";
    private const string Lund = "associations/lund/tertial-reports/2025-T3";

    /// <summary>A4, lying, without its margins of 12 mm: 273 mm in pixels of 1/96 inch.</summary>
    private const int WidthOfPaper = 1031;

    [OnChromiumTheory]
    [InlineData(Uppsala, "secretariat", "", 1280)]
    [InlineData(Uppsala, "secretariat", "&subproject=ips", 400)]
    [InlineData(Uppsala, "steering-group", "", 1280)]
    [InlineData(UppsalaCertified, "secretariat", "", 1280)]
    [InlineData(UppsalaCertified, "steering-group", "", 400)]
    [InlineData(IrisCut, "secretariat", "", 1280)]
    [InlineData(Lund, "secretariat", "", 400)]
    public async Task A_page_violates_no_rule_of_accessibility_and_nothing_of_it_is_cut_off(string address, string role, string query, int width)
    {
        var page = await OpenAsync(address, role, query, width);

        (await page.ViolationsAsync()).ShouldBeEmpty();
        (await page.EvaluateAsync("getComputedStyle(document.querySelector('table')).borderCollapse"))!.GetValue<string>().ShouldBe("collapse");
        (await page.EvaluateAsync("document.documentElement.scrollWidth"))!.GetValue<int>().ShouldBeLessThanOrEqualTo(width);

        await page.ShowAsOnPaperAsync(WidthOfPaper);
        var tooWide = await page.EvaluateAsync(
            $"[...document.querySelectorAll('table, td, th, p, dd, svg')].filter(e => e.getBoundingClientRect().right > {WidthOfPaper} + 1)"
                + ".map(e => e.outerHTML.slice(0, 120))");
        tooWide!.AsArray().Select(e => e!.GetValue<string>()).ShouldBeEmpty();
    }

    [OnChromiumTheory]
    [InlineData(Uppsala, "secretariat")]
    [InlineData(Uppsala, "steering-group")]
    [InlineData(IrisCut, "secretariat")]
    public async Task On_a_narrow_screen_goals_are_whole_and_the_other_rows_keep_their_name_and_their_total(string address, string role)
    {
        const int Width = 400;
        var page = await OpenAsync(address, role, string.Empty, Width);

        // Everything that is said of a goal lies within the screen, each figure under its word.
        var goals = (await page.EvaluateAsync(
            $$"""
            [...document.querySelectorAll('[aria-labelledby=goals] tbody tr')].map(row => ({
              inside: [...row.children].every(cell => cell.getBoundingClientRect().left >= 0 && cell.getBoundingClientRect().right <= {{Width}}
                && cell.scrollWidth <= cell.clientWidth + 1),
              words: [...row.querySelectorAll('td')].map(cell => getComputedStyle(cell, '::before').content)}))
            """))!.AsArray();
        goals.Count.ShouldBeGreaterThan(20);
        goals.ShouldAllBe(row => row!["inside"]!.GetValue<bool>());
        string[] words = role == "steering-group"
            ? ["Kvinnor", "Män", "Totalt", "Målvärde", "Måluppfyllelse", "Kvinnor och män"]
            : ["Kvinnor", "Män", "Annan könsidentitet", "Uppgift saknas", "Totalt", "Målvärde", "Måluppfyllelse", "Kvinnor och män"];
        goals.Select(row => string.Join(' ', row!["words"]!.AsArray().Select(word => word!.GetValue<string>()))).Distinct()
            .ShouldBe([string.Join(' ', words.Select(word => $"\"{word}\"")), "none"], ignoreOrder: true);

        // Other tables are scrolled in their frame, and name and total of the tertial stay.
        var away = await page.EvaluateAsync(
            $$"""
            [0, 10000].flatMap(left => [...document.querySelectorAll('main > section:not([aria-labelledby=goals]) > .table')].flatMap(frame => {
              frame.scrollLeft = left;
              const total = frame.querySelectorAll('colgroup')[1]?.span ?? frame.querySelectorAll('thead th').length - 1;
              return [...frame.querySelectorAll('tbody tr')].flatMap(row => [row.firstElementChild, row.children[total]])
                .filter(cell => cell.getBoundingClientRect().left < -1 || cell.getBoundingClientRect().right > {{Width}} + 1)
                .map(cell => left + ' ' + cell.outerHTML.slice(0, 80));
            }))
            """);
        away!.AsArray().Select(cell => cell!.GetValue<string>()).ShouldBeEmpty();
        (await page.EvaluateAsync("Math.max(...[...document.querySelectorAll('.table')].map(frame => frame.scrollWidth - frame.clientWidth))"))!
            .GetValue<int>().ShouldBeGreaterThan(100);
    }

    [OnChromium]
    public async Task What_is_wrong_with_a_page_is_found()
    {
        var page = await OpenAsync(Uppsala, "secretariat", string.Empty, 1280);
        await page.EvaluateAsync("document.documentElement.removeAttribute('lang'); document.querySelector('h2').style.color = '#ddd'; 1");

        (await page.ViolationsAsync()).Select(v => v.Split(' ')[0]).ShouldBe(["color-contrast", "html-has-lang"], ignoreOrder: true);
    }

    [OnChromium]
    public async Task On_paper_the_published_figures_stand_and_every_page_says_what_it_is_of()
    {
        var pages = await PrintedAsync(Uppsala, "secretariat");

        pages.Length.ShouldBeInRange(5, 25);
        for (var number = 1; number <= pages.Length; number++)
        {
            pages[number - 1].ShouldContain("Tertialrapport 2025-T3");
            pages[number - 1].ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{number} ({pages.Length})"));

            // A table that goes on has its headings again.
            pages[number - 1].ShouldMatch("Totalt|Underskrift");
        }

        pages[0].ShouldMatch("Projekt +Samordnat stöd");
        pages[0].ShouldMatch(@"Tertial +2025-T3, 2025-09-01–2025-12-31\r?\n");
        pages[0].ShouldMatch("Lämnas senast +2026-01-31");
        pages[0].ShouldMatch("Status +öppen");
        pages[0].ShouldContain("Målen i korthet");
        pages.ShouldContain(page => page.Contains("Tabellen går ihop i alla fönster", StringComparison.Ordinal));
        pages.ShouldContain(page => page.Contains("15 rader utan uppgifter", StringComparison.Ordinal));
        pages[^1].ShouldContain("Namnförtydligande");

        // 124 were there at the start: 68 women, 55 men and one other. Of the three windows the year to date and since the start are the same.
        string[] lines = [.. pages.SelectMany(p => p.Split('\n')).Select(line => Regex.Replace(line.Trim(), " +", " "))];
        void ShouldEnd(string row, string figures) =>
            lines.ShouldContain(line => line.StartsWith(row, StringComparison.Ordinal) && line.EndsWith(figures, StringComparison.Ordinal), row);
        ShouldEnd("Pågående vid periodens början", "68 55 1 124 68 55 1 124");
        foreach (var (row, total) in new[]
        {
            ("Anvisade ", 179), ("Påbörjade ", 97), ("I kö vid periodens slut", 39), ("Anvisningar stängda utan start", 155),
            ("Studier slutförda", 4), ("Studier (påbörjade)", 20), ("Sysselsättningsgrupp: Arbete", 20),
        })
        {
            ShouldEnd(row, string.Create(CultureInfo.InvariantCulture, $" {total}"));
        }

        // Colours are not printed; the words are. The project runs until 2027: nothing is judged before.
        lines.ShouldContain(line => line.Contains("Hittills: når", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.Contains("Inte nått", StringComparison.Ordinal));
    }

    [OnChromium]
    public async Task On_paper_a_certified_report_says_who_certified_what_and_a_cut_tertial_that_it_is_cut()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["uppsala"]);
        var version = (await secretariat.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/{UppsalaCertified}/versions"))!["items"]![0]!;
        var hash = version["sha256"]!.GetValue<string>();

        var pages = await PrintedAsync(UppsalaCertified, "secretariat");

        pages[0].ShouldMatch("Status +certifierad, version 1");
        pages[0].ShouldMatch(@"Certifierad +2026-11-22 kl\. 12\.[0-9]{2}, test secretariat");
        pages[0].ShouldMatch("SHA-256 +" + hash);
        pages.ShouldAllBe(page => page.Contains($"version 1, SHA-256 {hash}", StringComparison.Ordinal));

        // By the hash of the exact numbers a steering group could check a guess at those withheld.
        var steeringGroup = await PrintedAsync(UppsalaCertified, "steering-group");
        steeringGroup[0].ShouldMatch("Status +certifierad, version 1");
        string.Concat(steeringGroup).ShouldNotContain(hash[..16]);

        (await PrintedAsync(IrisCut, "secretariat"))[0].ShouldMatch(@"Tertial +2026-T1, 2026-01-01–2026-01-31 \(avkortat\)");
    }

    [Fact]
    public async Task The_published_figures_stand_in_every_form()
    {
        using var reader = await api.ClientAsync("secretariat", associations: ["uppsala"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var swede = await api.ClientAsync("secretariat", associations: ["uppsala"]);
        var forms = new Dictionary<string, Dictionary<string, string>>
        {
            ["json"] = FormCells.OfJson((await reader.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/{Uppsala}"))!),
            ["csv"] = FormCells.OfCsv(await reader.GetStringAsync($"{ApiFactory.Base}/{Uppsala}?format=csv"), semicolon: false),
            ["xlsx"] = FormCells.OfWorkbook(await reader.GetByteArrayAsync($"{ApiFactory.Base}/{Uppsala}?format=xlsx")),
            ["jsonstat"] = FormCells.OfJsonStat((await reader.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/{Uppsala}?format=jsonstat"))!),
            ["html"] = FormCells.OfHtml(await swede.GetStringAsync($"{ApiFactory.Base}/{Uppsala}?format=html")),
        };
        foreach (var (form, cells) in forms)
        {
            string Cell(string key, string gender = "total", string section = "flow") => cells[$"{section}/year-to-date/{key}/count/{gender}"];
            (Cell("ongoing-at-start", "woman"), Cell("ongoing-at-start", "man"), Cell("ongoing-at-start", "other-or-unknown"), Cell("ongoing-at-start"))
                .ShouldBe(("68", "55", "1", "124"), form);
            (Cell("referred"), Cell("not-started"), Cell("started"), Cell("queued-at-end")).ShouldBe(("179", "155", "97", "39"), form);
            (Cell("group:work", section: "exits"), Cell("studies-completed", section: "exits"), Cell("studies", section: "exits"))
                .ShouldBe(("20", "4", "20"), form);
        }
    }

    [OnLibreOffice]
    public async Task A_workbook_prints_on_few_pages_each_with_the_headings_of_its_sheet()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-office-");
        try
        {
            using var swede = await api.ClientAsync("secretariat", associations: ["uppsala"]);
            await File.WriteAllBytesAsync(
                Path.Combine(folder.FullName, "r.xlsx"), await swede.GetByteArrayAsync($"{ApiFactory.Base}/{Uppsala}?format=xlsx"));
            await ReportFormTests.OfficeAsync(folder, "--convert-to", "pdf", Path.Combine(folder.FullName, "r.xlsx"));

            var pages = await PagesOfAsync(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "r.pdf")));
            pages.Length.ShouldBeInRange(8, 20);
            pages.ShouldAllBe(page => page.Contains("Tertialrapport 2025-T3", StringComparison.Ordinal));
            pages.Skip(2).ShouldAllBe(page => Regex.IsMatch(page, "Rad +Mått"));
            pages[0].ShouldContain("Andel bland kvinnor och män");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<ChromiumPage> OpenAsync(string address, string role, string query, int width)
    {
        using var reader = await api.ClientAsync(role, role == "secretariat" ? [] : ["uppsala", "iris2"], role == "secretariat" ? ["uppsala", "lund"] : []);
        using var answer = await reader.GetAsync($"{ApiFactory.Base}/{address}?format=html{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await browser.OpenAsync(answer, width);
    }

    /// <summary>The text of each printed page, laid out as on paper.</summary>
    private async Task<string[]> PrintedAsync(string address, string role)
    {
        var page = await OpenAsync(address, role, string.Empty, 1280);
        return await PagesOfAsync(await page.PrintAsync());
    }

    private static async Task<string[]> PagesOfAsync(byte[] printed)
    {
        using var program = Process.Start(
            new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", "-", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var text = program.StandardOutput.ReadToEndAsync();
        await program.StandardInput.BaseStream.WriteAsync(printed);
        program.StandardInput.Close();
        var pages = (await text).Split('\f')[..^1];
        await program.WaitForExitAsync();
        program.ExitCode.ShouldBe(0);
        return pages;
    }
}

/// <summary>The service with the demo's Uppsala and IRIS 2.</summary>
public sealed class PageFactory : ApiFactory, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await this.RegisterDemoAsync("uppsala");
        await this.RegisterDemoAsync("iris2");
        using var secretariat = await ClientAsync("secretariat", associations: ["uppsala"]);
        await (await secretariat.PostAsync($"{Base}/projects/uppsala/tertial-reports/2025-T1/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
