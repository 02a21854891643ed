using System.Text.Json;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Tests.Goals;

public class JudgementSentenceTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31));
    private static readonly DateOnly Running = new(2025, 9, 3);
    private static readonly DateOnly Over = new(2026, 1, 1);

    private const string Share = """{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "65%" }] }""";

    // 3 of 6 against 65 %: Wilson 0.19–0.81. 129 of 200: 0.577–0.708. 60 of 200: 0.24–0.37. 180 of 200: 0.85–0.93.
    [Theory]
    [InlineData(
        3, 6, "The goal is not reached. With 6 exits the result can not be told from the target.",
        "Målet är inte nått. Med 6 avslut går resultatet inte att skilja från målvärdet.")]
    [InlineData(
        1, 1, "The goal is reached. With 1 exit the result can not be told from the target.",
        "Målet är nått. Med 1 avslut går resultatet inte att skilja från målvärdet.")]
    [InlineData(
        60, 200, "The goal is not reached. The distance to the target is larger than chance can reasonably explain.",
        "Målet är inte nått. Avståndet till målvärdet är större än vad slumpen rimligen kan förklara.")]
    [InlineData(
        180, 200, "The goal is reached. The distance to the target is larger than chance can reasonably explain.",
        "Målet är nått. Avståndet till målvärdet är större än vad slumpen rimligen kan förklara.")]
    [InlineData(0, 0, "There is nobody to count: the goal can not be assessed.", "Det finns ingen att räkna på: målet går inte att bedöma.")]
    public void A_share_that_is_due_is_put_in_words(int numerator, int denominator, string english, string swedish)
    {
        var (judgement, figure) = Judged(Share, new Ratio(numerator, denominator), new Ratio(0, 0), Over);

        JudgementSentence.Write(judgement, figure, Language.English).ShouldBe(english);
        JudgementSentence.Write(judgement, figure, Language.Swedish).ShouldBe(swedish);
    }

    [Theory]
    [InlineData(
        60, 200, "So far 30 % (60 of 200). The goal is 65 % when the project ends on 2025-12-31. "
            + "The distance to the target is larger than chance can reasonably explain.",
        "Hittills 30 % (60 av 200). Målet är 65 % när projektet slutar 2025-12-31. Avståndet till målvärdet är större än vad slumpen rimligen kan förklara.")]
    [InlineData(
        0, 0, "There is nobody to count. The goal is 65 % when the project ends on 2025-12-31.",
        "Det finns ingen att räkna på. Målet är 65 % när projektet slutar 2025-12-31.")]
    public void Until_it_is_due_the_words_say_how_it_stands(int numerator, int denominator, string english, string swedish)
    {
        var (judgement, figure) = Judged(Share, new Ratio(numerator, denominator), new Ratio(0, 0), Running);

        JudgementSentence.Write(judgement, figure, Language.English).ShouldBe(english);
        JudgementSentence.Write(judgement, figure, Language.Swedish).ShouldBe(swedish);
    }

    [Fact]
    public void After_the_end_other_windows_say_by_which_the_goal_is_judged()
    {
        var (judgement, figure) = Judged(Share, new Ratio(60, 200), new Ratio(0, 0), Over, Window.Tertial);

        JudgementSentence.Write(judgement, figure, Language.Swedish)
            .ShouldBe("30 % (60 av 200). Målet bedöms sedan projektets start; projektet slutade 2025-12-31.");
        JudgementSentence.Write(judgement, figure, Language.English)
            .ShouldBe("30 % (60 of 200). The goal is judged since the project's start; the project ended on 2025-12-31.");
    }

    [Theory]
    [InlineData(21, 100, 9, 50, "The goal is not reached among men. With 100 women and 50 men the result can not be told from the target.")]
    [InlineData(19, 100, 9, 50, "The goal is not reached among women and men. With 100 women and 50 men the result can not be told from the target.")]
    [InlineData(0, 1, 1, 2, "The goal is not reached among women. With 1 woman and 2 men the result can not be told from the target.")]
    [InlineData(1, 1, 0, 0, "Among women or men there is nobody to count: the goal can not be assessed.")]
    public void Who_does_not_reach_it_is_said_where_each_must(int women, int ofWomen, int men, int ofMen, string sentence)
    {
        var (judgement, figure) = Judged(
            """{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "20%" }], "eachOf": ["woman", "man"] }""",
            new Ratio(women, ofWomen), new Ratio(men, ofMen), Over);

        JudgementSentence.Write(judgement, figure, Language.English).ShouldBe(sentence);
    }

    [Fact]
    public void Women_and_men_stand_each_for_themselves_until_then()
    {
        var (judgement, figure) = Judged(
            """{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "20%" }], "eachOf": ["woman", "man"] }""",
            new Ratio(21, 100), new Ratio(9, 50), Running);

        JudgementSentence.Write(judgement, figure, Language.Swedish).ShouldBe(
            "Hittills kvinnor 21 % (21 av 100), män 18 % (9 av 50). Målet är 20 % för kvinnor och män var för sig när projektet slutar 2025-12-31. "
                + "Med 100 kvinnor och 50 män går resultatet inte att skilja från målvärdet.");
        JudgementSentence.ForSteeringGroup(judgement, figure, null, isTotalShown: false, Language.Swedish).ShouldBe("Hittills når resultatet inte målvärdet.");
        JudgementSentence.ForSteeringGroup(judgement, figure, null, isTotalShown: true, Language.Swedish).ShouldBe(
            "Hittills når resultatet inte målvärdet. Målet är 20 % för kvinnor och män var för sig när projektet slutar 2025-12-31. "
                + "Resultatet går inte att skilja från målvärdet.");
    }

    [Theory]
    [InlineData("""{ "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 20 }] }""", "The goal is reached.")]
    [InlineData("""{ "measure": "count", "of": { "population": "enrollments" } }""", "No target is set.")]
    [InlineData(
        """{ "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 20 }], "judged": "calendar-year" }""",
        "No target is judged in this window.")]
    [InlineData(
        """{ "measure": "milestone", "figure": "permanent-job-specialists", "targets": [{ "atLeast": 3 }] }""",
        "No value has been reported: the goal can not be assessed.")]
    [InlineData(
        """{ "kind": "capacity", "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 20 }] }""", "The capacity is used.")]
    [InlineData(
        """{ "kind": "desired-effect", "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 22 }] }""",
        "The desired effect has not come about.")]
    [InlineData(
        """{ "kind": "process", "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atMost": 30 }] }""",
        "21. The mark is at most 30 for the window until 2025-12-31.")]
    public void Other_measures_and_kinds_have_their_words(string definition, string sentence)
    {
        var (judgement, figure) = Judged(definition, new Ratio(21, null), new Ratio(0, null), Over);

        JudgementSentence.Write(judgement, figure, Language.English).ShouldBe(sentence);
    }

    [Fact]
    public void A_count_says_its_pace()
    {
        // 21 in the 612 days to 2025-09-03, 1.04 a month; 19 more in the 119 days that are left, 4.86 a month.
        var (judgement, figure) = Judged(
            """{ "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 40 }] }""", new Ratio(21, null), new Ratio(0, null), Running);

        JudgementSentence.Write(judgement, figure, Language.Swedish).ShouldBe(
            "Hittills 21. Målet är 40 när projektet slutar 2025-12-31. Takten räcker inte: 1 i månaden hittills, 4,9 behövs.");
    }

    [Fact]
    public void Every_reason_has_words_of_its_own_in_both_languages()
    {
        var (judgement, figure) = Judged(Share, new Ratio(0, 0), new Ratio(0, 0), Over);
        var sentences = Enum.GetValues<NotAssessableReason>()
            .SelectMany(reason =>
                new[] { Language.Swedish, Language.English }.Select(language => JudgementSentence.Write(judgement with { Reason = reason }, figure, language)))
            .ToArray();
        sentences.Distinct().Count().ShouldBe(sentences.Length);
    }

    private static (Judgement Judgement, GoalFigure Figure) Judged(
        string definition, Ratio women, Ratio men, DateOnly asOf, Window window = Window.SinceStart)
    {
        var json = JsonElement.Parse("{ \"text\": { \"en\": \"A goal\" }, " + definition[1..]);
        var tertial = Tertial.Parse("2025-T3");
        var none = new Ratio(0, women.Denominator is null ? null : 0);
        var figure = new GoalFigure
        {
            Goal = new GoalVersion("goal", 1, Period.StartsOn, GoalParser.ParseStored("goal", json)),
            Tertial = tertial,
            Window = window,
            Cohort = Period.CohortOf(tertial, window),
            Woman = women,
            Man = men,
            Other = none,
            Unknown = none,
        };
        return (Judgement.Compute(figure, new Timeline(Period, asOf)), figure);
    }
}
