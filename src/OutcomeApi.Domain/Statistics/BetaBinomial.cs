namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Predicts the next trials from the trials seen so far. The prior is flat: before any trial, every share is equally likely. The number of
/// successes among the next trials is then beta-binomial. Sources: P. S. Laplace's law of succession in its general form; A. Gelman et al.
/// (2013), "Bayesian Data Analysis", 3rd edition, section 2.4.
/// </summary>
public static class BetaBinomial
{
    /// <summary>
    /// Computes the probability, 0–1, that the number of successes among the next trials is one of the numbers asked for. The result is an
    /// expectation, not a measurement: the model assumes that the next trials are like those seen.
    /// </summary>
    /// <param name="successes">The number of successes so far.</param>
    /// <param name="trials">The number of trials so far. May be zero: then only the flat prior is known.</param>
    /// <param name="next">The number of trials still to come.</param>
    /// <param name="isAskedFor">Returns true for each number of further successes, 0…<paramref name="next"/>, that is asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more successes than trials.</exception>
    public static double Probability(int successes, int trials, int next, Func<int, bool> isAskedFor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ArgumentOutOfRangeException.ThrowIfNegative(next);

        // The weights rise from k to k + 1 as long as k ≤ (next · successes − failures) / trials. With no trials seen, all numbers are equally
        // probable.
        var failures = trials - successes;
        var mode = trials == 0 ? 0 : (int)Math.Min(next, (long)successes * (next + 1L) / trials);
        return DiscreteWeights.Probability(
            mode, next, k => (next - k) * (successes + 1.0 + k) / ((k + 1.0) * (failures + next - k)), negligible: 0, isAskedFor);
    }
}
