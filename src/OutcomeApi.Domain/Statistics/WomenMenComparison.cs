namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Compares the share among women with the share among men: how far apart they are, and whether chance could explain the difference.
/// </summary>
/// <remarks>
/// Every value here, including the sentence, reveals something about both rows. Even the sentence about small numbers reveals that a group
/// is small. When one of the two rows is hidden, the comparison must be hidden too.
/// </remarks>
public sealed record WomenMenComparison
{
    // With fewer people than this in a group, one person moves the share by more than ten percentage points.
    private const int FewestForAStatement = 10;

    private readonly bool _isTooSmall;

    private WomenMenComparison(int womenNumerator, int womenDenominator, int menNumerator, int menDenominator)
    {
        var women = (long)womenNumerator * menDenominator;
        var men = (long)menNumerator * womenDenominator;
        Interval = Newcombe.Compute(womenNumerator, womenDenominator, menNumerator, menDenominator);
        PValue = Fisher.TwoSided(womenNumerator, womenDenominator, menNumerator, menDenominator);
        Difference = Rounding.FourDecimals(Fraction.From(women - men, (long)womenDenominator * menDenominator));
        _isTooSmall = Math.Min(womenDenominator, menDenominator) < FewestForAStatement;
    }

    /// <summary>The share among women minus the share among men, rounded once from the exact difference to four decimals.</summary>
    public decimal Difference { get; }

    /// <summary>The 95 % interval of the difference, not rounded. See <see cref="Newcombe"/>.</summary>
    public Interval Interval { get; }

    /// <summary>
    /// The two-sided p-value, not rounded. See <see cref="Fisher"/>. The exact test is more cautious than the interval: near the border,
    /// the interval can exclude 0 while the p-value is above 0.05. The sentence follows the interval.
    /// </summary>
    public double PValue { get; }

    /// <summary>Computes the comparison. Returns null when either group is empty: a share of nobody is not 0 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A denominator is negative, or a numerator is not in 0…denominator.</exception>
    public static WomenMenComparison? Compute(int womenNumerator, int womenDenominator, int menNumerator, int menDenominator)
    {
        Check(womenNumerator, womenDenominator);
        Check(menNumerator, menDenominator);
        return womenDenominator == 0 || menDenominator == 0
            ? null
            : new WomenMenComparison(womenNumerator, womenDenominator, menNumerator, menDenominator);
    }

    /// <summary>
    /// Writes one sentence for a steering group, without numbers. It says "higher" and not "better", because a goal can also set an upper
    /// limit for a share.
    /// </summary>
    public string Sentence(Language language)
    {
        var swedish = language == Language.Swedish;
        if (_isTooSmall)
        {
            return swedish
                ? "Antalet kvinnor eller män är så litet att jämförelsen säger mycket lite."
                : "The number of women or men is so small that the comparison says very little.";
        }

        if (Interval.Lower > 0)
        {
            return swedish
                ? "Andelen är högre bland kvinnor än bland män, och skillnaden är större än vad slumpen rimligen kan förklara."
                : "The share is higher among women than among men, and the difference is larger than chance can reasonably explain.";
        }

        if (Interval.Upper < 0)
        {
            return swedish
                ? "Andelen är högre bland män än bland kvinnor, och skillnaden är större än vad slumpen rimligen kan förklara."
                : "The share is higher among men than among women, and the difference is larger than chance can reasonably explain.";
        }

        return swedish
            ? "Siffrorna visar ingen skillnad mellan kvinnor och män som går att skilja från slumpen."
            : "The figures show no difference between women and men that can be told from chance.";
    }

    private static void Check(int numerator, int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(denominator);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
    }
}
