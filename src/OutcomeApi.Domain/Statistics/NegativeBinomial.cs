namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Predicts how many events the next days bring from how many the days so far have brought. Events come at a constant rate that is not
/// known; before any event, the rate has Jeffreys' prior, gamma with shape ½ and rate 0. The number of events to come is then negative
/// binomial. Sources: H. Jeffreys (1961), "Theory of Probability", 3rd edition, section 3.1; A. Gelman et al. (2013), "Bayesian Data
/// Analysis", 3rd edition, section 2.6.
/// </summary>
public static class NegativeBinomial
{
    private const double Negligible = 1e-18;

    /// <summary>Computes the expected number of further events.</summary>
    /// <param name="events">The number of events so far.</param>
    /// <param name="days">The number of days so far, one or more.</param>
    /// <param name="daysToCome">The number of days to come.</param>
    public static double Expected(int events, int days, int daysToCome) => (events + 0.5) * daysToCome / days;

    /// <summary>Computes the probability, 0–1, that the number of further events is one of the numbers asked for.</summary>
    /// <param name="events">The number of events so far.</param>
    /// <param name="days">The number of days so far, one or more.</param>
    /// <param name="daysToCome">The number of days to come.</param>
    /// <param name="isAskedFor">Returns true for each number of further events that is asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or no day has passed.</exception>
    public static double Probability(int events, int days, int daysToCome, Func<int, bool> isAskedFor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfNegative(daysToCome);

        // Each number's weight is the one before times (shape + k) / (k + 1) · q.
        var shape = events + 0.5;
        var q = (double)daysToCome / (days + daysToCome);
        var mode = (int)Math.Max(0, Math.Floor((shape - 1) * q / (1 - q)));
        return DiscreteWeights.Probability(mode, int.MaxValue, k => (shape + k) / (k + 1.0) * q, Negligible, isAskedFor);
    }
}
