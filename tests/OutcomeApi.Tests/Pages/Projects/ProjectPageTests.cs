using System.Globalization;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>The page of a project: it shows to each reader what the API shows to the same reader, and nothing else. It is 22 November 2026.</summary>
[Collection(nameof(ProjectPages))]
public sealed class ProjectPageTests(ProjectPages pages)
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    public static TheoryData<string, string> Readers
    {
        get
        {
            var readers = new TheoryData<string, string>();
            foreach (var project in ProjectPages.Projects)
            {
                foreach (var reader in (string[])["steering-group", "registrar", "secretariat"])
                {
                    readers.Add(reader, $"/projekt/{project}");
                }
            }

            foreach (var part in (string[])["usb", "vsb", "insam", "kompetenstrappan", "hoganas", "sydost"])
            {
                readers.Add("steering-group", $"/projekt/iris2?del={part}");
            }

            readers.Add("steering-group", "/projekt/fram?tertial=2022-T1");
            readers.Add("part", "/projekt/iris2");
            readers.Add("parts", "/projekt/iris2?del=usb");
            readers.Add("secretariat", "/projekt/ips-unga?tertial=2025-T1");
            return readers;
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Every_goal_stands_as_the_API_shows_it(string reader, string address)
    {
        var (project, part, tertial) = Read(reader, address);
        var items = await pages.ItemsAsync(reader, project);
        tertial ??= items.Max(item => item["tertial"]!.GetValue<string>())!;
        var goals = ProjectFiles.Read(project)["goals"]!.AsObject();
        bool IsShown(JsonObject item) => item["tertial"]!.GetValue<string>() == tertial
            && item["window"]!.GetValue<string>() == WindowOf(goals[item["goal"]!.GetValue<string>()]!.AsObject())
            && (item["subproject"]?.GetValue<string>() == part
                || (part is null && goals[item["goal"]!.GetValue<string>()]!["subprojects"]?.AsArray().Count == 1));

        var page = await pages.PageAsync(reader, address);

        var articles = page.Elements("article", "class=\"goal\"");
        articles.Select(article => $"{article["data-goal"]} {article["data-part"]}").Order()
            .ShouldBe(items.Where(IsShown).Select(item => $"{item["goal"]} {item["subproject"]}").Order());
        articles.ShouldNotBeEmpty();
        foreach (var article in articles)
        {
            var item = items.Single(item => IsShown(item)
                && item["goal"]!.GetValue<string>() == article["data-goal"] && item["subproject"]?.GetValue<string>() == article["data-part"]);
            var where = $"{item["goal"]} {item["subproject"]}";
            article["data-tertial"].ShouldBe(tertial);
            article["data-verdict"].ShouldBe(item["verdict"]?.GetValue<string>(), where);
            article["data-standing"].ShouldBe(item["standing"]?.GetValue<string>(), where);
            article["data-clear"].ShouldBe(item["clear"]?.ToJsonString(), where);
            if (item["verdict"]!.GetValue<string>() != "no-target")
            {
                article.Text.ShouldContain(item["sentence"]!.GetValue<string>());
                article.Text.ShouldContain("Bedöms " + item["dueOn"]!.GetValue<string>());
            }

            article.Text.ShouldContain(item["forecast"]?["text"]?.GetValue<string>() ?? string.Empty);
            article.Text.ShouldContain(item["womenMen"]?["text"]?.GetValue<string>() ?? string.Empty);
            foreach (var row in item["rows"]!.AsArray().Select(row => row!.AsObject()))
            {
                ShouldShow(article, item, row, where);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Every_cell_behind_a_chart_is_that_of_the_API(string reader, string address)
    {
        var (project, part, tertial) = Read(reader, address);
        var items = await pages.ItemsAsync(reader, project);
        tertial ??= items.Max(item => item["tertial"]!.GetValue<string>())!;
        var page = await pages.PageAsync(reader, address);

        var cells = 0;
        foreach (var course in page.Elements("figure", "class=\"course\""))
        {
            var own = items.Where(item => item["goal"]!.GetValue<string>() == course["data-goal"]
                && item["subproject"]?.GetValue<string>() == part
                && string.CompareOrdinal(item["tertial"]!.GetValue<string>(), tertial) <= 0).ToArray();
            var isCount = own[0]["measure"]!.GetValue<string>() == "count";
            string[] windows = isCount
                ? [WindowOf(ProjectFiles.Read(project)["goals"]![course["data-goal"]!]!.AsObject())]
                : ["tertial", "since-start"];
            course.Content.Elements("svg").Count.ShouldBe(windows.Length);
            var rows = course.Content.Elements("tbody").Single().Content.Elements("tr");
            rows.Select(row => row.Content.Elements("a").Single().Text).ShouldBe(own.Select(item => item["tertial"]!.GetValue<string>()).Distinct());
            foreach (var row in rows)
            {
                var expected =
                    from window in windows
                    let item = own.Single(item =>
                        item["window"]!.GetValue<string>() == window && item["tertial"]!.GetValue<string>() == row.Content.Elements("a").Single().Text)
                    from gender in (string[])["woman", "man", "total"]
                    select Cell(item["rows"]!.AsArray().Single(one => one!["gender"]!.GetValue<string>() == gender)!.AsObject());
                row.Content.Elements("td").Select(cell => cell.Text).ShouldBe(expected, $"{course["data-goal"]} {row.Content.Elements("a").Single().Text}");
                cells += row.Content.Elements("td").Count;
            }
        }

        cells.ShouldBeGreaterThan(2);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Trust_stands_on_the_tertial_report(string reader, string address)
    {
        var (project, part, tertial) = Read(reader, address);
        tertial ??= (await pages.ItemsAsync(reader, project)).Max(item => item["tertial"]!.GetValue<string>())!;
        var report = await pages.ApiAsync(reader, $"/projects/{project}/tertial-reports/{tertial}" + (part is null ? string.Empty : $"?subproject={part}"));

        var page = await pages.PageAsync(reader, address);
        var trust = page[page.IndexOf("id=\"trust\"", StringComparison.Ordinal)..page.IndexOf("id=\"what-if\"", StringComparison.Ordinal)];

        var findings = report["dataQuality"]!.AsArray().Where(finding => finding!["hidden"] is not null || finding["count"]!.GetValue<int>() > 0).ToArray();
        foreach (var finding in findings)
        {
            trust.Elements("li", $"data-key=\"{finding!["code"]}\"").Single().Text
                .ShouldEndWith(finding["hidden"] is null ? $"Antal: {finding["count"]}" : "Antal: visas inte");
        }

        var states = report["followUps"]!["sinceStart"]!.AsArray()
            .Where(row => !row!["key"]!.GetValue<string>().StartsWith("answer:", StringComparison.Ordinal));
        foreach (var state in states.Where(_ => trust.Contains("Uppföljningar efter avslut", StringComparison.Ordinal)))
        {
            trust.Elements("li", $"data-key=\"{state!["key"]}\"").Single().Text
                .ShouldEndWith(state["total"] is { } total ? $": {total}" : "visas inte", Case.Sensitive, state.ToJsonString());
        }

        foreach (var share in report["followUpShares"]!["sinceStart"]!.AsArray().Where(share =>
            share!["basis"]!.GetValue<string>() == "answered" && !share["key"]!.GetValue<string>().StartsWith("answer:", StringComparison.Ordinal)))
        {
            var total = share!["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == "total")!;
            var said = trust.Elements("p", $"data-share=\"{share["key"]}:answered\"");
            if (total["share"] is null)
            {
                said.ShouldBeEmpty();
            }
            else
            {
                said.Single().Content.Elements("data").Select(data => data["value"])
                    .ShouldBe(new[] { "share", "lowest", "highest" }.Select(name => total[name]!.ToJsonString()));
            }
        }

        var known = findings.Select(finding => finding!["code"]!.GetValue<string>()).ToArray();
        trust.Elements("li").Select(li => li["data-key"]!).Where(key => known.Contains(key)).Count().ShouldBe(findings.Length);
    }

    [Fact]
    public async Task The_parts_stand_side_by_side_for_those_who_reach_the_whole()
    {
        var items = await pages.ItemsAsync("steering-group", "iris2");
        var page = await pages.PageAsync("steering-group", "/projekt/iris2");

        var cells = page.Elements("td", "data-goal=");
        cells.Count.ShouldBe(15);
        foreach (var cell in cells)
        {
            var item = items.Single(item => item["goal"]!.GetValue<string>() == cell["data-goal"] && item["subproject"]?.GetValue<string>() == cell["data-part"]
                && item["tertial"]!.GetValue<string>() == "2026-T1" && item["window"]!.GetValue<string>() == "since-start");
            (cell["data-verdict"], cell["data-standing"]).ShouldBe((item["verdict"]!.GetValue<string>(), item["standing"]!.GetValue<string>()));
            foreach (var row in cell.Content.Elements("div"))
            {
                var own = item["rows"]!.AsArray().Single(one => one!["gender"]!.GetValue<string>() == row["data-gender"])!.AsObject();
                row.Text.ShouldEndWith(Figure(own));
            }
        }

        // A board member asks: do women in VSB reach the goal work or studies, and how sure is that?
        page.ShouldContain("?del=vsb");
        (await pages.PageAsync("part", "/projekt/iris2")).Elements("td", "data-goal=").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_reaches_parts_gets_these_and_learns_nothing_of_the_others()
    {
        var own = await pages.PageAsync("part", "/projekt/iris2");
        own.ShouldContain("<h1>IRIS 2, VSB</h1>");
        foreach (var other in (string[])["USB", "Insam", "Kompetenstrappan", "Höganäs", "Sydöst", "Hela projektet", "del=usb"])
        {
            own.Replace("VSB, Höganäs och Sydöst", string.Empty, StringComparison.Ordinal).ShouldNotContain(other, Case.Sensitive);
        }

        foreach (var address in (string[])["?del=usb", "/varfor/iris2-usb.work-or-studies/2025-T3?del=usb", "/tank-om?del=usb"])
        {
            (await pages.AskAsync("part", "/projekt/iris2" + address)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, address);
        }

        // USB is the first part of the project's file.
        (await pages.PageAsync("parts", "/projekt/iris2")).ShouldContain("<h1>IRIS 2, USB</h1>");
        (await pages.PageAsync("parts", "/projekt/iris2?del=vsb")).ShouldContain("<h1>IRIS 2, VSB</h1>");
        (await pages.AskAsync("part", "/projekt/fram")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/projekt/unknown", HttpStatusCode.NotFound)]
    [InlineData("/projekt/iris2?del=unknown", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/projekt/fram?del=usb", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/projekt/iris2?tertial=2026-T2", HttpStatusCode.NotFound)]
    [InlineData("/projekt/iris2?tertial=2026", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/iris2/varfor/iris2.work-or-studies/2026", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/iris2/varfor/unknown/2026-T1", HttpStatusCode.NotFound)]
    [InlineData("/projekt/iris2/varfor/iris2.work-or-studies/2026-T1?fonster=week", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/iris2/varfor/iris2.work-or-studies/2026-T1?kon=other", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/unknown/tank-om", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_told_to_people(string address, HttpStatusCode status)
    {
        using var answer = await pages.AskAsync("steering-group", address);
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_page_is_small_and_holds_no_reference_and_no_style_of_its_own(string reader, string address)
    {
        using var answer = await pages.AskAsync(reader, address);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes.Length.ShouldBeLessThanOrEqualTo(100_000);
        var page = System.Text.Encoding.UTF8.GetString(bytes);
        page.ShouldNotContain("style=", Case.Sensitive);
        page.ShouldNotContain("<script", Case.Insensitive);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("style-src 'self'");

        // Headings are in order: none is more than one below the one before.
        var levels = page.Split("<h").Skip(1).Where(part => char.IsDigit(part[0])).Select(part => part[0] - '0').ToArray();
        levels[0].ShouldBe(1);
        levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + 1);
    }

    [Fact]
    public async Task A_reader_who_has_the_page_gets_304_until_something_changes()
    {
        using var first = await pages.AskAsync("steering-group", "/projekt/uppsala");
        var tag = first.Headers.ETag!.Tag;
        (await pages.AskAsync("steering-group", "/projekt/uppsala", "text/html", ("If-None-Match", tag))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await pages.AskAsync("registrar", "/projekt/uppsala", "text/html", ("If-None-Match", tag))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await pages.AskAsync("steering-group", "/projekt/uppsala", "text/html", ("If-None-Match", tag), ("Cookie", "outcome-api-language=en")))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await pages.AskAsync("steering-group", "/projekt/uppsala?tertial=2025-T3", "text/html", ("If-None-Match", tag)))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_is_in_the_language_that_the_reader_has_chosen()
    {
        using var answer = await pages.AskAsync("steering-group", "/projekt/ips-unga", "text/html", ("Cookie", "outcome-api-language=en"));
        var page = (await answer.Content.ReadAsStringAsync()).Text();
        string[] texts = ["Do we reach the goals?", "Does not meet the target so far", "Women", "Can we trust the figures?", "What would change it?"];
        foreach (var text in texts)
        {
            page.ShouldContain(text);
        }

        foreach (var word in (string[])["Kvinnor", "målvärdet", "Uppgifter", "avslutar"])
        {
            page.ShouldNotContain(word);
        }
    }

    /// <summary>The window that a goal is judged by, from its file.</summary>
    private static string WindowOf(JsonObject goal) => (goal["judged"]?.GetValue<string>(), goal["kind"]!.GetValue<string>()) switch
    {
        _ when goal["targets"] is null or JsonArray { Count: 0 } => "since-start",
        _ when goal["measure"]!.GetValue<string>() == "change-from-baseline" => "year-to-date",
        ("calendar-year", _) => "year-to-date",
        ("project-end", _) or (null, "goal" or "desired-effect") => "since-start",
        _ => "tertial",
    };

    private static (string Project, string? Part, string? Tertial) Read(string reader, string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://localhost" + address).Query);
        return (address.Split('/', '?')[2], query["del"] ?? (reader == "part" ? "vsb" : null), query["tertial"]);
    }

    private static void ShouldShow(Element article, JsonObject item, JsonObject row, string where)
    {
        var gender = row["gender"]!.GetValue<string>();
        var shown = article.Content.Elements("li", $"data-gender=\"{gender}\"");
        if (row["hidden"] is not null && gender != "total")
        {
            shown.ShouldBeEmpty(where);
            article.Text.ShouldContain("visas inte var för sig: en grupp är färre än 5");
            return;
        }

        if (shown.Count == 0)
        {
            // Nobody is of this gender, or the figure is of nobody's gender.
            (row["numerator"]?.GetValue<int>() ?? 0).ShouldBe(0, where);
            (row["denominator"]?.GetValue<int>() ?? 0).ShouldBe(0, where);
            row["days"].ShouldBeNull(where);
            gender.ShouldNotBe("total", where);
            return;
        }

        var expected = row["share"] ?? row["days"]?["median"] ?? row["estimatedDays"] ?? row["ratio"] ?? row["numerator"];
        shown.Single().Content.Elements("data").Single()["value"].ShouldBe(expected is null ? null : Plain(expected), $"{where} {gender}");
        if (row["share"] is not null)
        {
            shown.Single().Text.ShouldContain(Figure(row));
        }

        if (item["clear"] is not null && row["interval"] is JsonArray interval)
        {
            shown.Single().Text.ShouldContain($"intervall {Interval(interval)}");
        }

        var said = shown.Single().Text;
        said.EndsWith(", når inte målvärdet", StringComparison.Ordinal).ShouldBe(row["meetsTarget"]?.GetValue<bool>() == false, $"{where} {gender}");
        said.EndsWith(", når målvärdet", StringComparison.Ordinal).ShouldBe(row["meetsTarget"]?.GetValue<bool>() == true, $"{where} {gender}");
    }

    private static string Cell(JsonObject row) => row switch
    {
        _ when row["fewerThan"] is { } fewer => $"färre än {fewer}",
        _ when row["hidden"] is not null => "visas inte",
        _ when row["denominator"] is { } denominator && denominator.GetValue<int>() == 0 => "–",
        _ when row["share"] is null => Plain(row["numerator"]!),
        _ => $"{Figure(row)} {Interval(row["interval"]!.AsArray())}",
    };

    private static string Figure(JsonObject row) =>
        row["share"] is { } share ? $"{Percent(share)} % ({row["numerator"]} av {row["denominator"]})" : row["numerator"]!.ToJsonString();

    private static string Interval(JsonArray interval) => $"{Percent(interval[0]!)}–{Percent(interval[1]!)} %";

    private static string Percent(JsonNode share) =>
        decimal.Round(share.GetValue<decimal>() * 100, 0, MidpointRounding.AwayFromZero).ToString("0", Swedish);

    private static string Plain(JsonNode number) => number.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);
}
