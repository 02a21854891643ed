using System.Numerics;

namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Computes the 95 % score interval of a share, without continuity correction. Source: E. B. Wilson (1927), "Probable inference, the law of
/// succession, and statistical inference", Journal of the American Statistical Association 22, 209–212.
/// </summary>
public static class Wilson
{
    /// <summary>The 97.5th percentile of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    private const double ZSquared = Z * Z;

    // The same z as an integer: the interval that is shown and the decision in Excludes must rest on the same number.
    private static readonly BigInteger ZDigits = 1_959_963_984_540_054;
    private static readonly BigInteger ZScale = 1_000_000_000_000_000;

    /// <summary>
    /// Computes the interval as shares from 0 to 1. The lower end of 0/n is exactly 0, and the upper end of n/n is exactly 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive, or the numerator is not in 0…denominator.</exception>
    public static Interval Compute(int numerator, int denominator)
    {
        Check(numerator, denominator);

        // The upper end is computed as the lower end of the complement, so that the two sides mirror each other to the last bit.
        return new Interval(LowerEnd(numerator, denominator), 1 - LowerEnd(denominator - numerator, denominator));
    }

    /// <summary>
    /// Determines whether the target lies strictly outside the interval, that is, whether a verdict against it is clear. The decision is
    /// made in whole numbers by inverting the score test: p is outside exactly when (x/n − p)² &gt; z²·p(1−p)/n.
    /// </summary>
    /// <remarks>
    /// A target below 0 or above 1 makes the right side negative, so it is always outside. A target of 0 is inside only for 0/n, and a
    /// target of 1 only for n/n.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The same conditions as for <see cref="Compute"/>.</exception>
    public static bool Excludes(int numerator, int denominator, Fraction target)
    {
        Check(numerator, denominator);

        // The test with p = a/b, both sides multiplied by n²b².
        BigInteger a = target.Numerator;
        BigInteger b = target.Denominator;
        var distance = ((numerator * b) - (a * denominator)) * ZScale;
        return distance * distance > ZDigits * ZDigits * a * (b - a) * denominator;
    }

    private static double LowerEnd(double x, double n)
    {
        // The smaller root is computed as the product of the roots divided by the larger root. The textbook form subtracts nearly equal
        // numbers when x is small, and can return -1e-17 for 0/n.
        var larger = x + (ZSquared / 2) + (Z * Math.Sqrt((x * (n - x) / n) + (ZSquared / 4)));
        return x * x / n / larger;
    }

    private static void Check(int numerator, int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
    }
}
