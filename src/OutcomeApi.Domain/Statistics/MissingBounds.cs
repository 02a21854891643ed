namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Between what a share of all who should have been asked can lie, when some have not answered: in the worst case no missing answer counts, in
/// the best case every one does.
/// </summary>
/// <remarks>
/// Worst = numerator / due, best = (numerator + unanswered) / due, where unanswered = due − answered. These are the bounds that need no assumption about
/// why answers are missing (Manski, <i>Partial Identification of Probability Distributions</i>, 2003, chapter 1). Follow-ups that are known to be unobtainable
/// are counted as unanswered: nobody knows what they would have said.
/// </remarks>
public static class MissingBounds
{
    /// <summary>The bounds; none when nobody was due.</summary>
    /// <param name="numerator">How many answers count.</param>
    /// <param name="answered">How many have answered.</param>
    /// <param name="due">How many should have been asked, those who have answered among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ numerator ≤ answered ≤ due.</exception>
    public static (Fraction Lowest, Fraction Highest)? Compute(int numerator, int answered, int due)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, answered);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answered, due);
        return due == 0 ? null : (Fraction.From(numerator, due), Fraction.From(numerator + due - answered, due));
    }
}
