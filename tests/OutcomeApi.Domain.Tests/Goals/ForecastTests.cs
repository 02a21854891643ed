using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A project of four hundred days, 2024-01-01 to 2025-02-03; its first hundred end on 2024-04-09, its first two hundred on 2024-07-18.</summary>
public class ForecastTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 2, 3));
    private static readonly ReportingPeriod Iris = new(new DateOnly(2023, 2, 1), new DateOnly(2026, 1, 31));
    private static readonly DateOnly AfterHundredDays = new(2024, 4, 9);
    private static readonly DateOnly AfterTwoHundredDays = new(2024, 7, 18);

    [Fact]
    public void The_rest_must_make_up_for_what_is_missing()
    {
        // 8 of 20 after half the time: 20 more are expected, 20 of the 40 are needed for 50 %, so 12 of the 20 that are to come.
        var forecast = Forecast.Compute(new Ratio(8, 20), AtLeast("50%"), Period, AfterTwoHundredDays)!;

        forecast.Remaining.ShouldBe(20);
        forecast.FewestNeeded.ShouldBe(12);
        forecast.ShareNeeded.ShouldBe(Fraction.From(12, 20));

        // The sum of C(8+k, k) · C(12+20−k, 20−k) / C(41, 20) over k = 12…20, by exact fractions.
        forecast.Probability.ShouldBe(0.1378409124830564, 1e-14);
    }

    [Fact]
    public void As_many_per_day_are_to_come_as_have_come()
    {
        // 5 in a hundred days: 15 in the three hundred that remain. 7 in two hundred: 7 more. Half a person counts as one: 1 in 200 days of 300.
        Forecast.Compute(new Ratio(2, 5), AtLeast("50%"), Period, AfterHundredDays)!.Remaining.ShouldBe(15);
        Forecast.Compute(new Ratio(2, 7), AtLeast("50%"), Period, AfterTwoHundredDays)!.Remaining.ShouldBe(7);
        var until = new ReportingPeriod(Period.StartsOn, AfterTwoHundredDays.AddDays(100));
        Forecast.Compute(new Ratio(1, 1), AtLeast("50%"), until, AfterTwoHundredDays)!.Remaining.ShouldBe(1);
    }

    [Fact]
    public void What_is_certain_needs_nothing_more()
    {
        // 20 of 20 so far, 20 to come: 25 % is met whatever comes.
        var forecast = Forecast.Compute(new Ratio(20, 20), AtLeast("25%"), Period, AfterTwoHundredDays)!;

        forecast.FewestNeeded.ShouldBe(0);
        forecast.Probability.ShouldBe(1.0);
    }

    [Fact]
    public void What_is_out_of_reach_is_said_to_be()
    {
        // 0 of 20, 20 to come: at most 20 of 40.
        var forecast = Forecast.Compute(new Ratio(0, 20), AtLeast("60%"), Period, AfterTwoHundredDays)!;

        forecast.FewestNeeded.ShouldBeNull();
        forecast.ShareNeeded.ShouldBeNull();
        forecast.Probability.ShouldBe(0.0);
    }

    [Fact]
    public void A_target_from_above_allows_so_many()
    {
        // 4 of 20, 20 to come: at most 25 % of 40 is 10, so 6 more may be.
        var forecast = Forecast.Compute(new Ratio(4, 20), new Target(null, LimitOf("25%"), null, null), Period, AfterTwoHundredDays)!;

        forecast.FewestNeeded.ShouldBe(0);
        forecast.MostAllowed.ShouldBe(6);
    }

    [Theory]
    [InlineData(0, 0, "2024-07-18")]
    [InlineData(8, 20, "2025-02-03")]
    [InlineData(8, 20, "2025-03-01")]
    [InlineData(8, 20, "2023-12-31")]
    public void Without_a_past_or_a_future_there_is_no_forecast(int numerator, int denominator, string lastDay) =>
        Forecast.Compute(new Ratio(numerator, denominator), AtLeast("50%"), Period, DateOnly.Parse(lastDay, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBeNull();

    /// <summary>
    /// The example of the contract: 21 of 100 women and 9 of 50 men after 578 of 1,096 days. Expected: exact fractions, and the product of the two.
    /// </summary>
    [Fact]
    public void A_goal_for_both_genders_needs_both()
    {
        var forecast = GoalForecast.Compute(Figure("""{ "atLeast": "20%" }""", """["woman", "man"]""", "each-window"), Iris, new DateOnly(2024, 9, 3))
            .ShouldNotBeNull();

        forecast.Rows.Select(row => (row.Gender, row.Forecast.Remaining, row.Forecast.FewestNeeded)).ShouldBe([(Gender.Woman, 90, 17), (Gender.Man, 45, 10)]);
        forecast.Probability.ShouldBe(0.2634792136953914, 1e-13);
        ForecastSentence.Write(forecast, Language.English).ShouldBe(
            "A forecast, not a result. If the rest of the project brings as many per day as so far: women: at least 17 of 90 (19 %); "
                + "men: at least 10 of 45 (22 %). The probability of reaching the goal when the project ends is 26 %.");
        ForecastSentence.Write(forecast, Language.Swedish).ShouldBe(
            "Prognos, inte resultat. Om resten av projektet ger lika många per dag som hittills: kvinnor: minst 17 av 90 (19 %); män: minst 10 av 45 (22 %). "
                + "Sannolikheten att målet nås när projektet slutar är 26 %.");
    }

    [Theory]
    [InlineData("each-window", true)]
    [InlineData("since-start", true)]
    [InlineData("project-end", true)]
    [InlineData("calendar-year", false)]
    public void It_is_made_for_goals_that_are_judged_when_the_project_ends(string judged, bool made) =>
        (GoalForecast.Compute(Figure("""{ "atLeast": "20%" }""", "[]", judged), Iris, new DateOnly(2024, 9, 3)) is not null).ShouldBe(made);

    [Fact]
    public void A_project_that_is_over_has_none()
    {
        var figure = Figure("""{ "atLeast": "20%" }""", "[]", "each-window");
        GoalForecast.Compute(figure, Iris, Iris.EndsOn.AddDays(-1)).ShouldNotBeNull();
        GoalForecast.Compute(figure, Iris, Iris.EndsOn).ShouldBeNull();
        GoalForecast.Compute(figure with { Window = Window.YearToDate }, Iris, new DateOnly(2024, 9, 3)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "atLeast": "95%" }""", "the target can no longer be met", "0 %")]
    [InlineData("""{ "atLeast": "5%" }""", "the target is met whatever comes", "100 %")]
    [InlineData("""{ "atMost": "20%" }""", "at most 26 of 134", "")]
    [InlineData("""{ "between": ["15%", "20%"] }""", "between 13 and 26 of 134", "")]
    public void It_is_said_in_words(string target, string words, string probability)
    {
        // 30 of 150 in all, 150 · 518/578 = 134 to come, so 284: 5 % is 14.2, 15 % is 42.6, 20 % is 56.8, 95 % is 269.8.
        var sentence = ForecastSentence.Write(GoalForecast.Compute(Figure(target, "[]", "each-window"), Iris, new DateOnly(2024, 9, 3))!, Language.English);
        sentence.ShouldContain(": " + words + ".");
        sentence.ShouldContain("ends is " + probability);
    }

    private static GoalFigure Figure(string target, string eachOf, string judged)
    {
        var json = $$"""
            { "text": { "en": "Work" }, "measure": "share", "of": { "population": "exits" }, "counts": { "occupationGroup": ["work"] },
              "targets": [{{target}}], "eachOf": {{eachOf}}, "judged": "{{judged}}" }
            """;
        var tertial = Tertial.Parse("2024-T2");
        return new GoalFigure
        {
            Goal = new GoalVersion("work", 1, Iris.StartsOn, GoalParser.ParseStored("work", JsonElement.Parse(json))),
            Tertial = tertial,
            Window = Window.SinceStart,
            Cohort = Iris.CohortOf(tertial, Window.SinceStart),
            Woman = new Ratio(21, 100),
            Man = new Ratio(9, 50),
            Other = new Ratio(0, 0),
            Unknown = new Ratio(0, 0),
        };
    }

    private static Target AtLeast(string limit) => new(LimitOf(limit), null, null, null);

    private static Limit LimitOf(string text) =>
        Limit.TryRead(JsonSerializer.SerializeToElement(text), out var limit) ? limit : throw new FormatException(text);
}
