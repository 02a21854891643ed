namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Rounds figures for display; half is rounded away from zero. Verdicts never use rounded figures: they compare <see cref="Fraction"/>s.
/// </summary>
public static class Rounding
{
    /// <summary>Rounds exactly to four decimals and removes trailing zeros (1/5 gives 0.2).</summary>
    public static decimal FourDecimals(Fraction value) => TenThousandths(Divide((Int128)value.Numerator * 10_000, value.Denominator));

    /// <summary>
    /// Rounds to four decimals and removes trailing zeros. The binary value is first taken at its 15 significant digits. Otherwise a value
    /// such as 0.00015, which has no exact binary form, would be rounded up or down by an accident of representation.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Not a number, infinite, or outside ±10¹⁵. No share, interval or p-value is that large.
    /// </exception>
    public static decimal FourDecimals(double value)
    {
        if (!(Math.Abs(value) <= 1e15))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Not a figure that can be shown with four decimals.");
        }

        return TenThousandths((Int128)Math.Round((decimal)value * 10_000, 0, MidpointRounding.AwayFromZero));
    }

    /// <summary>
    /// Rounds exactly to a whole percentage. For example, 129/200 is shown as 65 although it does not meet a target of 65 %.
    /// </summary>
    /// <exception cref="OverflowException">The percentage is outside the range of an int.</exception>
    public static int WholePercent(Fraction value) => checked((int)Divide((Int128)value.Numerator * 100, value.Denominator));

    private static Int128 Divide(Int128 numerator, long denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return Int128.Abs(remainder) * 2 >= denominator ? quotient + Int128.Sign(numerator) : quotient;
    }

    private static decimal TenThousandths(Int128 number)
    {
        // Builds the decimal from an integer and a scale, so that neither a trailing zero nor a negative zero reaches the JSON.
        byte scale = 4;
        while (scale > 0 && number % 10 == 0)
        {
            number /= 10;
            scale--;
        }

        var size = (UInt128)Int128.Abs(number);
        return new decimal((int)(uint)size, (int)(uint)(size >> 32), (int)(uint)(size >> 64), number < 0, scale);
    }
}
