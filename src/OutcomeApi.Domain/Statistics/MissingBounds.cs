namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Computes the lowest and the highest share possible among all who should have been asked, when some have not answered. In the worst case
/// no missing answer counts. In the best case every missing answer counts.
/// </summary>
/// <remarks>
/// Worst = numerator / due, best = (numerator + unanswered) / due, where unanswered = due − answered. The bounds need no assumption about
/// why answers are missing (Manski, <i>Partial Identification of Probability Distributions</i>, 2003, chapter 1). A follow-up known to be
/// unobtainable counts as unanswered, because its answer is unknown. Example: 6 of 8 answers count and 10 were due, so the share lies
/// between 6/10 and 8/10.
/// </remarks>
public static class MissingBounds
{
    /// <summary>Computes the bounds. Returns null when nobody was due.</summary>
    /// <param name="numerator">The number of answers that count.</param>
    /// <param name="answered">The number of people who have answered.</param>
    /// <param name="due">The number of people who should have been asked, including those who have answered.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ numerator ≤ answered ≤ due.</exception>
    public static (Fraction Lowest, Fraction Highest)? Compute(int numerator, int answered, int due)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, answered);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answered, due);
        return due == 0 ? null : (Fraction.From(numerator, due), Fraction.From(numerator + due - answered, due));
    }
}
