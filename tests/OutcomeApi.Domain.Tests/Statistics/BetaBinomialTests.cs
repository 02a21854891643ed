using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class BetaBinomialTests
{
    // Laplace's law of succession, (s + 1) / (n + 2), and the flat prior itself: with nothing seen every number is equally probable.
    [Theory]
    [InlineData(1, 1, 1, 1, 2.0 / 3)]
    [InlineData(0, 1, 1, 1, 1.0 / 3)]
    [InlineData(9, 10, 1, 1, 10.0 / 12)]
    [InlineData(0, 0, 10, 0, 1.0 / 11)]
    [InlineData(0, 0, 10, 7, 1.0 / 11)]
    [InlineData(3, 8, 0, 0, 1.0)]
    public void One_number_has_the_known_probability(int successes, int trials, int next, int number, double probability) =>
        BetaBinomial.Probability(successes, trials, next, k => k == number).ShouldBe(probability, 1e-15);

    [Fact]
    public void Every_number_has_its_exact_probability()
    {
        var seen = from n in Gen.Choose(0, 60) from s in Gen.Choose(0, n) from next in Gen.Choose(0, 60) from k in Gen.Choose(0, next) select (s, n, next, k);
        Prop.ForAll(
                seen.ToArbitrary(),
                c => Math.Abs((BetaBinomial.Probability(c.s, c.n, c.next, k => k == c.k) / Exact(c.s, c.n, c.next, c.k)) - 1) < 1e-11)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_question_and_its_opposite_add_up_to_1_for_large_numbers_too()
    {
        var seen =
            from size in Gen.Elements(1, 100, 10_000, 200_000)
            from n in Gen.Choose(0, size)
            from s in Gen.Choose(0, n)
            from next in Gen.Choose(0, size)
            from limit in Gen.Choose(0, size)
            select (s, n, next, limit);
        Prop.ForAll(
                seen.ToArbitrary(),
                c =>
                {
                    var atLeast = BetaBinomial.Probability(c.s, c.n, c.next, k => k >= c.limit);
                    var below = BetaBinomial.Probability(c.s, c.n, c.next, k => k < c.limit);
                    return atLeast is >= 0 and <= 1 && Math.Abs(atLeast + below - 1) < 1e-9;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Its_mean_is_the_share_that_the_law_of_succession_expects()
    {
        // 700 of 1000 so far: of the next 500 some 500 · 701/1002 = 349.8 are expected; half of the weight lies on each side of it, nearly.
        BetaBinomial.Probability(700, 1000, 500, k => k >= 350).ShouldBe(0.5, 0.02);
        BetaBinomial.Probability(700, 1000, 500, k => k >= 400).ShouldBeLessThan(0.001);
    }

    [Theory]
    [InlineData(-1, 2, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(1, 2, -1)]
    public void Counts_that_are_none_are_an_error(int successes, int trials, int next) =>
        Should.Throw<ArgumentOutOfRangeException>(() => BetaBinomial.Probability(successes, trials, next, _ => true));

    /// <summary>With whole numbers the beta functions are binomial coefficients: C(s+k, k) · C(f+m−k, m−k) / C(n+m+1, m).</summary>
    private static double Exact(int s, int n, int m, int k) =>
        (double)(Choose(s + k, k) * Choose(n - s + m - k, m - k) * BigInteger.Pow(10, 80) / Choose(n + m + 1, m)) / 1e80;

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
