using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using OutcomeApi.Features.TertialReports.Forms;

namespace OutcomeApi.Tests.Features.TertialReports.Forms;

/// <summary>The report in its forms: the same figures in all, and each form as its readers expect it. Two projects with a little of everything.</summary>
public sealed class ReportFormTests(FormFactory api) : IClassFixture<FormFactory>
{
    private const string Iris = ApiFactory.Base + "/projects/iris2/tertial-reports/2024-T2";
    private const string Certified = ApiFactory.Base + "/projects/iris2/tertial-reports/2024-T3";
    private const string Uppsala = ApiFactory.Base + "/projects/uppsala/tertial-reports/2025-T3";

    [Theory]
    [InlineData(Iris, "registrar")]
    [InlineData(Iris, "steering-group")]
    [InlineData(Iris + "?subproject=usb", "registrar")]
    [InlineData(Iris + "?subproject=usb", "steering-group")]
    [InlineData(Uppsala, "registrar")]
    [InlineData(Uppsala, "steering-group")]
    [InlineData(Certified, "registrar")]
    [InlineData(Certified, "steering-group")]
    [InlineData(Certified + "?subproject=hoganas", "registrar")]
    [InlineData(Certified + "?subproject=hoganas", "steering-group")]
    [InlineData(Certified + "/versions/1", "secretariat")]
    public async Task All_forms_hold_the_same_figures(string address, string role)
    {
        Task<HttpClient> ReaderAsync() => role == "secretariat" ? api.ClientAsync(role, associations: ["lund"]) : api.ClientAsync(role, ["iris2", "uppsala"]);
        using var reader = await ReaderAsync();
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var swede = await ReaderAsync();
        var asked = address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "format=";
        async Task<HttpContent> In(string form) => (await (form == "html" ? swede : reader).GetAsync(asked + form)).EnsureSuccessStatusCode().Content;

        var answer = (await (await In("json")).ReadFromJsonAsync<JsonObject>())!;
        var report = answer["report"]?.AsObject() ?? answer;
        var json = FormCells.OfJson(report);
        var merged = FormCells.MergedOfJson(report);
        json.Count.ShouldBeGreaterThan(role == "steering-group" ? 300 : 1000);
        json.Values.Any(v => v is not ("" or "0" or FormCells.Withheld) && !PageCells.IsSmall(v)).ShouldBeTrue();
        json.ContainsValue(FormCells.Withheld).ShouldBe(role == "steering-group");
        json.Values.Any(PageCells.IsSmall).ShouldBe(role == "steering-group");
        (merged.Count > 0).ShouldBe(role == "steering-group");
        json.Keys.Any(key => key.EndsWith("/other-or-unknown", StringComparison.Ordinal)).ShouldBe(role != "steering-group");

        foreach (var (query, semicolon) in new[] { ("csv", false), ("csv&separator=semicolon", true) })
        {
            var csv = await (await In(query)).ReadAsStringAsync();
            PageCells.Differences(json, FormCells.OfCsv(csv, semicolon)).ShouldBeEmpty();
            PageCells.Differences(merged, FormCells.MergedOfCsv(csv, semicolon)).ShouldBeEmpty();
        }

        var workbook = await (await In("xlsx")).ReadAsByteArrayAsync();
        PageCells.Differences(json, FormCells.OfWorkbook(workbook)).ShouldBeEmpty();
        FormCells.MergedOfWorkbook(workbook).ShouldBe(merged.ToDictionary(line => line.Key, line => line.Value.Split(' ').Length), ignoreOrder: true);

        // The same rows are folded away as on the page, where each window that stands alone has its own.
        var (foldedLines, saidCounts) = FormCells.FoldedOfWorkbook(workbook);
        static string KeyOf(string key) => key.Split('/') is var parts ? $"{parts[0]}/{parts[2]}" : key;
        var zeros = json.Where(c => !c.Key.StartsWith("goals/", StringComparison.Ordinal)).GroupBy(c => KeyOf(c.Key))
            .Where(row => row.All(c => c.Value is "" or "0")).Select(row => row.Key).ToArray();
        foldedLines.ShouldBe(zeros, ignoreOrder: true);
        saidCounts.ShouldBe(zeros.CountBy(row => row.Split('/')[0]).ToDictionary(), ignoreOrder: true);

        // A cube has all combinations: those that are no cell of the report are null.
        var cube = FormCells.OfJsonStat((await (await In("jsonstat")).ReadFromJsonAsync<JsonObject>())!);
        PageCells.Differences(json, cube.Where(c => json.ContainsKey(c.Key) || c.Value.Length > 0).ToDictionary()).ShouldBeEmpty();

        var html = await (await In("html")).ReadAsStringAsync();
        var unsaid = PageCells.ShouldShow(report, html);

        // Rows of nothing but zeros are folded away. A table of one figure a row has all windows side by side; the others have a table for each.
        var folded = FormCells.FoldedOfHtml(html);
        var empty = json.Where(c => !unsaid.Append("goals").Contains(c.Key.Split('/')[0]))
            .Where(c => !PageCells.IsOfMonth(c.Key) || c.Key.Contains("/since-start/", StringComparison.Ordinal))
            .GroupBy(c => c.Key.Split('/')[0] is "follow-up-shares" or "self-assessments" or "self-assessments-given" or "fidelity"
                ? c.Key[..c.Key.LastIndexOf('/')] : KeyOf(c.Key))
            .ToArray();
        var sideBySide = empty.Where(row => row.Key.Split('/').Length == 2).Where(row => row.All(c => c.Value is "" or "0")).Select(row => row.Key);
        folded.Select(row => row.Key).Where(row => !Regex.IsMatch(row, "^(follow-up-shares|self-assessments|self-assessments-given|fidelity)/"))
            .ShouldBe(sideBySide, ignoreOrder: true);
        folded.Any(row => row.Key.StartsWith("goals/", StringComparison.Ordinal)).ShouldBeFalse();
        foreach (Match details in Regex.Matches(html, "<details>.*?</details>", RegexOptions.Singleline))
        {
            var rows = Regex.Count(details.Value, "<tr data-key=");
            details.Value.ShouldStartWith(rows == 1 ? "<details><summary>1 rad utan uppgifter" : $"<details><summary>{rows} rader utan uppgifter");
        }
    }

