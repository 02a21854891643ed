using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class WilsonTests
{
    private static readonly Gen<(int X, int N)> Counts =
        from size in Gen.Elements(1, 3, 30, 1000, 1_000_000, int.MaxValue)
        from n in Gen.Choose(1, size)
        from x in Gen.Frequency((8, Gen.Choose(0, n)), (1, Gen.Constant(0)), (1, Gen.Constant(n)))
        select (x, n);

    // Independent calculation with 50 decimal digits. 81/263, 15/148, 0/20 and 1/29 are table I of Newcombe (1998), "Two-sided
    // confidence intervals for the single proportion", Statistics in Medicine 17, 857–872, method 3.
    [Theory]
    [InlineData(21, 100, 0.14165654061915304, 0.29979968834089865)]
    [InlineData(9, 50, 0.09770192670234177, 0.30796053674300781)]
    [InlineData(30, 150, 0.14384081582284963, 0.27114133079799633)]
    [InlineData(81, 263, 0.25528851987827423, 0.36620957698280006)]
    [InlineData(15, 148, 0.06238639953073628, 0.16048724172330803)]
    [InlineData(0, 20, 0.00000000000000000, 0.16112515805281935)]
    [InlineData(1, 29, 0.00611321429276266, 0.17175521879320286)]
    [InlineData(0, 1, 0.00000000000000000, 0.79345068562276257)]
    [InlineData(1, 1, 0.20654931437723743, 1.00000000000000000)]
    [InlineData(0, 10, 0.00000000000000000, 0.27753279986288920)]
    [InlineData(10, 10, 0.72246720013711080, 1.00000000000000000)]
    [InlineData(1, 2, 0.09453120573423073, 0.90546879426576927)]
    [InlineData(1, 10, 0.01787621309507291, 0.40415002679523846)]
    [InlineData(13, 20, 0.43285427668523626, 0.81880817589891794)]
    [InlineData(129, 200, 0.57652113075490432, 0.70801372459568837)]
    [InlineData(68, 75, 0.81965313150458498, 0.95405147660939959)]
    [InlineData(0, 1000000, 0.00000000000000000, 0.00000384144406394)]
    [InlineData(1, 1000000, 0.00000017652457675, 0.00000566491180431)]
    [InlineData(500000, 1000000, 0.49902001989000478, 0.50097998010999522)]
    [InlineData(999999, 1000000, 0.99999433508819569, 0.99999982347542325)]
    [InlineData(1, 2147483647, 0.00000000008220065, 0.00000000263794058)]
    [InlineData(1073741823, 2147483647, 0.49997885255306668, 0.50002114698127203)]
    public void The_interval_has_the_published_and_recalculated_ends(int x, int n, double lower, double upper)
    {
        var interval = Wilson.Compute(x, n);

        interval.Lower.ShouldBe(lower, 2e-16);
        interval.Upper.ShouldBe(upper, 2e-16);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void None_begins_at_exactly_0_and_all_ends_at_exactly_1(int n)
    {
        Wilson.Compute(0, n).Lower.ShouldBe(0.0);
        Wilson.Compute(n, n).Upper.ShouldBe(1.0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    public void Counts_that_are_no_share_are_an_error(int x, int n)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Wilson.Compute(x, n));
        Should.Throw<ArgumentOutOfRangeException>(() => Wilson.Excludes(x, n, Fraction.From(1, 2)));
    }

    [Fact]
    public void The_interval_contains_the_share_and_stays_within_0_and_1() =>
        Prop.ForAll(
                Counts.ToArbitrary(),
                c =>
                {
                    var interval = Wilson.Compute(c.X, c.N);
                    var share = (double)c.X / c.N;
                    return interval.Lower >= 0 && interval.Lower <= share && share <= interval.Upper && interval.Upper <= 1;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void The_interval_of_those_without_the_outcome_is_the_mirror_image() =>
        Prop.ForAll(
                Counts.ToArbitrary(),
                c =>
                {
                    var interval = Wilson.Compute(c.X, c.N);
                    var mirrored = Wilson.Compute(c.N - c.X, c.N);
                    return Math.Abs(mirrored.Lower - (1 - interval.Upper)) < 2e-16 && Math.Abs(mirrored.Upper - (1 - interval.Lower)) < 2e-16;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void The_interval_is_that_of_sixty_decimals() =>
        Prop.ForAll(
                Counts.ToArbitrary(),
                c =>
                {
                    var interval = Wilson.Compute(c.X, c.N);
                    var (lower, upper) = Decimals60.Wilson(c.X, c.N);
                    return Math.Abs(interval.Lower - AsDouble(lower)) < 1e-15 && Math.Abs(interval.Upper - AsDouble(upper)) < 1e-15;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData(0, 10, 0, 1, false)] // 0 is the lower end of 0/n itself
    [InlineData(1, 10, 0, 1, true)]
    [InlineData(10, 10, 0, 1, true)]
    [InlineData(10, 10, 1, 1, false)] // 1 is the upper end of n/n itself
    [InlineData(9, 10, 1, 1, true)]
    [InlineData(0, 10, 1, 1, true)]
    [InlineData(0, 10, -1, 100, true)]
    [InlineData(0, 10, -1, long.MaxValue, true)]
    [InlineData(10, 10, 101, 100, true)]
    [InlineData(5, 10, 6, 5, true)]
    [InlineData(5, 10, long.MinValue, 1, true)]
    [InlineData(5, 10, long.MaxValue, 1, true)]
    [InlineData(21, 100, 20, 100, false)]
    [InlineData(21, 100, 14, 100, true)]
    [InlineData(21, 100, 30, 100, true)]
    [InlineData(21, 100, 29, 100, false)]
    [InlineData(0, 1, 79, 100, false)]
    [InlineData(0, 1, 80, 100, true)]
    public void A_target_is_excluded_when_it_lies_strictly_outside(int x, int n, long numerator, long denominator, bool excluded) =>
        Wilson.Excludes(x, n, Fraction.From(numerator, denominator)).ShouldBe(excluded);

    [Fact]
    public void Excluding_agrees_with_sixty_decimals_for_any_target()
    {
        var targets =
            from c in Counts
            from denominator in Gen.Elements(1, 2, 100, 1000, 100_000_000)
            from numerator in Gen.Choose(-denominator / 10, denominator + (denominator / 10))
            select (c.X, c.N, Target: Fraction.From(numerator, denominator));
        Prop.ForAll(targets.ToArbitrary(), t => Wilson.Excludes(t.X, t.N, t.Target) == IsOutside(t.X, t.N, t.Target))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Excluding_agrees_with_sixty_decimals_a_hair_beside_the_ends()
    {
        // 10⁻¹⁸ to either side of an end, far closer than floating point can tell.
        const long Hairs = 1_000_000_000_000_000_000;
        var targets =
            from c in Counts
            from atUpper in Gen.Elements(true, false)
            from step in Gen.Choose(-1, 2)
            let ends = Decimals60.Wilson(c.X, c.N)
            let end = (long)((atUpper ? ends.Upper : ends.Lower) * Hairs / Decimals60.One)
            select (c.X, c.N, Target: Fraction.From(end + step, Hairs));
        Prop.ForAll(targets.ToArbitrary(), t => Wilson.Excludes(t.X, t.N, t.Target) == IsOutside(t.X, t.N, t.Target))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static bool IsOutside(int x, int n, Fraction target)
    {
        var (lower, upper) = Decimals60.Wilson(x, n);
        var position = target.Numerator * Decimals60.One;
        return position < lower * target.Denominator || position > upper * target.Denominator;
    }

    private static double AsDouble(BigInteger decimals) => (double)decimals / (double)Decimals60.One;
}
