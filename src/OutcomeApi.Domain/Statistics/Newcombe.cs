namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Computes the 95 % interval of the difference between two independent shares. The method is the hybrid score interval without continuity
/// correction, built from the Wilson intervals of the two shares. Source: R. G. Newcombe (1998), "Interval estimation for the difference
/// between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 873–890, method 10.
/// </summary>
public static class Newcombe
{
    /// <summary>Computes the interval of x1/n1 − x2/n2, as shares from −1 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A denominator is not positive, or a numerator is not in 0…denominator.</exception>
    public static Interval Compute(int x1, int n1, int x2, int n2)
    {
        var first = Wilson.Compute(x1, n1);
        var second = Wilson.Compute(x2, n2);
        var p1 = (double)x1 / n1;
        var p2 = (double)x2 / n2;
        var difference = p1 - p2;
        var below = Distance(p1 - first.Lower, second.Upper - p2);
        var above = Distance(first.Upper - p1, p2 - second.Lower);

        // By construction the ends lie within −1 and 1, but floating point may miss them by the last bit.
        return new Interval(Math.Max(-1, difference - below), Math.Min(1, difference + above));
    }

    private static double Distance(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
