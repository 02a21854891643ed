using System.Text.Json;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Tests.Goals;

public class JudgementSentenceTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31));

    // 3 of 6 against 65 %: Wilson 0.19–0.81. 129 of 200: 0.577–0.708. 60 of 200: 0.24–0.37. 180 of 200: 0.85–0.93.
    [Theory]
    [InlineData(
        3, 6, "The goal is not reached. With 6 exits the result can not be told from the target.",
        "Målet nås inte. Med 6 avslut går resultatet inte att skilja från målet.")]
    [InlineData(
        1, 1, "The goal is reached. With 1 exit the result can not be told from the target.",
        "Målet nås. Med 1 avslut går resultatet inte att skilja från målet.")]
    [InlineData(
        60, 200, "The goal is not reached, and the distance to the target is larger than chance can reasonably explain.",
        "Målet nås inte, och avståndet till målet är större än vad slumpen rimligen kan förklara.")]
    [InlineData(
        180, 200, "The goal is reached, and the distance to the target is larger than chance can reasonably explain.",
        "Målet nås, och avståndet till målet är större än vad slumpen rimligen kan förklara.")]
    [InlineData(0, 0, "There is nobody to count: the goal can not be assessed.", "Det finns ingen att räkna på: målet går inte att bedöma.")]
    public void A_share_is_put_in_words(int numerator, int denominator, string english, string swedish)
    {
        var (judgement, goal) = Judged(
            """{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "65%" }] }""", new Ratio(numerator, denominator),
            new Ratio(0, 0));

        JudgementSentence.Write(judgement, goal, Language.English).ShouldBe(english);
        JudgementSentence.Write(judgement, goal, Language.Swedish).ShouldBe(swedish);
    }

    [Theory]
    [InlineData(21, 100, 9, 50, "The goal is not reached among men. With 100 women and 50 men the result can not be told from the target.")]
    [InlineData(19, 100, 9, 50, "The goal is not reached among women and men. With 100 women and 50 men the result can not be told from the target.")]
    [InlineData(0, 1, 1, 2, "The goal is not reached among women. With 1 woman and 2 men the result can not be told from the target.")]
    [InlineData(1, 1, 0, 0, "Among women or men there is nobody to count: the goal can not be assessed.")]
    public void Who_does_not_reach_it_is_said_where_each_must(int women, int ofWomen, int men, int ofMen, string sentence)
    {
        var (judgement, goal) = Judged(
            """{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "20%" }], "eachOf": ["woman", "man"] }""",
            new Ratio(women, ofWomen), new Ratio(men, ofMen));

        JudgementSentence.Write(judgement, goal, Language.English).ShouldBe(sentence);
    }

    [Theory]
    [InlineData("""{ "measure": "count", "of": { "population": "enrollments" }, "targets": [{ "atLeast": 20 }] }""", "The goal is reached.")]
    [InlineData("""{ "measure": "count", "of": { "population": "enrollments" } }""", "No target is judged in this window.")]
    [InlineData(
        """{ "measure": "milestone", "figure": "permanent-job-specialists", "targets": [{ "atLeast": 3 }] }""",
        "No value has been reported: the goal can not be assessed.")]
    public void Other_measures_have_their_words(string definition, string sentence)
    {
        var (judgement, goal) = Judged(definition, new Ratio(21, null), new Ratio(0, null));

        JudgementSentence.Write(judgement, goal, Language.English).ShouldBe(sentence);
    }

    [Fact]
    public void Every_reason_has_words_of_its_own_in_both_languages()
    {
        var (judgement, goal) =
            Judged("""{ "measure": "share", "of": { "population": "exits" }, "targets": [{ "atLeast": "65%" }] }""", new Ratio(0, 0), new Ratio(0, 0));
        var sentences = Enum.GetValues<NotAssessableReason>()
            .SelectMany(reason =>
                new[] { Language.Swedish, Language.English }.Select(language => JudgementSentence.Write(judgement with { Reason = reason }, goal, language)))
            .ToArray();
        sentences.Distinct().Count().ShouldBe(sentences.Length);
    }

    private static (Judgement Judgement, GoalDefinition Goal) Judged(string definition, Ratio women, Ratio men)
    {
        var json = JsonElement.Parse(definition.Replace("{ \"measure\"", "{ \"text\": { \"en\": \"A goal\" }, \"measure\"", StringComparison.Ordinal));
        var tertial = Tertial.Parse("2024-T2");
        var none = new Ratio(0, women.Denominator is null ? null : 0);
        var figure = new GoalFigure
        {
            Goal = new GoalVersion("goal", 1, Period.StartsOn, GoalParser.ParseStored("goal", json)),
            Tertial = tertial,
            Window = Window.Tertial,
            Cohort = Period.CohortOf(tertial, Window.Tertial),
            Woman = women,
            Man = men,
            Other = none,
            Unknown = none,
        };
        return (Judgement.Compute(figure, Period), figure.Goal.Definition!);
    }
}