    [Fact]
    public async Task A_page_begins_with_the_goals_a_sentence_each_in_the_window_that_judges_them()
    {
        using var reader = await api.ClientAsync("registrar", ["uppsala"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var report = (await reader.GetFromJsonAsync<JsonObject>(Uppsala))!;
        var page = await reader.GetStringAsync(Uppsala + "?format=html");

        // What is measured from year to year is judged in the year, the others since the start.
        string[] expected =
        [
            .. report["goals"]!.AsArray()
                .Where(g => g!["window"]!.GetValue<string>() == (g["goal"]!.GetValue<string>() == "uppsala.result-not-lower" ? "year-to-date" : "since-start"))
                .Select(g => g!["sentence"]!.GetValue<string>())
        ];
        expected.Length.ShouldBe(6);
        var list = Regex.Match(page, "<h1>.*?</h1><section aria-labelledby=\"goals-in-short\">.*?<ul[^>]*>(?<items>.*?)</ul>", RegexOptions.Singleline);
        Regex.Matches(list.Groups["items"].Value, "<li[^>]*><b>[^<]+</b> (?<sentence>[^<]*)</li>")
            .Select(m => WebUtility.HtmlDecode(m.Groups["sentence"].Value)).ShouldBe(expected);
        Regex.Matches(page, "<h2 id=\"([a-z-]+)\">").Select(m => m.Groups[1].Value).Take(3).ShouldBe(["goals-in-short", "goals", "flow"]);
    }

    [Fact]
    public async Task A_goal_is_said_in_short_where_it_is_judged_now_in_a_year_or_at_the_end()
    {
        await api.PutProjectAsync("fram");
        using var reader = await api.ClientAsync("registrar", ["fram"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        const string Fram = ApiFactory.Base + "/projects/fram";

        // Each tertial that is asked about is better than the time before it: the same goal is said in other words in another window.
        foreach (var exitedOn in new[] { "2021-10-01", "2022-02-01", "2022-06-01", "2022-10-01", "2023-10-01" })
        {
            var enrollment = TestData.Enrollment("E-" + exitedOn, ("consentGivenOn", "2021-03-01"), ("startedOn", "2021-03-01"));
            await (await reader.PostAsJsonAsync(Fram + "/enrollments", enrollment)).ShouldBeAsync(HttpStatusCode.Created);
            var exit = TestData.Exit("E-" + exitedOn, ("exitedOn", exitedOn));
            if (exitedOn is not ("2021-10-01" or "2022-02-01"))
            {
                exit["documentationGivenToReferrerOn"] = exitedOn;
                exit["documentationGivenToParticipantOn"] = exitedOn;
            }

            await (await reader.PostAsJsonAsync(Fram + "/exits", exit)).ShouldBeAsync(HttpStatusCode.Created);
        }

        foreach (var tertial in new[] { "2022-T2", "2022-T3", "2023-T3" })
        {
            var address = $"{Fram}/tertial-reports/{tertial}";
            var goals = (await reader.GetFromJsonAsync<JsonObject>(address))!["goals"]!.AsArray();
            string Sentence(string goal, string window) => goals.Single(g => g!["goal"]!.GetValue<string>() == goal
                && g["window"]!.GetValue<string>() == window)!["sentence"]!.GetValue<string>();
            Sentence("fram.final-documentation", "tertial").ShouldNotBe(Sentence("fram.final-documentation", "since-start"));
            var list = Regex.Match(await reader.GetStringAsync(address + "?format=html"), "<section aria-labelledby=\"goals-in-short\">.*?</section>").Value;

            Regex.Matches(list, "</b> ([^<]*)</li>").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ShouldBe(
                [Sentence("fram.next-step", "since-start"), Sentence("fram.final-documentation", "tertial"), Sentence("fram.volume", "year-to-date")],
                ignoreOrder: true);
            list.ShouldContain("7 mått följs utan målvärde.");
        }
    }

    [Fact]
    public async Task Below_a_goal_stand_its_pace_its_forecast_and_what_a_change_is_measured_from()
    {
        using var reader = await api.ClientAsync("registrar", ["uppsala"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var report = (await reader.GetFromJsonAsync<JsonObject>(Uppsala))!;
        var goal = report["goals"]!.AsArray().Single(g => g!["goal"]!.GetValue<string>() == "uppsala.supported" && g["pace"] is not null)!;
        var page = await reader.GetStringAsync(Uppsala + "?format=html");

        static string Comma(JsonNode? number) => number!.ToJsonString().Replace(".0", string.Empty, StringComparison.Ordinal).Replace('.', ',');
        var pace = goal["pace"]!;
        var said = $"Takt: {pace["missing"]} saknas, {Comma(pace["monthsLeft"])} månader kvar, {Comma(pace["perMonthSoFar"])} i månaden hittills, "
            + $"{Comma(pace["perMonthNeeded"])} behövs.";
        WebUtility.HtmlDecode(page).ShouldContain($"{said} {goal["forecast"]?["text"]}".TrimEnd());

        // It stands once, in the only window that compares with it.
        Regex.Matches(page, "<caption>Mål, ([^<]*) 20|(Före projektet: 17 % \\(34 av 205\\), 2024-12-31\\.)")
            .Select(m => m.Groups[1].Value + m.Groups[2].Value)
            .ShouldBe(["tertialet", "året hittills", "Före projektet: 17 % (34 av 205), 2024-12-31.", "sedan start"]);
    }

    [Theory]
    [InlineData("sv", @"\d\.\d", "21,5")]
    [InlineData("en", @"\d,\d", "21.5")]
    public async Task Every_number_that_is_seen_has_the_decimal_sign_of_the_language(string language, string foreign, string seen)
    {
        const string Unseen = "<style>.*?</style>|<svg.*?</svg>|<[^>]*>";
        using var reader = await api.ClientAsync("registrar", ["iris2", "uppsala"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        foreach (var address in new[] { Iris, Uppsala })
        {
            var text = Regex.Replace(await reader.GetStringAsync(address + "?format=html"), Unseen, " ", RegexOptions.Singleline);
            Regex.Matches(Regex.Replace(text, @"kl\. \d\d\.\d\d", string.Empty), ".{20}" + foreign + ".{10}").Select(m => m.Value).ShouldBeEmpty();
            if (address == Uppsala)
            {
                text.ShouldContain(seen);
            }
        }
    }

    [Fact]
    public async Task A_certified_report_says_in_every_form_who_certified_which_version_with_which_hash()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        secretariat.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var signed = await secretariat.GetAsync(Certified + "/versions/1");
        var hash = Convert.ToHexStringLower(SHA256.HashData(await signed.Content.ReadAsByteArrayAsync()));
        foreach (var address in new[] { Certified + "?", Certified + "/versions/1?" })
        {
            var csv = await secretariat.GetStringAsync(address + "format=csv");
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .ShouldAllBe(line => Regex.IsMatch(line, $",certified,1,2026-11-22T11:..:..Z,test secretariat,{hash}$"));

            using var workbook = SpreadsheetDocument.Open(new MemoryStream(await secretariat.GetByteArrayAsync(address + "format=xlsx")), isEditable: false);
            var sheets = workbook.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().ToArray();
            sheets.Select(sheet => sheet.Name!.Value).Take(4).ShouldBe(["Sammanfattning", "Rapport", "Mål", "Flöde"]);
            var facts = ((WorksheetPart)workbook.WorkbookPart.GetPartById(sheets[1].Id!)).Worksheet.Descendants<Row>()
                .Select(r => string.Join(": ", r.Elements<Cell>().Select(c => c.InnerText))).ToArray();
            facts.ShouldContain("Status: certifierad, version 1");
            facts.ShouldContain("SHA-256: " + hash);
            facts.ShouldContain(fact => Regex.IsMatch(fact, @"^Certifierad: 2026-11-22 kl\. 12\..., test secretariat$"));

            var page = await secretariat.GetStringAsync(address + "format=html");
            page.ShouldContain("<dt>Status</dt><dd>certifierad, version 1</dd>");
            page.ShouldContain($"<dt>SHA-256</dt><dd>{hash}</dd>");

            var collection = (await secretariat.GetFromJsonAsync<JsonObject>(address + "format=jsonstat"))!;
            collection["note"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldContain("SHA-256: " + hash);
            collection["extension"]!["status"]!.GetValue<string>().ShouldBe("certified");
            collection["extension"]!["certification"]!["sha256"]!.GetValue<string>().ShouldBe(hash);
        }

        // The register has moved on: the report says so, the version does not know.
        (await secretariat.GetStringAsync(Certified + "?format=html")).ShouldContain("<dt>Ändrat sedan dess</dt><dd>ja, ");
        (await secretariat.GetStringAsync(Certified + "/versions/1?format=html")).ShouldNotContain("Ändrat sedan dess");
        (await secretariat.GetStringAsync(Certified + "?format=html&view=current")).ShouldContain("<dt>Status</dt><dd>öppen</dd>");
        await (await secretariat.GetAsync(Certified + "/versions/2?format=html")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await secretariat.GetAsync(Certified + "/versions/1?format=pdf")).ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable /format");
        await (await secretariat.GetAsync(Certified + "/versions/1?format=csv&subproject=none"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");

        using var steeringGroup = await api.ClientAsync("steering-group", ["iris2"]);
        foreach (var form in new[] { "json", "csv", "html", "jsonstat" })
        {
            var text = await steeringGroup.GetStringAsync($"{Certified}?format={form}");
            text.ShouldContain("test secretariat");
            text.ShouldNotContain(hash);
        }
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")] // a browser
    [InlineData("application/vnd.json-stat", "application/vnd.json-stat")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/html;q=0.5, text/csv", "text/csv")]
    [InlineData("application/json;q=0, text/html", "text/html")]
    [InlineData(null, "application/json")]
    public async Task Accept_chooses_the_form(string? accept, string mediaType)
    {
        using var response = await GetAsync(Iris, accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        response.Headers.Vary.ShouldBe(["Accept", "Accept-Language"]);
    }

    [Fact]
    public async Task Format_goes_before_accept_and_other_forms_are_refused()
    {
        (await GetAsync(Iris + "?format=csv", "text/html")).Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await GetAsync(Iris + "?format=json", "image/png")).Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        await (await GetAsync(Iris, "image/png")).ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable");
        var unknown = await (await GetAsync(Iris + "?format=pdf", null)).ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable /format");
        unknown["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldBe("Ask for: json, csv, xlsx, html, jsonstat.");
        await (await GetAsync(Iris + "?format=csv&section=gender", null)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /section");
        await (await GetAsync(Iris + "?format=csv&separator=tab", null)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /separator");
    }

    [Fact]
    public async Task One_section_as_csv_tells_what_its_rows_are_about()
    {
        var csv = await (await GetAsync(Iris + "?format=csv&section=exits&separator=semicolon&bom=true", null)).Content.ReadAsByteArrayAsync();

        csv[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        var lines = Encoding.UTF8.GetString(csv[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe(
            "project;tertial;section;sectionText;window;windowText;from;to;partial;key;text;ending;group;figure;figureText;gender;genderText;value;withheld;"
                + "fewerThan;categories;status;version;certifiedAt;certifiedBy;sha256");
        lines.ShouldContain(
            "iris2;2024-T2;exits;Avslut;tertial;Tertialet;2024-05-01;2024-08-31;false;studies;Studier (påbörjade);planned;studies;count;Antal;woman;Kvinnor;1;"
                + "false;;;open;;;;");
        lines.Skip(1).Select(l => l.Split(';')[2]).Distinct().ShouldBe(["exits"]);
        (await (await GetAsync(Iris + "?format=csv", null)).Content.ReadAsByteArrayAsync())[0].ShouldBe((byte)'p');
    }

    [Fact]
    public async Task Decimals_have_a_comma_where_values_are_parted_by_semicolons()
    {
        var csv = await (await GetAsync(Iris + "?format=csv&section=follow-up-shares&separator=semicolon", null)).Content.ReadAsStringAsync();

        csv.ShouldContain(";share;Andel;total;Totalt;0,5;false;;;open");
        csv.ShouldNotContain(";0.5;");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+46", "'+46")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("Arbete", "Arbete")]
    [InlineData("", "")]
    public void Texts_are_no_formulas(string text, string written) => OutcomeApi.Http.CsvTable.Harmless(text).ShouldBe(written);

    [Fact]
    public async Task A_name_that_looks_like_a_formula_or_like_markup_is_a_text_in_every_form()
    {
        const string Name = "=HYPERLINK(\"http://x\")<script>alert(1)</script>&";
        await api.PutProjectAsync("evil", file =>
            file["exitReasons"] = new JsonArray(new JsonObject { ["code"] = "studies", ["text"] = new JsonObject { ["sv"] = Name, ["en"] = Name } }));
        using var reader = await api.ClientAsync("registrar", ["evil"]);
        Task<byte[]> In(string form) => reader.GetByteArrayAsync($"{ApiFactory.Base}/projects/evil/tertial-reports/2024-T2?format={form}");

        Encoding.UTF8.GetString(await In("csv")).ShouldContain(",\"'=HYPERLINK(");
        var html = Encoding.UTF8.GetString(await In("html"));
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldContain("&lt;script&gt;");
        ShouldBeValid(await In("xlsx"));
    }

    [Fact]
    public async Task A_workbook_is_valid_and_has_numbers_dates_and_headings_that_stay()
    {
        var workbook = await (await GetAsync(Iris + "?format=xlsx", null, "en")).Content.ReadAsByteArrayAsync();

        ShouldBeValid(workbook);
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var sheets = file.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().ToArray();
        sheets.Length.ShouldBe(2 + 23);
        Worksheet Sheet(string name) => ((WorksheetPart)file.WorkbookPart.GetPartById(sheets.Single(s => s.Name == name).Id!)).Worksheet;
        Cell CellOf(string sheet, string address) => Sheet(sheet).Descendants<Cell>().Single(c => c.CellReference == address);
        var names = file.WorkbookPart.Workbook.DefinedNames!.Elements<DefinedName>().ToLookup(n => n.LocalSheetId!.Value, n => (n.Name!.Value!, n.Text));
        foreach (var (sheet, index) in sheets.Select((sheet, index) => (Sheet(sheet.Name!), (uint)index)))
        {
            sheet.GetFirstChild<SheetProperties>()!.PageSetupProperties!.FitToPage!.Value.ShouldBeTrue();
            var paper = sheet.GetFirstChild<PageSetup>()!;
            (paper.PaperSize!.Value, paper.Orientation!.Value, paper.FitToWidth!.Value).ShouldBe((9u, OrientationValues.Landscape, 1u));

            // A long sheet goes on, a short one without charts is on one page. A line is 15 points high.
            var lines = sheet.Descendants<Row>().Where(row => row.Hidden is null).Sum(row => (row.Height?.Value ?? 15) / 15);
            paper.FitToHeight!.Value.ShouldBe(lines <= 70 && !sheet.Elements<Drawing>().Any() ? 1u : 0u, sheets[index].Name!);
            var isHidden = sheets[index].State?.Value == SheetStateValues.Hidden;
            names[index].Any(n => n.Item1 == "_xlnm.Print_Area").ShouldBe(!isHidden, sheets[index].Name!);
            if (index < 2)
            {
                continue;
            }

            var pane = sheet.Descendants<Pane>().Single();
            (pane.State!.Value, pane.VerticalSplit!.Value).ShouldBe((PaneStateValues.Frozen, 2), sheets[index].Name!);
            names[index].ShouldContain(("_xlnm.Print_Titles", $"'{sheets[index].Name}'!$1:$2"));
            var rows = sheet.Descendants<Row>().Count();
            if (rows > 2)
            {
                sheet.GetFirstChild<AutoFilter>()!.Reference!.Value!.ShouldMatch($"^A2:[A-Z]+{rows}$");
            }

            // A sheet on which every figure is zero is not in the way.
            var numbers = sheet.Descendants<Row>().Skip(2).SelectMany(r => r.Elements<Cell>()).Where(c => c.DataType!.Value == CellValues.Number).ToArray();
            isHidden.ShouldBe(numbers.All(c => c.InnerText == "0"), sheets[index].Name!);
        }

        // The windows stand side by side, and a number is a number.
        CellOf("Exits", "C1").InnerText.ShouldBe("The tertial 2024-05-01–2024-08-31");
        CellOf("Exits", "G1").InnerText.ShouldBe("The year to date 2024-01-01–2024-08-31");
        CellOf("Exits", "K1").InnerText.ShouldBe("Since the start 2023-02-01–2024-08-31");
        var studies = Sheet("Exits").Descendants<Row>().Single(r => r.Elements<Cell>().Last().InnerText == "studies").Elements<Cell>().ToArray();
        studies[2].DataType!.Value.ShouldBe(CellValues.Number);
        studies.Skip(2).SkipLast(1).Select(c => c.InnerText).ShouldBe(["1", "1", "0", "2", "1", "1", "0", "2", "1", "1", "0", "2"]);

        var fills = file.WorkbookPart.WorkbookStylesPart!.Stylesheet;
        string? Colour(Cell cell) =>
            fills.Fills!.Elements<Fill>().ElementAt((int)fills.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).FillId!.Value)
            .PatternFill!.ForegroundColor?.Rgb?.Value;
        var verdicts = Sheet("Goals").Descendants<Row>().Skip(2).SelectMany(r => r.Elements<Cell>()).ToLookup(c => c.InnerText, Colour);
        verdicts["Judged in another window: does not meet the target"].Distinct().ShouldBe([null]);

        // In the project's last tertial the goals are due.
        var address = Iris.Replace("2024-T2", "2026-T1", StringComparison.Ordinal) + "?format=xlsx";
        var last = await (await GetAsync(address, null, "en")).Content.ReadAsByteArrayAsync();
        using var closing = SpreadsheetDocument.Open(new MemoryStream(last), isEditable: false);
        closing.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet.Descendants<Cell>()).Select(cell => cell.InnerText)
            .ShouldContain("Not reached");
    }

    [Fact]
    public async Task A_workbook_begins_with_the_goals_and_charts_of_cells()
    {
        using var reader = await api.ClientAsync("registrar", ["iris2", "uppsala"]);
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var address = Iris.Replace("2024-T2", "2026-T1", StringComparison.Ordinal);
        var report = (await reader.GetFromJsonAsync<JsonObject>(address))!;
        var workbook = await reader.GetByteArrayAsync(address + "?format=xlsx");

        ShouldBeValid(workbook);
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var part = (WorksheetPart)file.WorkbookPart!.GetPartById(file.WorkbookPart.Workbook.Sheets!.Elements<Sheet>().First().Id!);
        var cells = part.Worksheet.Descendants<Cell>().ToDictionary(c => c.CellReference!.Value!, c => c.InnerText);

        // Of goals that several subprojects share, the line is about all of them.
        var goals = report["goals"]!.AsArray().Where(g => g!["window"]!.GetValue<string>() == "since-start" && g["verdict"]!.GetValue<string>() != "no-target")
            .GroupBy(g => g!["goal"]!.GetValue<string>()).Select(g => g.FirstOrDefault(of => of!["subproject"] is null) ?? g.Single()).ToArray();
        goals.Length.ShouldBe(11);
        string[] sentences = [.. goals.Select(g => g!["sentence"]!.GetValue<string>())];
        var rows = cells.Where(c => c.Key.StartsWith('B') && sentences.Contains(c.Value)).Select(c => c.Key[1..]).ToArray();
        rows.Select(row => cells["B" + row]).ShouldBe(sentences);
        foreach (var (row, goal) in rows.Zip(goals))
        {
            DateTime.FromOADate(double.Parse(cells["E" + row], CultureInfo.InvariantCulture)).ShouldBe(new DateTime(2026, 1, 31));
            var verdict = goal!["verdict"]!.GetValue<string>();
            cells["D" + row].ShouldBe(verdict switch { "reached" => "Nått", "not-reached" => "Inte nått", _ => "Kan inte bedömas" });
            foreach (var (gender, columns) in new[] { ("woman", "GH"), ("man", "IJ"), ("total", "KL") })
            {
                var figures = goal["rows"]!.AsArray().Single(r => r!["gender"]!.GetValue<string>() == gender)!;
                var isShare = goal["measure"]!.GetValue<string>() == "share";
                cells[columns[0] + row].ShouldBe(figures[isShare ? "share" : "numerator"]?.ToJsonString() ?? "–");
                cells.GetValueOrDefault(columns[1] + row).ShouldBe(isShare ? figures["denominator"]!.ToJsonString() : null);
            }
        }

        // What a chart shows are cells of the sheet, and it has read them.
        var charts = part.DrawingsPart!.ChartParts.Select(chart => chart.ChartSpace).ToArray();
        charts.Length.ShouldBe(2);
        foreach (var reference in charts.SelectMany(chart => chart.Descendants<DocumentFormat.OpenXml.Drawing.Charts.Formula>()))
        {
            var range = Regex.Match(reference.Text, @"^'Sammanfattning'!\$([A-Z])\$(\d+):\$\1\$(\d+)$");
            int Row(int group) => int.Parse(range.Groups[group].Value, CultureInfo.InvariantCulture);
            reference.Parent!.Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericValue>().Select(value => value.Text)
                .ShouldBe(Enumerable.Range(Row(2), Row(3) - Row(2) + 1)
                    .Select(row => cells.GetValueOrDefault($"{range.Groups[1].Value}{row}")).OfType<string>());
        }

        charts.SelectMany(chart => chart.Descendants<DocumentFormat.OpenXml.Drawing.Charts.SeriesText>()).Select(text => text.InnerText.Split('$')[^1])
            .Select(text => text.TrimStart([.. "0123456789"]))
            .ShouldBe(["Kvinnor", "Män", "Målvärde", "Påbörjade", "Avslutade", "Pågående vid periodens slut"]);
    }

    [OnLibreOffice]
    public async Task A_spreadsheet_in_Swedish_reads_numbers_days_and_letters_of_the_csv()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-office-");
        try
        {
            var csv = await (await GetAsync(Iris + "?format=csv&section=follow-up-shares&separator=semicolon&bom=true", null)).Content.ReadAsByteArrayAsync();
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "r.csv"), csv);

            // Semicolon, quote, UTF-8, from line 1, Swedish (1053), what looks like a day is one.
            await OfficeAsync(folder, "--infilter=CSV:59,34,76,1,,1053,false,true", "--convert-to", "fods", Path.Combine(folder.FullName, "r.csv"));

            var sheet = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "r.fods"));
            var lines = Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
            var numbers = lines.Count(line => line.Split(';') is var fields && fields[^9].Length > 0);
            numbers.ShouldBeGreaterThan(100);

            // And in each line the months after the exit.
            Regex.Count(sheet, "office:value-type=\"float\"").ShouldBe(numbers + lines.Length);
            sheet.ShouldContain("office:value=\"0.5\"");
            sheet.ShouldContain("office:date-value=\"2024-05-01\"");
            sheet.ShouldContain("3 månader – Fungerande planering, av besvarade");
            sheet.ShouldContain("Män");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [OnLibreOffice]
    public async Task LibreOffice_reads_the_same_numbers_from_the_workbook()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-office-");
        try
        {
            var workbook = await (await GetAsync(Uppsala + "?format=xlsx", null, "en")).Content.ReadAsByteArrayAsync();
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "r.xlsx"), workbook);

            // Comma, quote, UTF-8, values as they are rather than as shown, every sheet.
            await OfficeAsync(
                folder, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
                Path.Combine(folder.FullName, "r.xlsx"));

            var sheets = folder.GetFiles("r-*.csv")
                .Select(f => (Path.GetFileNameWithoutExtension(f.Name)["r-".Length..], File.ReadAllText(f.FullName))).ToArray();
            sheets.Length.ShouldBe(25);
            PageCells.Differences(FormCells.OfWorkbook(workbook), FormCells.OfSheets(sheets)).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_page_allows_its_own_style_only_and_is_swedish_unless_english_is_asked_for()
    {
        using var response = await GetAsync(Uppsala + "?format=html", null);
        var page = await response.Content.ReadAsStringAsync();

        var style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        response.Headers.GetValues("Content-Security-Policy").Single()
            .ShouldBe($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        foreach (var forbidden in new[] { "<script", " style=", " onclick", "javascript:", "http://", "https://" })
        {
            page.ShouldNotContain(forbidden, Case.Insensitive);
        }

        page.ShouldContain("<html lang=\"sv\">");
        page.ShouldContain("<caption");
        response.Content.Headers.ContentLanguage.ShouldBe(["sv"]);
        using var english = new HttpRequestMessage(HttpMethod.Get, Uppsala + "?format=html")
        {
            Headers = { AcceptLanguage = { new StringWithQualityHeaderValue("en") } },
        };
        using var reader = await api.ClientAsync("registrar", ["uppsala"]);
        (await (await reader.SendAsync(english)).Content.ReadAsStringAsync()).ShouldContain("<html lang=\"en\">");
    }

    [Fact]
    public void A_page_that_is_stored_keeps_its_own_style()
    {
        var hash = Convert.ToBase64String(SHA256.HashData("td { color: red; }"u8));
        HtmlForm.ContentSecurityPolicy("<title>A</title><style>td { color: red; }</style><body>"u8).ShouldContain($"style-src 'sha256-{hash}';");
    }

    [Fact]
    public async Task Every_cell_of_a_page_has_its_headings()
    {
        var page = await (await GetAsync(Uppsala + "?format=html", null)).Content.ReadAsStringAsync();

        var tables = Regex.Matches(page, "<table>(.*?)</table>", RegexOptions.Singleline).Select(m => m.Groups[1].Value).ToArray();
        tables.Length.ShouldBeGreaterThan(15);
        foreach (var table in tables)
        {
            Regex.Count(table, "<caption[ >]").ShouldBe(1);
            Regex.Count(table, "<th[ >]").ShouldBe(Regex.Count(table, "<th scope=\"(col|colgroup|row|rowgroup)\""));
            table.ShouldMatch(@"20\d\d-\d\d-\d\d–20\d\d-\d\d-\d\d");
            var groups = Regex.Matches(table, "scope=\"colgroup\" colspan=\"(\\d+)\"").Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
            var columns = groups > 0 ? groups : Regex.Count(table, "<th scope=\"col\"") - 1;
            foreach (Match row in Regex.Matches(table, "<tr data-key.*?(?=<tr|</tbody>)", RegexOptions.Singleline))
            {
                Regex.Count(row.Value, "<td").ShouldBe(columns);
            }
        }

        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        ids.ShouldBeUnique();
        Regex.Matches(page, "aria-labelledby=\"([^\"]+)\"").SelectMany(m => m.Groups[1].Value.Split(' ')).Except(ids).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chart_of_the_self_assessments_says_its_numbers_in_words()
    {
        var page = await (await GetAsync(Uppsala + "?format=html", null)).Content.ReadAsStringAsync();

        var svg = Regex.Match(page, "<svg.*?</svg>", RegexOptions.Singleline).Value;
        svg.ShouldContain("role=\"img\"");
        svg.ShouldContain("<title id=\"radar-title\">");
        svg.ShouldContain("Start: Hantera min hälsa i förhållande till arbete 2; ");

        // Six areas have a name, in lines outside the chart. The name at the top grows upwards.
        Regex.Count(svg, "<text ").ShouldBe(6);
        svg.ShouldMatch("<tspan x=\"270\" y=\"-1\">Hantera min hälsa i</tspan>\\s*<tspan x=\"270\" y=\"13\">förhållande till</tspan>");

        // Start rated 2 in the first area: straight up from the centre (270, 170), 26 for each point.
        svg.ShouldContain("class=\"start\" points=\"270,118 ");

        // All six have rated every area, but for one that five have: no mean is of few, so a steering group has the same chart.
        using var steeringGroup = await api.ClientAsync("steering-group", ["uppsala"]);
        (await steeringGroup.GetStringAsync(Uppsala + "?format=html")).ShouldContain(svg);
    }

    [Fact]
    public async Task A_steering_group_has_no_chart_where_one_mean_is_of_few()
    {
        await api.PutProjectAsync("few", _ => { });
        using var registrar = await api.ClientAsync("registrar", ["few"]);
        const string Few = ApiFactory.Base + "/projects/few";
        for (var n = 0; n < 5; n++)
        {
            await (await registrar.PostAsJsonAsync(Few + "/enrollments", TestData.Enrollment($"E-{n}"))).ShouldBeAsync(HttpStatusCode.Created);
            var assessment = FormFactory.Assessment($"A-{n}", $"E-{n}", "2024-06-01", "start", [3, 2, 1, 4, 5, n == 0 ? null : 2]);
            await (await registrar.PostAsJsonAsync(Few + "/self-assessments", assessment)).ShouldBeAsync(HttpStatusCode.Created);
        }

        const string Page = Few + "/tertial-reports/2024-T2?format=html";
        (await registrar.GetStringAsync(Page)).ShouldContain("<svg");
        using var steeringGroup = await api.ClientAsync("steering-group", ["few"]);
        var page = await steeringGroup.GetStringAsync(Page);
        page.ShouldNotContain("<svg");

        // The other means are in the table.
        var cells = FormCells.OfHtml(page);
        IEnumerable<string> Means(string figure) =>
            cells.Where(c => Regex.IsMatch(c.Key, $"^self-assessments/since-start/.*:start/{figure}/total$")).Select(c => c.Value).Order();
        Means("mean").ShouldBe(["1", "2", "3", "4", "5"]);
        Means(@"\*").ShouldBe(["<5"]);
    }

    /// <summary>Has LibreOffice convert a file into the folder, with a profile of its own.</summary>
    internal static async Task OfficeAsync(DirectoryInfo folder, params string[] arguments)
    {
        using var office = Process.Start(new ProcessStartInfo(
            OnLibreOfficeAttribute.Program!,
            [$"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", .. arguments, "--outdir", folder.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await office.WaitForExitAsync(patience.Token);
        office.ExitCode.ShouldBe(0);
    }

    private static void ShouldBeValid(byte[] workbook)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(file).Select(e => $"{e.Path?.XPath}: {e.Description}")
            .ShouldBeEmpty();
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string? accept, string? language = null)
    {
        using var reader = await api.ClientAsync("registrar", ["iris2", "uppsala"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        return await reader.SendAsync(request);
    }
}

/// <summary>A test that needs LibreOffice, and says so where there is none.</summary>
public sealed class OnLibreOfficeAttribute : FactAttribute
{
    public OnLibreOfficeAttribute() => Skip = Program is null ? "LibreOffice (soffice) is not installed" : null;

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "soffice"))
        .FirstOrDefault(File.Exists);
}

/// <summary>The service with two projects that hold a little of everything.</summary>
public sealed class FormFactory : ApiFactory, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        using var administrator = Administrator();
        var file = TestData.With(
            ProjectFiles.Read("iris2"),
            ("plannedPlaces", 9),
            ("budget", new JsonArray(new JsonObject { ["year"] = 2024, ["amount"] = 1_627_000 })));
        await (await administrator.PutAsJsonAsync($"{Base}/projects/iris2", file)).ShouldBeAsync(HttpStatusCode.Created);
        await PutProjectAsync("uppsala");
        using var registrar = await ClientAsync("registrar", ["iris2", "uppsala"]);
        async Task SendAsync(string path, JsonObject body) =>
            await (await registrar.PostAsJsonAsync($"{Base}/projects/{path}", body)).ShouldBeAsync(HttpStatusCode.Created);
        var genders = new[] { "woman", "man", "woman", "other", "man", "unknown" };
        for (var n = 0; n < genders.Length; n++)
        {
            var (iris, uppsala) = ($"E-{n}", $"U-{n}");
            await SendAsync("iris2/enrollments", TestData.Enrollment(
                iris, ("gender", genders[n]), ("subproject", n < 4 ? "usb" : "hoganas"), ("referrer", "region"), ("referredOn", "2024-01-10"),
                ("education", n < 3 ? "compulsory" : null), ("incomeSources", new JsonArray("social-assistance", "sickness-benefit")),
                ("monthsWithoutWork", n == 0 ? null : 10 + n), ("occupation", new JsonObject { ["group"] = "other" })));
            await SendAsync("iris2/steps", TestData.Step($"S-{n}", iris, ("on", "2024-05-0" + (n + 1).ToString(CultureInfo.InvariantCulture))));
            await SendAsync(
                "iris2/exits",
                TestData.Exit(
                    iris, ("reason", n < 2 ? "studies" : "moved"), ("exitedOn", "2024-06-0" + (n + 1).ToString(CultureInfo.InvariantCulture)),
                    ("extent", n == 0 ? 75 : null), ("incomeSources", new JsonArray("student-aid")), ("occupation", new JsonObject { ["group"] = "studies" })));
            await SendAsync("uppsala/enrollments", TestData.Enrollment(
                uppsala, ("gender", genders[n]), ("startedOn", "2025-09-2" + n.ToString(CultureInfo.InvariantCulture)), ("referredOn", "2025-09-01")));
            await SendAsync("uppsala/self-assessments", Assessment($"A-{n}", uppsala, "2025-10-01", "start", [2, 3, 1, n == 0 ? null : 4, 5, 2]));
            await SendAsync("uppsala/self-assessments", Assessment($"B-{n}", uppsala, "2025-12-01", "third-month", [3, 2, n % 3 + 1, 4, 4, 2]));
        }

        foreach (var gender in new[] { "woman", "man" })
        {
            await SendAsync("uppsala/referrals", new JsonObject
            {
                ["reference"] = "R-" + gender,
                ["gender"] = gender,
                ["referredOn"] = "2025-10-01",
                ["queuedOn"] = "2025-10-02",
                ["outcome"] = "queued",
            });
        }

        await SendAsync("iris2/follow-ups", FollowUp("E-0", "work"));
        await SendAsync("iris2/follow-ups", FollowUp("E-1", "moved"));
        using var secretariat = await ClientAsync("secretariat", associations: ["lund"]);
        await (await secretariat.PostAsync($"{Base}/projects/iris2/tertial-reports/2024-T3/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        await SendAsync("iris2/enrollments", TestData.Enrollment("E-later", ("gender", "man"), ("startedOn", "2024-10-01")));
        await SendAsync(
            "uppsala/fidelity-reviews",
            JsonNode.Parse(
                """
                { "reference": "F-1", "on": "2025-11-12", "scale": "ips-25", "scores": { "1": 5 }, "reviewer": "external",
                  "comments": { "1": "=1+1 <b>är inte 3</b>" },
                  "plan": [{ "item": "1", "activity": "Behålla det.", "until": "2026-12-31" }, { "item": "2", "activity": "Börja.", "until": "2026-01-31" }] }
                """)!.AsObject());
        await SendAsync(
            "uppsala/reported-figures",
            new JsonObject
            {
                ["reference"] = "B-1",
                ["figure"] = "baseline-share",
                ["on"] = "2024-12-31",
                ["numerator"] = 34,
                ["denominator"] = 205,
            });
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>A project made from IRIS 2 that a test changes.</summary>
    public async Task PutProjectAsync(string id, Action<JsonObject> change)
    {
        var file = ProjectFiles.Read("iris2");
        file["goals"] = new JsonObject();
        change(file);
        using var administrator = Administrator();
        await (await administrator.PutAsJsonAsync($"{Base}/projects/{id}", file)).ShouldBeAsync(HttpStatusCode.Created);
    }

    private static JsonObject FollowUp(string enrollment, string answer) => new()
    {
        ["enrollmentReference"] = enrollment,
        ["months"] = 3,
        ["followedUpOn"] = "2024-09-10",
        ["answer"] = answer,
        ["reportedBy"] = "region",
    };

    internal static JsonObject Assessment(string reference, string enrollment, string on, string occasion, int?[] ratings) => new()
    {
        ["reference"] = reference,
        ["enrollmentReference"] = enrollment,
        ["on"] = on,
        ["occasion"] = occasion,
        ["ratings"] = new JsonArray([.. ratings.Select(r => r is { } rating ? JsonValue.Create(rating) : null)]),
    };
}
