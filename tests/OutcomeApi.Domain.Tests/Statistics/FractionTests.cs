using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class FractionTests
{
    [Theory]
    [InlineData("20%", 1, 5)]
    [InlineData("12.5%", 1, 8)]
    [InlineData("100%", 1, 1)]
    [InlineData("0%", 0, 1)]
    [InlineData("0.000001%", 1, 100_000_000)]
    [InlineData("66.666667%", 66_666_667, 100_000_000)]
    [InlineData("120%", 6, 5)]
    [InlineData("12.50%", 1, 8)]
    [InlineData("9223372036854775807%", long.MaxValue, 100)]
    public void A_percentage_is_read_exactly(string text, long numerator, long denominator)
    {
        Fraction.TryParsePercent(text, out var fraction).ShouldBeTrue();

        fraction.ShouldBe(Fraction.From(numerator, denominator));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("20")]
    [InlineData("0.2")]
    [InlineData("20 %")]
    [InlineData(" 20%")]
    [InlineData("20% ")]
    [InlineData("20%%")]
    [InlineData("-20%")]
    [InlineData("+20%")]
    [InlineData("12,5%")]
    [InlineData(".5%")]
    [InlineData("5.%")]
    [InlineData("1.2.3%")]
    [InlineData("1e1%")]
    [InlineData("٢٠%")]
    [InlineData("12.1234567%")]
    [InlineData("9223372036854775808%")]
    [InlineData("9223372036854.775808%")]
    [InlineData("99999999999999999999999999999999999999999999999999%")]
    public void Anything_else_is_refused(string? text)
    {
        Fraction.TryParsePercent(text, out var fraction).ShouldBeFalse();

        fraction.ShouldBe(Fraction.From(0, 1));
    }

    [Theory]
    [InlineData(1, 5, "20%")]
    [InlineData(1, 8, "12.5%")]
    [InlineData(0, 7, "0%")]
    [InlineData(7, 7, "100%")]
    [InlineData(6, 5, "120%")]
    [InlineData(-1, 200, "-0.5%")]
    [InlineData(1, 100_000_000, "0.000001%")]
    [InlineData(1, 1_000_000_000, "1/1000000000")]
    [InlineData(2, 6, "2/6")]
    public void It_is_written_as_a_percentage_where_that_is_exact(long numerator, long denominator, string text) =>
        Fraction.From(numerator, denominator).ToString().ShouldBe(text);

    [Fact]
    public void What_is_written_reads_back_as_the_same_value() =>
        Prop.ForAll(
                Gen.Choose(0, 300_000_000).ToArbitrary(),
                millionths =>
                {
                    var fraction = Fraction.From(millionths, 100_000_000);
                    return Fraction.TryParsePercent(fraction.ToString(), out var back) && back == fraction;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Equality_is_by_value_and_the_given_counts_are_kept()
    {
        var half = Fraction.From(1, 2);
        var same = Fraction.From(2, 4);

        (half == same).ShouldBeTrue();
        half.GetHashCode().ShouldBe(same.GetHashCode());
        (same.Numerator, same.Denominator).ShouldBe((2, 4));
        (half == Fraction.From(2, 5)).ShouldBeFalse();
        Fraction.From(0, 3).GetHashCode().ShouldBe(Fraction.From(0, 8).GetHashCode());
        Fraction.From(-2, 4).GetHashCode().ShouldBe(Fraction.From(-1, 2).GetHashCode());
    }

    // The shares of the rule "exact integers, never a rounded figure".
    [Theory]
    [InlineData(13, 20, 65, 0)]
    [InlineData(129, 200, 65, -1)]
    [InlineData(67, 75, 90, -1)]
    [InlineData(68, 75, 90, 1)]
    [InlineData(9, 50, 20, -1)]
    [InlineData(21, 100, 20, 1)]
    public void A_share_is_compared_with_a_target_exactly(long numerator, long denominator, int percent, int sign)
    {
        var share = Fraction.From(numerator, denominator);
        var target = Fraction.From(percent, 100);

        Math.Sign(share.CompareTo(target)).ShouldBe(sign);
        (share < target).ShouldBe(sign < 0);
        (share <= target).ShouldBe(sign <= 0);
        (share > target).ShouldBe(sign > 0);
        (share >= target).ShouldBe(sign >= 0);
    }

    [Fact]
    public void The_largest_longs_are_compared_without_overflow()
    {
        (Fraction.From(long.MaxValue - 1, long.MaxValue) < Fraction.From(1, 1)).ShouldBeTrue();
        (Fraction.From(long.MaxValue - 2, long.MaxValue - 1) < Fraction.From(long.MaxValue - 1, long.MaxValue)).ShouldBeTrue();
        (Fraction.From(long.MinValue, 1) < Fraction.From(long.MaxValue, 1)).ShouldBeTrue();
        Fraction.From(long.MinValue, 1).ToString().ShouldBe("-922337203685477580800%");
    }

    [Fact]
    public void At_most_one_includes_one()
    {
        Fraction.From(3, 3).IsAtMostOne.ShouldBeTrue();
        Fraction.From(4, 3).IsAtMostOne.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_denominator_is_positive(long denominator) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Fraction.From(1, denominator));

    [Fact]
    public void The_default_value_is_zero_of_one()
    {
        Fraction zero = default;

        (zero.Numerator, zero.Denominator).ShouldBe((0, 1));
        zero.ToString().ShouldBe("0%");
    }
}
