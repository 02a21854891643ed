using System.Text.Json;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Pages;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>
/// Where charts draw what. The area is 180 wide (36–216) and 130 high (140 is zero, 10 is the top). All coordinates are worked out by hand.
/// </summary>
public sealed class ChartTests
{
    private static readonly GoalTexts Texts = new(new ReportTexts(Language.Swedish));

    [Fact]
    public void Women_and_men_stand_to_the_left_and_right_of_the_middle_of_their_tertial()
    {
        // Two tertials of 90 each: their middles are 81 and 171. Half of the height is 75, a fifth of it 114, a quarter 107.5.
        var chart = ShareChart.Draw(
            [
                Share(
                    "2025-T3", Target("20%"), Row("woman", 5, 10, 0.5m, 0.2m, 0.8m), Row("man", 2, 10, 0.2m, 0m, 0.5m), Row("total", 7, 20, 0.35m, 0.2m, 0.6m)),
                Share("2026-T1", Target("20%"), Row("woman", 2, 8, 0.25m, 0.1m, 0.6m), Row("man", 0, 0), Row("total", 2, 8, 0.25m, 0.1m, 0.6m)),
            ],
            Texts);

        chart.Most.ShouldBe(1);
        chart.Series.Select(series => series.Gender).ShouldBe(["woman", "man"]);
        chart.Series[0].Line.ShouldBe("M77.5 75L167.5 107.5");
        chart.Series[0].Whiskers.ShouldBe("M77.5 36V114M167.5 62V127");
        chart.Series[0].Marks.ShouldBe("M74.5 75a3 3 0 1 0 6 0a3 3 0 1 0-6 0M164.5 107.5a3 3 0 1 0 6 0a3 3 0 1 0-6 0");
        chart.Series[1].Line.ShouldBe("M84.5 114");
        chart.Series[1].Whiskers.ShouldBe("M84.5 75V140");
        chart.Series[1].Marks.ShouldBe("M81.5 111h6v6h-6z");
        chart.Tertials.ShouldBe([("T3", "2025", 81), ("T1", "2026", 171)]);
        chart.Target.ShouldBe("M36 114H216");

        // Beside the last tertial: women at 107.5, the target at 114, moved down to be 12 below. The baseline is 4 below the middle.
        chart.Labels.ShouldBe([new ChartLabel("Kvinnor 25 %", 111.5), new ChartLabel("mål 20 %", 123.5)]);
    }

    [Fact]
    public void All_together_are_drawn_where_women_and_men_are_not_shown_apart()
    {
        // Everything is below a half, which is then at the top: a quarter is in the middle, a tenth at 114.
        var chart = ShareChart.Draw(
            [
                Share("2025-T2", null, Hidden("woman"), Hidden("man"), Row("total", 1, 10, 0.1m, 0m, 0.4m)),
                Share("2025-T3", null, Row("woman", 5, 20, 0.25m, 0.2m, 0.3m), Row("man", 5, 20, 0.25m, 0.2m, 0.3m), Row("total", 10, 40, 0.25m, 0.2m, 0.3m)),
                Share("2026-T1", null, Hidden("woman"), Hidden("man"), Row("total", 1, 10, 0.1m, 0m, 0.4m)),
            ],
            Texts);

        chart.Most.ShouldBe(0.5m);
        chart.Series.Select(series => (series.Gender, series.Line)).ShouldBe([("woman", "M122.5 75"), ("man", "M129.5 75"), ("total", "M66 114M186 114")]);
        chart.Series[2].Marks.ShouldBe("M66 110l4 4l-4 4l-4-4zM186 110l4 4l-4 4l-4-4z");
        chart.Target.ShouldBeEmpty();
        chart.Tertials.Select(tertial => tertial.Year).ShouldBe(["2025", null, "2026"]);
        chart.Labels.ShouldBe([new ChartLabel("Totalt 10 %", 118)]);
    }

    [Fact]
    public void A_target_is_drawn_where_it_holds()
    {
        var rows = new[] { Row("woman", 0, 0), Row("man", 0, 0), Row("total", 0, 0) };
        var chart = ShareChart.Draw(
            [
                Share("2025-T1", null, rows),
                Share("2025-T2", Target("60%"), rows),
                Share("2025-T3", Target("60%"), rows),
                Share("2026-T1", Target("100%"), rows),
            ],
            Texts);

        // Tertials of 45 each. 60 % is at 140 − 0.6 × 130 = 62.
        chart.Target.ShouldBe("M81 62H171M171 10H216");
        chart.Series.ShouldBeEmpty();
    }

