namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Sums a discrete distribution with one peak, of which only the ratio of each weight to the next is known. The weights are relative to that of
/// the most probable number, which is 1, because gamma functions would overflow. On both sides of it the weights only fall.
/// </summary>
internal static class DiscreteWeights
{
    /// <summary>Computes the probability, 0–1, of the numbers that are asked for.</summary>
    /// <param name="mode">The most probable number.</param>
    /// <param name="last">The highest number.</param>
    /// <param name="up">Returns the weight of k + 1 divided by that of k, for k from 0 to below the last number.</param>
    /// <param name="negligible">The part of all weights so far at which a side is not followed further. Zero: to its end.</param>
    /// <param name="isAskedFor">Returns true for each number that is asked for.</param>
    public static double Probability(int mode, int last, Func<int, double> up, double negligible, Func<int, bool> isAskedFor)
    {
        double all = 0, asked = 0;
        void Add(int k, double weight)
        {
            all += weight;
            asked += isAskedFor(k) ? weight : 0;
        }

        Add(mode, 1);
        var weight = 1.0;
        for (var k = mode; k < last && weight > negligible * all; k++)
        {
            weight *= up(k);
            Add(k + 1, weight);
        }

        weight = 1.0;
        for (var k = mode - 1; k >= 0 && weight > negligible * all; k--)
        {
            weight /= up(k);
            Add(k, weight);
        }

        return asked / all;
    }
}
