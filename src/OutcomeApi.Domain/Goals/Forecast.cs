using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Computes what the rest of the project must bring for a share to meet its target at the project's end, and the probability of that. A
/// forecast is an expectation under a stated model. It is never a recorded figure.
/// </summary>
/// <remarks>
/// The model has two assumptions. The rest of the project brings as many people per day as the days so far. The people still to come are
/// like those who have come (see <see cref="BetaBinomial"/>). The model does not consider queues, seasons or plans. Example: 40 exits in
/// the first 200 days give an expectation of 20 more exits in the remaining 100 days.
/// </remarks>
/// <param name="Remaining">The number of people who are expected to join the denominator before the project ends.</param>
/// <param name="FewestNeeded">The fewest of them that must join the numerator. Null when no number is enough.</param>
/// <param name="MostAllowed">The most of them that may join the numerator. Null when no number is enough.</param>
/// <param name="Probability">The probability, 0–1, of meeting the target at the project's end.</param>
public sealed record Forecast(int Remaining, int? FewestNeeded, int? MostAllowed, double Probability)
{
    /// <summary>
    /// The smallest share of those still to come that must join the numerator. Null when no number is enough, or when nobody is expected.
    /// </summary>
    public Fraction? ShareNeeded => FewestNeeded is { } needed && Remaining > 0 ? Fraction.From(needed, Remaining) : null;

    /// <summary>
    /// Computes the forecast of one row's share. Returns null when there are no counts to start from, or when the project is over.
    /// </summary>
    /// <param name="counts">The row's counts since the project's start.</param>
    /// <param name="target">The target that the row must meet at the project's end.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="lastDay">The last day that the counts include.</param>
    public static Forecast? Compute(Ratio counts, Target target, ReportingPeriod period, DateOnly lastDay)
    {
        var daysSoFar = lastDay.DayNumber - period.StartsOn.DayNumber + 1;
        var daysToCome = period.EndsOn.DayNumber - lastDay.DayNumber;
        if (counts is not { Numerator: var numerator, Denominator: { } denominator and > 0 } || daysSoFar <= 0 || daysToCome <= 0)
        {
            return null;
        }

        // Half a person is rounded up. The pace itself is not rounded.
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

/// <summary>The forecast of a share goal, with every row that its verdict will depend on.</summary>
/// <param name="Rows">The rows. A null gender is the total.</param>
public sealed record GoalForecast(IReadOnlyList<(Gender? Gender, Forecast Forecast)> Rows)
{
    /// <summary>
    /// The probability that every row meets its target at the project's end. Women and men are assumed to be independent of each other.
    /// </summary>
    public double Probability => Rows.Aggregate(1.0, (product, row) => product * row.Forecast.Probability);

    /// <summary>
    /// Computes the forecast for a figure. Returns null for measures other than shares, for windows other than since the project's start,
    /// for goals that are not judged at the project's end, for projects that are over, and when a row has no counts to start from.
    /// </summary>
    /// <param name="figure">The figure.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="asOf">The day that was today when the figure was computed.</param>
    public static GoalForecast? Compute(GoalFigure figure, ReportingPeriod period, DateOnly asOf)
    {
        if (asOf >= period.EndsOn || figure is not { Window: Window.SinceStart, Goal.Definition: { Measure: Measure.Share } goal })
        {
            return null;
        }

        // Uses the targets of the project's end, because some goals are judged only then.
        var atTheEnd = Judgement.Compute(figure with { Tertial = period.Last }, period);
        var lastDay = figure.Cohort.To < asOf ? figure.Cohort.To : asOf;
        var rows = Judgement.Deciding(goal, atTheEnd.Rows)
            .Select(row => (row.Gender, Forecast: Forecast.Compute(row.Counts!.Value, row.Target!, period, lastDay)))
            .ToArray();
        return rows.Length == 0 || rows.Any(row => row.Forecast is null) ? null : new GoalForecast([.. rows.Select(row => (row.Gender, row.Forecast!))]);
    }
}
