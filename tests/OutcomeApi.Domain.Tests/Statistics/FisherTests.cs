using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class FisherTests
{
    // Independent calculation with exact whole numbers (all tables of the margins). 3/4 against 1/4 is Fisher's lady tasting tea,
    // The Design of Experiments (1935): 34/70; and 4/4 against 0/4: 2/70.
    [Theory]
    [InlineData(3, 4, 1, 4, 0.48571428571428571)]
    [InlineData(4, 4, 0, 4, 0.028571428571428571)]
    [InlineData(21, 100, 9, 50, 0.8290068952272623)]
    [InlineData(10, 10, 0, 20, 3.3283391604231184e-8)]
    [InlineData(1, 10, 9, 10, 0.001093333910671372)]
    [InlineData(12, 15, 3, 20, 0.00017070957608753227)]
    [InlineData(56, 70, 48, 80, 0.012521129749209154)]
    [InlineData(5, 56, 0, 29, 0.16062144320947107)]
    [InlineData(2, 7, 8, 9, 0.034965034965034965)]
    [InlineData(10, 12, 13, 18, 0.66931918656056587)]
    [InlineData(35, 90, 12, 61, 0.012944690489750406)]
    [InlineData(120, 200, 80, 200, 9.1650831068827183e-5)]
    [InlineData(7, 1000, 19, 1000, 0.027940666797911616)]
    [InlineData(0, 1, 1, 1, 1.0)]
    [InlineData(1, 1, 0, 1, 1.0)]
    public void The_p_value_is_that_of_the_exact_sum(int x1, int n1, int x2, int n2, double p) =>
        Fisher.TwoSided(x1, n1, x2, n2).ShouldBe(p, p * 1e-12);

    // In each the other tail has a table of exactly the observed probability, which floating point makes a bit larger.
    // Independent calculation with exact whole numbers.
    [Theory]
    [InlineData(5, 6, 2, 11, 0.034502262443438914)]
    [InlineData(5, 7, 4, 14, 0.15882352941176471)]
    [InlineData(5, 9, 2, 12, 0.15882352941176471)]
    [InlineData(9, 11, 5, 20, 0.0067826301902812035)]
    public void An_equally_probable_table_on_the_other_side_counts(int x1, int n1, int x2, int n2, double p) =>
        Fisher.TwoSided(x1, n1, x2, n2).ShouldBe(p, p * 1e-12);

    // Independent calculation with 40 decimal digits.
    [Theory]
    [InlineData(500000, 1000000, 499000, 1000000, 0.15771450478811259)]
    [InlineData(1000, 1000000, 1100, 1000000, 0.030633077741938639)]
    [InlineData(300000, 1000000, 3100, 10000, 0.030769043427910402)]
    [InlineData(500000, 1000000, 490000, 1000000, 2.1060680600096794e-45)]
    [InlineData(510000, 1000000, 490000, 1000000, 5.4685660519445567e-176)]
    [InlineData(500000, 1000000, 500000, 1000000, 1.0)]
    [InlineData(1, 1000000, 0, 1000000, 1.0)]
    public void It_is_stable_for_a_million(int x1, int n1, int x2, int n2, double p) =>
        Fisher.TwoSided(x1, n1, x2, n2).ShouldBe(p, p * 1e-9);

    // Exact whole numbers give 9.8e-601 for the first; the others are smaller still.
    [Theory]
    [InlineData(1000, 1000, 0, 1000)]
    [InlineData(0, 1000000, 1000000, 1000000)]
    [InlineData(1000000, 1000000, 0, 1000000)]
    [InlineData(int.MaxValue, int.MaxValue, 0, int.MaxValue)]
    public void A_p_value_beyond_the_range_of_a_double_is_the_smallest_positive_one(int x1, int n1, int x2, int n2) =>
        Fisher.TwoSided(x1, n1, x2, n2).ShouldBe(double.Epsilon);

    [Theory]
    [InlineData(0, 10, 0, 10)]
    [InlineData(10, 10, 10, 10)]
    [InlineData(0, 0, 3, 10)]
    [InlineData(3, 10, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 1000000, 0, 7)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void A_margin_of_0_gives_1(int x1, int n1, int x2, int n2) => Fisher.TwoSided(x1, n1, x2, n2).ShouldBe(1.0);

    [Fact]
    public void It_is_the_exact_sum_for_any_small_table()
    {
        var group = from n in Gen.Choose(0, 60) from x in Gen.Choose(0, n) select (X: x, N: n);
        Prop.ForAll(
                group.ToArbitrary(),
                group.ToArbitrary(),
                (a, b) =>
                {
                    var p = Fisher.TwoSided(a.X, a.N, b.X, b.N);
                    return Math.Abs((p / Exact(a.X, a.N, b.X, b.N)) - 1) < 1e-12;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void It_is_above_0_at_most_1_and_the_same_with_the_groups_or_the_outcomes_swapped()
    {
        var group =
            from size in Gen.Elements(1, 30, 1000, 100_000)
            from n in Gen.Choose(0, size)
            from x in Gen.Choose(0, n)
            select (X: x, N: n);
        Prop.ForAll(
                group.ToArbitrary(),
                group.ToArbitrary(),
                (a, b) =>
                {
                    var p = Fisher.TwoSided(a.X, a.N, b.X, b.N);
                    var groups = Fisher.TwoSided(b.X, b.N, a.X, a.N);
                    var outcomes = Fisher.TwoSided(a.N - a.X, a.N, b.N - b.X, b.N);

                    // Tables below 1e-300 are left out, so the last digits are lost a little above that.
                    bool Same(double q) => Math.Abs(p - q) <= Math.Max(p * 1e-8, 1e-290);
                    return p > 0 && p <= 1 && Same(groups) && Same(outcomes);
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Theory]
    [InlineData(-1, 2, 1, 2)]
    [InlineData(3, 2, 1, 2)]
    [InlineData(1, 2, 3, 2)]
    [InlineData(0, -1, 1, 2)]
    public void Counts_that_are_no_share_are_an_error(int x1, int n1, int x2, int n2) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Fisher.TwoSided(x1, n1, x2, n2));

    private static double Exact(int x1, int n1, int x2, int n2)
    {
        var successes = x1 + x2;
        var observed = Choose(n1, x1) * Choose(n2, x2);
        BigInteger sum = 0;
        for (var k = Math.Max(0, successes - n2); k <= Math.Min(n1, successes); k++)
        {
            var tables = Choose(n1, k) * Choose(n2, successes - k);
            sum += tables * 10_000_000 <= observed * 10_000_001 ? tables : 0;
        }

        return (double)sum / (double)Choose(n1 + n2, successes);
    }

    private static BigInteger Choose(int n, int k)
    {
        BigInteger ways = 1;
        for (var i = 1; i <= k; i++)
        {
            ways = ways * (n - k + i) / i;
        }

        return ways;
    }
}
