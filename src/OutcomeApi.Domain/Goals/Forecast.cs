using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// What the rest of the project must bring for a share to meet its target at the project's end, and how probable that is. An expectation under a stated
/// model, never a figure of the record.
/// </summary>
/// <remarks>
/// The model: the rest of the project brings as many per day as the days so far have brought, and those still to come are like those who have come (see
/// <see cref="BetaBinomial"/>). It knows nothing of queues, seasons or plans.
/// </remarks>
/// <param name="Remaining">How many are expected to join the denominator before the project ends.</param>
/// <param name="FewestNeeded">The fewest of them that must join the numerator; null: no number of them is enough.</param>
/// <param name="MostAllowed">The most of them that may join the numerator; null: no number of them is enough.</param>
/// <param name="Probability">The probability of meeting the target at the project's end, 0–1.</param>
public sealed record Forecast(int Remaining, int? FewestNeeded, int? MostAllowed, double Probability)
{
    /// <summary>The share of those still to come that must join the numerator at least; null: none would be enough, or nobody is to come.</summary>
    public Fraction? ShareNeeded => FewestNeeded is { } needed && Remaining > 0 ? Fraction.Of(needed, Remaining) : null;

    /// <summary>The forecast of one row's share; null when there is nothing to go by, or the project is over.</summary>
    /// <param name="counts">The row's counts since the project's start.</param>
    /// <param name="target">What it must meet at the project's end.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="lastDay">The last day that the counts know of.</param>
    public static Forecast? Of(Ratio counts, Target target, ReportingPeriod period, DateOnly lastDay)
    {
        var daysSoFar = lastDay.DayNumber - period.StartsOn.DayNumber + 1;
        var daysToCome = period.EndsOn.DayNumber - lastDay.DayNumber;
        if (counts is not { Numerator: var numerator, Denominator: { } denominator and > 0 } || daysSoFar <= 0 || daysToCome <= 0)
        {
            return null;
        }

        // Half a person is rounded up: the whole pace, not a rounded one.
        var remaining = (int)(((2L * denominator * daysToCome) + daysSoFar) / (2L * daysSoFar));
        bool IsEnough(int further) => target.IsMetBy(numerator + further, denominator + remaining);
        var enough = Enumerable.Range(0, remaining + 1).Where(IsEnough).ToArray();
        return new Forecast(
            remaining,
            enough.Length > 0 ? enough[0] : null,
            enough.Length > 0 ? enough[^1] : null,
            BetaBinomial.Probability(numerator, denominator, remaining, IsEnough));
    }
}
