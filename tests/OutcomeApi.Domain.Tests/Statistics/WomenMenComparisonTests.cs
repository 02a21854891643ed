using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class WomenMenComparisonTests
{
    // The worked example of the interface description; recalculated independently with 50 decimal digits.
    [Fact]
    public void The_worked_example_has_its_shown_figures()
    {
        var comparison = WomenMenComparison.Compute(21, 100, 9, 50).ShouldNotBeNull();

        comparison.Difference.ShouldBe(0.03m);
        Rounding.FourDecimals(comparison.Interval.Lower).ShouldBe(-0.1151m);
        Rounding.FourDecimals(comparison.Interval.Upper).ShouldBe(0.1518m);
        Rounding.FourDecimals(comparison.PValue).ShouldBe(0.8290m);
    }

    [Theory]
    [InlineData(0, 0, 3, 10)]
    [InlineData(3, 10, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    public void Nobody_in_a_group_gives_no_comparison(int x1, int n1, int x2, int n2) =>
        WomenMenComparison.Compute(x1, n1, x2, n2).ShouldBeNull();

    [Theory]
    [InlineData(1, 0, 3, 10)]
    [InlineData(0, -1, 3, 10)]
    [InlineData(3, 10, 11, 10)]
    [InlineData(0, 0, 11, 10)]
    [InlineData(-1, 10, 3, 10)]
    public void Counts_that_are_no_share_are_an_error(int x1, int n1, int x2, int n2) =>
        Should.Throw<ArgumentOutOfRangeException>(() => WomenMenComparison.Compute(x1, n1, x2, n2));

    [Fact]
    public void The_difference_is_rounded_once()
    {
        // 2/3 - 1/3 is 0.3333; rounding each share first would give 0.6667 - 0.3333 = 0.3334.
        WomenMenComparison.Compute(20, 30, 10, 30).ShouldNotBeNull().Difference.ShouldBe(0.3333m);
        WomenMenComparison.Compute(10, 30, 20, 30).ShouldNotBeNull().Difference.ShouldBe(-0.3333m);
        WomenMenComparison.Compute(int.MaxValue, int.MaxValue, 0, int.MaxValue).ShouldNotBeNull().Difference.ShouldBe(1m);
    }

    [Theory]
    [InlineData(
        120, 200, 80, 200,
        "Andelen är högre bland kvinnor än bland män, och skillnaden är större än vad slumpen rimligen kan förklara.",
        "The share is higher among women than among men, and the difference is larger than chance can reasonably explain.")]
    [InlineData(
        80, 200, 120, 200,
        "Andelen är högre bland män än bland kvinnor, och skillnaden är större än vad slumpen rimligen kan förklara.",
        "The share is higher among men than among women, and the difference is larger than chance can reasonably explain.")]
    [InlineData(
        21, 100, 9, 50,
        "Siffrorna visar ingen skillnad mellan kvinnor och män som går att skilja från slumpen.",
        "The figures show no difference between women and men that can be told from chance.")]
    [InlineData(
        9, 9, 0, 200,
        "Antalet kvinnor eller män är så litet att jämförelsen säger mycket lite.",
        "The number of women or men is so small that the comparison says very little.")]
    public void The_sentence_says_what_the_figures_bear(int x1, int n1, int x2, int n2, string swedish, string english)
    {
        var comparison = WomenMenComparison.Compute(x1, n1, x2, n2).ShouldNotBeNull();

        comparison.Sentence(Language.Swedish).ShouldBe(swedish);
        comparison.Sentence(Language.English).ShouldBe(english);
    }

    [Theory]
    [InlineData(9, 10, true)]
    [InlineData(10, 9, true)]
    [InlineData(10, 10, false)]
    [InlineData(1, 1, true)]
    public void Fewer_than_ten_in_either_group_is_too_few(int women, int men, bool tooFew) =>
        WomenMenComparison.Compute(women, women, 0, men).ShouldNotBeNull()
            .Sentence(Language.English).Contains("so small", StringComparison.Ordinal).ShouldBe(tooFew);
}
