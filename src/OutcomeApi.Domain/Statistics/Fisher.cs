namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Computes Fisher's exact test of two independent shares. The test is two-sided: it sums all tables that are no more probable than the
/// observed one. Source: R. A. Fisher (1935), "The logic of inductive inference", Journal of the Royal Statistical Society 98, 39–82.
/// </summary>
public static class Fisher
{
    // Floating point computes tables of equal probability a few bits apart. The tolerance is that of fisher.test in R.
    private const double Tolerance = 1 + 1e-7;

    // A table this much rarer than the mode counts as impossible. A loop that waits for 0 would not end: the smallest double times a ratio
    // above one half rounds to the smallest double again.
    private const double Vanishing = 1e-300;

    /// <summary>
    /// Computes the two-sided p-value for x1/n1 against x2/n2, above 0 and at most 1. It is 1 when a margin is 0: a group is empty, or
    /// nobody or everybody has the outcome. A value below about 1e-300 is returned as the smallest positive double.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A group is negative, or a numerator is not in 0…group.</exception>
    public static double TwoSided(int x1, int n1, int x2, int n2)
    {
        Check(x1, n1);
        Check(x2, n2);

        // With the margins given, the first cell k determines the table. Probabilities are relative to the mode, which has 1, because
        // factorials would overflow. Starting at an end of the range would begin with a zero.
        var successes = (long)x1 + x2;
        var least = Math.Max(0, successes - n2);
        var most = Math.Min(n1, successes);
        var mode = (n1 + 1L) * (successes + 1) / ((long)n1 + n2 + 2);

        double Up(long k) => (double)(successes - k) * (n1 - k) / ((double)(k + 1) * (n2 - successes + k + 1));
        double Down(long k) => (double)k * (n2 - successes + k) / ((double)(successes - k + 1) * (n1 - k + 1));

        var observed = 1.0;
        for (var k = mode; k < x1 && observed > Vanishing; k++)
        {
            observed *= Up(k);
        }

        for (var k = mode; k > x1 && observed > Vanishing; k--)
        {
            observed *= Down(k);
        }

        if (observed <= Vanishing)
        {
            return double.Epsilon;
        }

        var limit = observed * Tolerance;
        double all = 0;
        double asExtreme = 0;
        void Add(double table)
        {
            all += table;
            asExtreme += table <= limit ? table : 0;
        }

        // Away from the mode, probabilities only fall. Once one has vanished, all beyond it have vanished too.
        Add(1);
        var probability = 1.0;
        for (var k = mode; k < most && probability > Vanishing; k++)
        {
            probability *= Up(k);
            Add(probability);
        }

        probability = 1.0;
        for (var k = mode; k > least && probability > Vanishing; k--)
        {
            probability *= Down(k);
            Add(probability);
        }

        return asExtreme / all;
    }

    private static void Check(int numerator, int group)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, group);
    }
}
