using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
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
    public Fraction? ShareNeeded => FewestNeeded is { } needed && Remaining > 0 ? Fraction.From(needed, Remaining) : null;

    /// <summary>The forecast of one row's share; null when there is nothing to go by, or the project is over.</summary>
    /// <param name="counts">The row's counts since the project's start.</param>
    /// <param name="target">What it must meet at the project's end.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="lastDay">The last day that the counts know of.</param>
    public static Forecast? Compute(Ratio counts, Target target, ReportingPeriod period, DateOnly lastDay)
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

/// <summary>The forecast of a share goal: of every row that its verdict will rest on.</summary>
/// <param name="Rows">The rows; a null gender is the total.</param>
public sealed record GoalForecast(IReadOnlyList<(Gender? Gender, Forecast Forecast)> Rows)
{
    /// <summary>The probability that every row meets its target at the project's end: women and men are taken to be independent of each other.</summary>
    public double Probability => Rows.Aggregate(1.0, (product, row) => product * row.Forecast.Probability);

    /// <summary>
    /// The forecast that goes with a figure; null for other measures than shares, other windows than since the project's start, goals that are not judged
    /// at the project's end, projects that are over, and where a row has nothing to go by.
    /// </summary>
    /// <param name="figure">The figure.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="asOf">The day that was today for the figure.</param>
    public static GoalForecast? Compute(GoalFigure figure, ReportingPeriod period, DateOnly asOf)
    {
        if (asOf >= period.EndsOn || figure is not { Window: Window.SinceStart, Goal.Definition: { Measure: Measure.Share } goal })
        {
            return null;
        }

        // The targets are those of the project's end: some goals are judged only then.
        var atTheEnd = Judgement.Compute(figure with { Tertial = period.Last }, period);
        var lastDay = figure.Cohort.To < asOf ? figure.Cohort.To : asOf;
        var rows = Judgement.Deciding(goal, atTheEnd.Rows).Select(row => (row.Gender, Forecast: Forecast.Compute(row.Counts!.Value, row.Target!, period, lastDay))).ToArray();
        return rows.Length == 0 || rows.Any(row => row.Forecast is null) ? null : new GoalForecast([.. rows.Select(row => (row.Gender, row.Forecast!))]);
    }
}
