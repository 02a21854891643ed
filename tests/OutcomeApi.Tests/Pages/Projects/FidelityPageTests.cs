using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>The fidelity of IPS Unga, as its steering group reads it on the page and in the report of 2026. It is 22 November 2026.</summary>
[Collection(nameof(ProjectPages))]
public sealed class FidelityPageTests(ProjectPages pages)
{
    private const string Report = $"{ApiFactory.Base}/projects/ips-unga/tertial-reports/2026-T2";

    // domain.md §7: 4 items have 2 points and 4 have 3. The plan is about seven of them; what was to be done by 31 August and is not is overdue.
    private static readonly string[] Plan =
    [
        "10 3 2026-08-31 done", "11 2 2026-08-31 done", "16B 2 2026-08-31 overdue", "17 3 2026-08-31 done", "24 2 2026-08-31 overdue",
        "25 3 2026-12-15 planned", "26 2 2026-12-15 planned",
    ];

    [Fact]
    public async Task The_page_has_the_plan_with_what_is_overdue_and_every_item_of_every_review()
    {
        var page = await pages.PageAsync("steering-group", "/projekt/ips-unga");

        var section = page.Elements("section", "aria-labelledby=\"fidelity\"").Single();
        section.Text.ShouldContain("IPS-Y programtrohet, unga vuxna – God programtrohet – Ett annat team: 151 av 175 poäng");
        section.Text.ShouldContain("Nästa mätning – senast 2026-10-01 – försenad");
        var rows = section.Content.Elements("tr", "data-state");
        rows.Select(row => row["data-state"]).ShouldBe(Plan.Select(line => line.Split(' ')[3]));
        rows[2].Text.ShouldContain("16B Studier efter egna önskemål");
        rows[2].Text.ShouldContain("försenad");
        rows[0].Text.ShouldContain("gjort 2026-08-20");
        var items = section.Content.Elements("tr", "data-item");
        items.Count.ShouldBe(35);
        items.Single(item => item["data-item"] == "24").Text.ShouldContain("En stor del av arbetet sker fortfarande på kontoret.");
    }

    [Fact]
    public async Task The_report_has_it_in_every_form_for_the_steering_group_too()
    {
        using var reader = pages.As("steering-group");
        var report = (await reader.GetFromJsonAsync<JsonObject>(Report))!;
        var review = report["fidelity"]!.AsArray().Single()!;
        $"{review["on"]} {review["total"]} {review["maximum"]} {review["band"]} {review["reviewer"]}".ShouldBe("2026-04-29 151 175 good other-team");
        review["items"]!.AsArray().Sum(item => item!["score"]!.GetValue<int>()).ShouldBe(151);
        review["items"]!.AsArray().Count(item => item!["score"]!.GetValue<int>() <= 3).ShouldBe(8);
        report["fidelityPlan"]!.AsArray().Select(line => $"{line!["item"]} {line["score"]} {line["until"]} {line["state"]}").ShouldBe(Plan);
        report["nextFidelityReview"]!.ToJsonString().ShouldBe("""{"months":18,"dueOn":"2026-10-01","state":"overdue"}""");

        foreach (var form in new[] { "csv", "html", "jsonstat" })
        {
            var text = await reader.GetStringAsync($"{Report}?format={form}");
            text = form switch { "html" => WebUtility.HtmlDecode(text), "jsonstat" => Regex.Unescape(text), _ => text };
            text.ShouldContain("24 Arbete ute bland människor: Flytta hälften av mötena från kontoret.", Case.Sensitive, form);
            text.ShouldContain("En stor del av arbetet sker fortfarande på kontoret.", Case.Sensitive, form);
        }
    }

    [Fact]
    public async Task How_many_have_rated_themselves_stands_beside_the_radar()
    {
        using var reader = pages.As("steering-group");
        var given = (await reader.GetFromJsonAsync<JsonObject>(Report))!["selfAssessmentsGiven"]!["sinceStart"]!.AsArray();
        given.Select(row => (string?)row!["key"]).ShouldBe(["skapa:with-start", "skapa:with-sixth-month", "skapa:with-exit"]);

        var page = await pages.PageAsync("steering-group", "/projekt/ips-unga?tertial=2026-T2");

        foreach (var (line, row) in page.Elements("li", "data-key=\"skapa:with-").Zip(given))
        {
            var total = row!["rows"]!.AsArray().Single(cell => (string?)cell!["gender"] == "total")!;
            line["data-key"].ShouldBe((string?)row["key"]);
            line.Text.ShouldEndWith(total["fewerThan"] is { } fewer ? $"<{fewer} av <{fewer}" : $"{total["numerator"]} av {total["denominator"]}");
        }
    }
}