    [Fact]
    public void A_count_rises_beside_the_pace_that_its_target_needs()
    {
        // 360 days from the first to the last day: half a unit a day. Referrals begin on day 60, at 66. Today is day 240, at 156.
        var time = new Timeline(
            new ReportingPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 27)), new DateOnly(2025, 8, 29), new DateOnly(2025, 3, 2));
        var chart = CountChart.Draw(
            [
                Count("2025-T1", "2025-04-30", Target(100), Row("woman", 6), Row("man", 4), Row("total", 10)),
                Count("2025-T2", "2025-08-31", Target(100), Row("woman", 26), Row("man", 24), Row("total", 50)),
            ],
            time,
            Texts);

        // The 30th of April is day 119, at 95.5.
        chart.Most.ShouldBe(100);
        chart.Series.Select(series => (series.Gender, series.Line)).ShouldBe([("total", "M36 140L95.5 127L156 75")]);
        chart.Pace.ShouldBe("M66 140L216 10");
        chart.Years.ShouldBe([(2025, 36)]);
        chart.Labels.ShouldBe([new ChartLabel("mål 100", 14), new ChartLabel("Totalt 50", 79)]);
    }

    [Fact]
    public void A_count_of_the_year_begins_anew_every_year()
    {
        // 730 days from the first to the last day.
        var time = new Timeline(new ReportingPeriod(new DateOnly(2025, 1, 1), new DateOnly(2027, 1, 1)), new DateOnly(2026, 6, 1));
        var chart = CountChart.Draw(
            [
                Count("2025-T3", "2025-12-31", null, Row("woman", 0), Row("man", 0), Row("total", 40)),
                Count("2026-T1", "2026-04-30", null, Row("woman", 0), Row("man", 0), Row("total", 20)),
            ],
            time,
            Texts);

        // Day 364 is at 36 + 364 ÷ 730 × 180 = 125.8, day 365 at 126, day 484 at 155.3. 50 is at the top: 40 is at 36, 20 at 88.
        chart.Series[0].Line.ShouldBe("M36 140L125.8 36M126 140L155.3 88");
        chart.Pace.ShouldBeEmpty();
    }

    [Fact]
    public void Labels_that_would_overlap_are_moved_apart_and_stay_inside() =>
        ChartPlot.Spread([("c", 139), ("a", 130), ("b", 131)]).Select(label => (label.Text, label.Y)).ShouldBe([("a", 120), ("b", 132), ("c", 144)]);

    private static JsonObject Row(string gender, int numerator, int? denominator = null, decimal? share = null, decimal low = 0, decimal high = 0) => new()
    {
        ["gender"] = gender,
        ["numerator"] = numerator,
        ["denominator"] = denominator,
        ["share"] = share,
        ["interval"] = share is null ? null : new JsonArray(low, high),
        ["target"] = null,
        ["meetsTarget"] = null,
    };

    private static JsonObject Hidden(string gender)
    {
        var row = Row(gender, 0);
        (row["numerator"], row["hidden"]) = (null, "small-group");
        return row;
    }

    private static JsonObject Target(JsonNode atLeast) => new() { ["atLeast"] = atLeast };

    private static AttainmentItem Share(string tertial, JsonObject? target, params JsonObject[] rows) =>
        Item("share", "since-start", tertial, "2025-12-31", target, rows);

    private static AttainmentItem Count(string tertial, string to, JsonObject? target, params JsonObject[] rows) =>
        Item("count", "year-to-date", tertial, to, target, rows);

    private static AttainmentItem Item(string measure, string window, string tertial, string to, JsonObject? target, JsonObject[] rows)
    {
        var own = rows.Select(row => row.DeepClone()).ToArray();
        own[^1]["target"] = target?.DeepClone();
        return new JsonObject
        {
            ["goal"] = "example.goal",
            ["goalVersion"] = 1,
            ["measure"] = measure,
            ["subproject"] = null,
            ["tertial"] = tertial,
            ["window"] = window,
            ["cohort"] = new JsonObject { ["from"] = to[..4] + "-01-01", ["to"] = to, ["partial"] = false },
            ["verdict"] = "not-due",
            ["dueOn"] = target is null ? null : "2025-12-27",
            ["clear"] = null,
            ["rows"] = new JsonArray(own),
            ["sentence"] = null,
            ["womenMen"] = null,
        }.Deserialize<AttainmentItem>(OutcomeApi.Http.Json.Options)!;
    }
}
