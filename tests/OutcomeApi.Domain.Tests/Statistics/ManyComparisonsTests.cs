using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class ManyComparisonsTests
{
    [Fact]
    public void The_note_begins_where_a_false_alarm_is_more_probable_than_not()
    {
        (1 - Math.Pow(0.95, ManyComparisons.From)).ShouldBeGreaterThan(0.5);
        (1 - Math.Pow(0.95, ManyComparisons.From - 1)).ShouldBeLessThan(0.5);
        ManyComparisons.Note(ManyComparisons.From - 1, Language.English).ShouldBeNull();
    }

    [Theory]
    [InlineData(14, "about 1 of")]
    [InlineData(29, "about 1 of")]
    [InlineData(30, "about 2 of")]
    [InlineData(400, "about 20 of")]
    public void It_says_how_many_would_look_like_more_than_chance(int comparisons, string words) =>
        ManyComparisons.Note(comparisons, Language.English).ShouldNotBeNull().ShouldContain(words);

    [Fact]
    public void It_speaks_both_languages()
    {
        ManyComparisons.Note(40, Language.Swedish).ShouldNotBeNull().ShouldStartWith("Här visas 40 jämförelser");
        ManyComparisons.Note(40, Language.English).ShouldNotBeNull().ShouldStartWith("40 comparisons");
    }
}
