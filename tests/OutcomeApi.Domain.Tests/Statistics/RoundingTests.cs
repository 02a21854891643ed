using System.Globalization;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class RoundingTests
{
    // Expected texts: rounding by hand on the written-out decimal.
    [Theory]
    [InlineData(30, 150, "0.2")]
    [InlineData(21, 100, "0.21")]
    [InlineData(1, 3, "0.3333")]
    [InlineData(2, 3, "0.6667")]
    [InlineData(-2, 3, "-0.6667")]
    [InlineData(1, 20_000, "0.0001")]
    [InlineData(-1, 20_000, "-0.0001")]
    [InlineData(3, 20_000, "0.0002")]
    [InlineData(49_999, 1_000_000_000, "0")]
    [InlineData(-1, 1_000_000, "0")]
    [InlineData(0, 7, "0")]
    [InlineData(7, 7, "1")]
    [InlineData(100, 1, "100")]
    [InlineData(long.MaxValue, 1, "9223372036854775807")]
    [InlineData(long.MinValue, 1, "-9223372036854775808")]
    [InlineData(long.MaxValue, 1_000_000, "9223372036854.7758")]
    public void A_fraction_has_four_decimals_half_away_from_zero_and_no_trailing_zeros(long numerator, long denominator, string text) =>
        Rounding.FourDecimals(Fraction.From(numerator, denominator)).ToString(CultureInfo.InvariantCulture).ShouldBe(text);

    [Theory]
    [InlineData(0.2, "0.2")]
    [InlineData(0.12344999, "0.1234")]
    [InlineData(0.12345, "0.1235")]
    [InlineData(-0.12345, "-0.1235")]
    [InlineData(0.14285, "0.1429")]
    [InlineData(1.00005, "1.0001")]
    [InlineData(0.82900689522726, "0.829")]
    [InlineData(-0.11506800958068, "-0.1151")]
    [InlineData(1e-300, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(-0.00001, "0")]
    [InlineData(0.99996, "1")]
    public void A_double_has_four_decimals_by_the_same_rule(double value, string text) =>
        Rounding.FourDecimals(value).ToString(CultureInfo.InvariantCulture).ShouldBe(text);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e30)]
    public void What_is_no_shown_figure_is_an_error(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Rounding.FourDecimals(value));

    [Theory]
    [InlineData(129, 200, 65)]
    [InlineData(-129, 200, -65)]
    [InlineData(13, 20, 65)]
    [InlineData(67, 75, 89)]
    [InlineData(68, 75, 91)]
    [InlineData(1, 200, 1)]
    [InlineData(1, 201, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(5, 5, 100)]
    [InlineData(644_999_999_999_999, 1_000_000_000_000_000, 64)]
    [InlineData(645_000_000_000_000, 1_000_000_000_000_000, 65)]
    public void Whole_percent_is_exact_and_half_away_from_zero(long numerator, long denominator, int percent) =>
        Rounding.WholePercent(Fraction.From(numerator, denominator)).ShouldBe(percent);

    [Fact]
    public void A_percentage_beyond_an_int_is_an_error() =>
        Should.Throw<OverflowException>(() => Rounding.WholePercent(Fraction.From(long.MaxValue, 1)));
}
