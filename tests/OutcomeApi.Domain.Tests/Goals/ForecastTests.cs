using System.Text.Json;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A project of four hundred days, 2024-01-01 to 2025-02-03. Its first two hundred end on 2024-07-18, and two hundred are left.</summary>
public class ForecastTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 2, 3));
    private static readonly DateOnly Halfway = new(2024, 7, 18);

    // 20 exits in 3,000 days of participation, 30 starts in 200 days, 12 going on:
    // h = 1/150, s = 0.15, R = 12 · (1 − e^(−4/3)) + 0.15 · (200 − 150 · (1 − e^(−4/3))) = 22.27.
    private static readonly Turnover Half = new(Ongoing: 12, Started: 30, Exited: 20, Days: 3000);

    [Fact]
    public void Those_who_are_there_leave_and_new_ones_come_and_leave() => Forecast.ExitsToCome(Half, 200, 200).ShouldBe(22);

    [Fact]
    public void The_rest_must_make_up_for_what_is_missing()
    {
        // 8 of 20 so far, 22 to come: 21 of the 42 are needed for 50 %, so 13 of the 22 that are to come.
        var forecast = Forecast.OfShare(new Ratio(8, 20), 22, AtLeast("50%"));

        forecast.FewestNeeded.ShouldBe(13);

        // The sum of C(8+k, k) · C(12+22−k, 22−k) / C(43, 22) over k = 13…22, by exact fractions.
        forecast.Probability.ShouldBe(0.14195455607464824, 1e-13);
    }

    [Fact]
    public void What_is_certain_needs_nothing_more()
    {
        var forecast = Forecast.OfShare(new Ratio(20, 20), 20, AtLeast("25%"));

        forecast.FewestNeeded.ShouldBe(0);
        forecast.Probability.ShouldBe(1.0);
    }

    [Fact]
    public void No_number_may_be_enough()
    {
        // 0 of 20, 20 to come: at most 20 of 40.
        var forecast = Forecast.OfShare(new Ratio(0, 20), 20, AtLeast("60%"));

        forecast.FewestNeeded.ShouldBeNull();
        forecast.Probability.ShouldBe(0.0);
    }

    [Fact]
    public void A_target_from_above_allows_so_many()
    {
        // 4 of 20, 22 to come: at most 25 % of 42 is 10.5, so 6 more may be.
        var forecast = Forecast.OfShare(new Ratio(4, 20), 22, new Target(null, LimitOf("25%"), null, null));

        (forecast.FewestNeeded, forecast.MostAllowed).ShouldBe((0, 6));
    }

    /// <summary>Expected: sums of the negative binomial with r = count + ½ and p = days ÷ (days + days to come), by logarithms of gamma functions.</summary>
    [Theory]
    [InlineData(48, 382, 212, 100, 27, 52, 0.0005260901071586746)]
    [InlineData(0, 100, 100, 3, 1, 3, 0.04982526278057675)]
    [InlineData(30, 100, 50, 40, 15, 10, 0.8944143225256358)]
    public void A_count_goes_on_as_it_has(int count, int days, int left, int target, int remaining, int needed, double probability)
    {
        var forecast = Forecast.OfCount(count, new PaceDays(days, left, days + left), AtLeast(target));

        (forecast.Remaining, forecast.FewestNeeded, forecast.MostAllowed).ShouldBe((remaining, needed, null));
        forecast.Probability.ShouldBe(probability, 1e-12);
    }

    [Fact]
    public void A_count_between_two_limits_may_neither_lack_nor_pass()
    {
        var forecast = Forecast.OfCount(8, new PaceDays(100, 100, 200), Between(10, 12));

        (forecast.FewestNeeded, forecast.MostAllowed).ShouldBe((2, 4));
        forecast.Probability.ShouldBe(0.14680725143229859, 1e-12);
        Forecast.OfCount(13, new PaceDays(100, 100, 200), Between(10, 12)).ShouldBe(new Forecast(14, null, null, 0));
    }

    [Fact]
    public void A_goal_for_both_genders_needs_both()
    {
        // Women as above; men 12 of 20 with the same turnover, so 9 of 22 are needed.
        var forecast = GoalForecast.Compute(Figure("""["woman", "man"]""") with { Man = new Ratio(12, 20) }, Now).ShouldNotBeNull();

        forecast.Rows.Select(row => (row.Gender, row.Forecast.Remaining, row.Forecast.FewestNeeded)).ShouldBe([(Gender.Woman, 22, 13), (Gender.Man, 22, 9)]);
        forecast.Probability.ShouldBe(forecast.Rows[0].Forecast.Probability * forecast.Rows[1].Forecast.Probability, 1e-15);
        ForecastSentence.Write(forecast, Language.Swedish).ShouldBe(
            "Prognos, inte resultat. Om deltagare fortsätter att börja och avsluta i samma takt som hittills, och de som avslutar är som de som har avslutat: "
                + "kvinnor: omkring 22 till avslutar, och minst 13 av dem (59 %) behöver räknas; "
                + "män: omkring 22 till avslutar, och minst 9 av dem (41 %) behöver räknas. Sannolikheten att målvärdet nås till 2025-02-03 är 13 %.");
    }

    [Theory]
    [InlineData(30, 48, 100, "about 27 more are expected, at least 52 are needed. The probability of meeting the target by 2025-02-03 is <1 %.")]
    [InlineData(30, 100, 100, "the target is met whatever comes. The probability of meeting the target by 2025-02-03 is 100 %.")]
    public void A_count_is_said_in_words(int _, int count, int target, string words)
    {
        var forecast = new GoalForecast(
            ForecastModel.NegativeBinomial, Period.EndsOn, [(null, Forecast.OfCount(count, new PaceDays(382, 212, 594), AtLeast(target)))]);

        ForecastSentence.Write(forecast, Language.English).ShouldBe($"A forecast, not a result. If as many per day go on coming as so far: {words}");
    }

    /// <summary>Fewer than thirty days of pace, nobody who has exited, a day when nothing is left, and a goal of another kind have none.</summary>
    [Fact]
    public void Without_a_past_or_a_future_there_is_no_forecast()
    {
        var figure = Figure("[]");
        GoalForecast.Compute(figure, Now).ShouldNotBeNull();
        GoalForecast.Compute(figure, Now with { ReferralsBegan = Halfway.AddDays(-29) }).ShouldNotBeNull();
        GoalForecast.Compute(figure, Now with { ReferralsBegan = Halfway.AddDays(-28) }).ShouldBeNull();
        GoalForecast.Compute(figure with { Turnovers = TurnoverOf(Half with { Exited = 0 }) }, Now).ShouldBeNull();
        GoalForecast.Compute(figure with { Window = Window.YearToDate }, Now).ShouldBeNull();
        GoalForecast.Compute(Figure("[]", judged: "each-window"), Now).ShouldBeNull();
        GoalForecast.Compute(Figure("[]", more: """, "filter": { "mapped": true }"""), Now).ShouldBeNull();

        var atTheEnd = figure with { Tertial = Period.Last, Cohort = Period.CohortOf(Period.Last, Window.SinceStart) };
        GoalForecast.Compute(atTheEnd, new Timeline(Period, Period.EndsOn.AddDays(-1))).ShouldNotBeNull();
        GoalForecast.Compute(atTheEnd, new Timeline(Period, Period.EndsOn)).ShouldBeNull();
        GoalForecast.Compute(atTheEnd, new Timeline(Period, Period.EndsOn.AddDays(1))).ShouldBeNull();
    }

    private static Timeline Now => new(Period, Halfway);

    private static Turnovers TurnoverOf(Turnover each) => new(each, each, default, default);

    private static GoalFigure Figure(string eachOf, string judged = "project-end", string more = "")
    {
        var json = $$"""
            { "text": { "en": "Work" }, "measure": "share", "of": { "population": "exits" }, "counts": { "occupationGroup": ["work"] },
              "targets": [{ "atLeast": "50%" }], "eachOf": {{eachOf}}, "judged": "{{judged}}"{{more}} }
            """;
        var tertial = Tertial.Containing(Halfway);
        return new GoalFigure
        {
            Goal = new GoalVersion("work", 1, Period.StartsOn, GoalParser.ParseStored("work", JsonElement.Parse(json))),
            Tertial = tertial,
            Window = Window.SinceStart,
            Cohort = Period.CohortOf(tertial, Window.SinceStart),
            Woman = new Ratio(8, 20),
            Man = new Ratio(8, 20),
            Other = new Ratio(0, 0),
            Unknown = new Ratio(0, 0),
            Turnovers = TurnoverOf(Half),
        };
    }

    private static Target AtLeast(string limit) => new(LimitOf(limit), null, null, null);

    private static Target AtLeast(int limit) => new(LimitOf(limit), null, null, null);

    private static Target Between(int least, int most) => new(LimitOf(least), LimitOf(most), null, null);

    private static Limit LimitOf(object limit) =>
        Limit.TryRead(JsonSerializer.SerializeToElement(limit), out var read) ? read : throw new FormatException(limit.ToString());
}
