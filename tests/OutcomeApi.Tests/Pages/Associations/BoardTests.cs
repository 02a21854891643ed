using OutcomeApi.Tests.Pages.Projects;

namespace OutcomeApi.Tests.Pages.Associations;

/// <summary>The board of an association shows what the API shows to the same reader. It is 22 November 2026.</summary>
[Collection(nameof(ProjectPages))]
public sealed class BoardTests(ProjectPages pages)
{
    [Theory]
    [InlineData("lund", "iris2")]
    [InlineData("uppsala", "uppsala")]
    [InlineData("finsam-malmo", "fram")]
    public async Task Every_goal_of_a_project_stands_with_its_figures_and_those_of_the_tertial_before(string association, string project)
    {
        var items = await pages.ItemsAsync("secretariat", project);
        var latest = items.Max(item => item["tertial"]!.GetValue<string>())!;
        var before = items.Select(item => item["tertial"]!.GetValue<string>()).Distinct().Order().Reverse().ElementAt(1);

        var section = (await pages.PageAsync("secretariat", $"/forbund/{association}")).Elements("section", $"data-project=\"{project}\"").Single();

        var rows = section.Content.Elements("tr", "data-goal");
        var compared = 0;
        foreach (var row in rows)
        {
            var goal = items.Where(item => item["goal"]!.GetValue<string>() == row["data-goal"]
                && (item["subproject"]?.GetValue<string>() ?? string.Empty) == (row["data-subproject"] ?? string.Empty)).ToArray();
            var now = goal.Where(item => item["tertial"]!.GetValue<string>() == latest).ToArray();
            if (now[0]["measure"]!.GetValue<string>() is not ("share" or "change-from-baseline" or "count"))
            {
                continue;
            }

            compared++;
            var cells = row.Content.Elements("td");
            string Shown(int column) => cells[column].Text;

            // The page chooses the window that the goal is followed in, which has the figures and the judgement of one window of the API.
            var windows = now.Where(one => Figure(one, "woman") == Shown(1) && Figure(one, "man") == Shown(2) && Figure(one, "total") == Shown(3)
                && Shown(0).Contains(JudgementOf(one), StringComparison.Ordinal)).Select(one => one["window"]!.GetValue<string>()).ToArray();
            windows.ShouldNotBeEmpty(row.Attributes + row.Content);
            windows.Select(window => goal.SingleOrDefault(one =>
                    one["tertial"]!.GetValue<string>() == before && one["window"]!.GetValue<string>() == window))
                .Select(earlier => earlier is null ? "–" : Figure(earlier, "total")).ShouldContain(Shown(5), row.Attributes);
        }

        compared.ShouldBeGreaterThan(1);

        // Every goal with a target is there, once.
        rows.Select(row => $"{row["data-goal"]} {row["data-subproject"]}").ShouldBe(
            items.Where(item => item["tertial"]!.GetValue<string>() == latest && item["verdict"]!.GetValue<string>() != "no-target")
                .Select(item => $"{item["goal"]} {item["subproject"]}").Distinct(),
            ignoreOrder: true);
    }

    [Fact]
    public async Task Counts_since_the_start_are_those_of_the_report()
    {
        var report = await pages.ApiAsync("secretariat", "/projects/uppsala/tertial-reports/2026-T3");
        var section = (await pages.PageAsync("secretariat", "/forbund/uppsala")).Elements("section", "data-project=\"uppsala\"").Single();

        string Count(string key)
        {
            var row = report["flow"]!["sinceStart"]!.AsArray().Single(one => one!["key"]!.GetValue<string>() == key)!;
            return $"{row["total"]} (kvinnor {row["woman"]}, män {row["man"]})";
        }

        section.Text.ShouldContain($"Sedan start: påbörjade {Count("started")}, avslutade {Count("exited")}, pågående {Count("ongoing-at-end")}.");
    }

    [Fact]
    public async Task The_first_page_calls_associations_by_their_names()
    {
        using var administrator = pages.Administrator();
        using var named = new HttpRequestMessage(HttpMethod.Put, $"{ApiFactory.Base}/associations/finsam-malmo")
        {
            Content = JsonContent.Create(new { name = new { sv = "Finsam Malmö" } }),
        };
        named.Headers.Add("If-Match", "*");
        (await administrator.SendAsync(named)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var links = (await pages.PageAsync("secretariat", "/")).Elements("a", "href=\"/forbund/").Select(link => $"{link["href"]} {link.Text}");

        // The others have no name yet.
        links.ShouldBe(["/forbund/finsam-malmo Finsam Malmö", "/forbund/lund lund", "/forbund/uppsala uppsala"], ignoreOrder: true);
    }

    private static string JudgementOf(JsonObject item) => (item["verdict"]!.GetValue<string>(), item["standing"]?.GetValue<string>()) switch
    {
        ("reached", _) => "Nått",
        ("not-reached", _) => "Inte nått",
        ("not-due", "meets") => "Når målvärdet hittills",
        ("not-due", "misses") => "Når inte målvärdet hittills",
        _ => "Kan inte bedömas",
    };

    private static string Figure(JsonObject item, string gender)
    {
        var row = item["rows"]!.AsArray().Single(one => one!["gender"]!.GetValue<string>() == gender)!.AsObject();
        return (item["measure"]!.GetValue<string>(), row) switch
        {
            ("share" or "change-from-baseline", { } share) => share["share"] is { } value
                ? $"{decimal.Round(value.GetValue<decimal>() * 100, 0, MidpointRounding.AwayFromZero)} % ({share["numerator"]} av {share["denominator"]})"
                : "ingen att räkna på",
            _ => row["numerator"]?.ToJsonString() ?? "–",
        };
    }
}
