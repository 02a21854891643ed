namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// What is to be expected of the next trials when some have been seen: every share was equally likely beforehand (a flat prior), so the number of
/// successes among the next ones is beta-binomial. Source: P. S. Laplace's law of succession in its general form; A. Gelman et al. (2013), "Bayesian
/// Data Analysis", 3rd edition, section 2.4.
/// </summary>
public static class BetaBinomial
{
    /// <summary>
    /// The probability, 0–1, that the number of successes among the next trials is one of those that are asked for. It is an expectation under the model
    /// that the trials still to come are like those seen, not a measurement.
    /// </summary>
    /// <param name="successes">Successes so far.</param>
    /// <param name="trials">Trials so far; may be zero: then nothing is known but the flat prior.</param>
    /// <param name="next">How many trials are still to come.</param>
    /// <param name="isAskedFor">Is this number of further successes, 0…<paramref name="next"/>, asked for?</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more successes than trials.</exception>
    public static double Probability(int successes, int trials, int next, Func<int, bool> isAskedFor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ArgumentOutOfRangeException.ThrowIfNegative(next);

        // Weights relative to that of the most probable number, which is 1: gamma functions would overflow. Away from it weights only fall. They rise
        // from k to k + 1 as long as k ≤ (next · successes − failures) / trials; with nothing seen all numbers are equally probable.
        var failures = trials - successes;
        double Up(int k) => (next - k) * (successes + 1.0 + k) / ((k + 1.0) * (failures + next - k));
        var mode = trials == 0 ? 0 : (int)Math.Min(next, (long)successes * (next + 1L) / trials);
        double all = 0, asked = 0;
        void Add(int k, double weight)
        {
            all += weight;
            asked += isAskedFor(k) ? weight : 0;
        }

        Add(mode, 1);
        var weight = 1.0;
        for (var k = mode; k < next && weight > 0; k++)
        {
            weight *= Up(k);
            Add(k + 1, weight);
        }

        weight = 1.0;
        for (var k = mode - 1; k >= 0 && weight > 0; k--)
        {
            weight /= Up(k);
            Add(k, weight);
        }

        return asked / all;
    }
}
