using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>The model of a forecast.</summary>
public enum ForecastModel
{
    /// <summary>People leave and come at the rates so far, and those to come are like those who have come (<see cref="BetaBinomial"/>).</summary>
    BetaBinomialFlatPrior,

    /// <summary>People come at the rate so far, which is known the better the more have come (<see cref="NegativeBinomial"/>).</summary>
    NegativeBinomial,
}

/// <summary>
/// Computes what the time that is left must bring for a target to be met, and the probability of that. A forecast is an expectation under a
/// stated model. It is never a recorded figure.
/// </summary>
/// <param name="Remaining">The number of people who are expected to come: to exit, or to be counted.</param>
/// <param name="FewestNeeded">The fewest of them that must be counted. Null when no number is enough.</param>
/// <param name="MostAllowed">The most of them that may be counted. Null when no number is enough, or when there is no upper limit.</param>
/// <param name="Probability">The probability, 0–1, of meeting the target when it is due.</param>
public sealed record Forecast(int Remaining, int? FewestNeeded, int? MostAllowed, double Probability)
{
    /// <summary>The fewest days of pace that a forecast builds on.</summary>
    public const int FewestDays = 30;

    /// <summary>
    /// Computes how many participations are expected to end in the days to come. Each that is going on ends at the rate of exits by day of
    /// participation. New ones begin at the rate of starts by day, and end at the same rate.
    /// </summary>
    /// <param name="turnover">How people have come and gone so far. Somebody must have exited.</param>
    /// <param name="daysSoFar">The days so far.</param>
    /// <param name="daysToCome">The days to come.</param>
    public static int ExitsToCome(Turnover turnover, int daysSoFar, int daysToCome)
    {
        var leaving = (double)turnover.Exited / turnover.Days;
        var coming = (double)turnover.Started / daysSoFar;
        var left = -Math.Exp(-leaving * daysToCome) + 1;
        return RoundedHalfUp((turnover.Ongoing * left) + (coming * (daysToCome - (left / leaving))));
    }

    /// <summary>Computes the forecast of a share of all exits.</summary>
    /// <param name="counts">The row's counts so far.</param>
    /// <param name="remaining">The number of exits to come.</param>
    /// <param name="target">The target of the row.</param>
    public static Forecast OfShare(Ratio counts, int remaining, Target target)
    {
        var (numerator, denominator) = (counts.Numerator, counts.Denominator!.Value);
        bool IsEnough(int further) => denominator + remaining > 0 && target.IsMetBy(numerator + further, denominator + remaining);
        var enough = Enumerable.Range(0, remaining + 1).Where(IsEnough).ToArray();
        return new Forecast(
            remaining,
            enough.Length > 0 ? enough[0] : null,
            enough.Length > 0 ? enough[^1] : null,
            BetaBinomial.Probability(numerator, denominator, remaining, IsEnough));
    }

    /// <summary>Computes the forecast of a count.</summary>
    /// <param name="count">The row's count so far.</param>
    /// <param name="days">The days of the pace.</param>
    /// <param name="target">The target of the row.</param>
    public static Forecast OfCount(int count, PaceDays days, Target target)
    {
        var isPassed = target.AtMost is { } most && !(target with { AtLeast = null }).IsMetBy(count, 1);
        return new Forecast(
            RoundedHalfUp(NegativeBinomial.Expected(count, days.SoFar, days.Left)),
            isPassed ? null : (int)Math.Max(0, (target.AtLeast?.Value.Numerator ?? 0) - count),
            isPassed || target.AtMost is null ? null : (int)target.AtMost.Value.Numerator - count,
            NegativeBinomial.Probability(count, days.SoFar, days.Left, further => target.IsMetBy((long)count + further, 1)));
    }

    private static int RoundedHalfUp(double number) => (int)Math.Floor(number + 0.5);
}

/// <summary>The forecast of a goal, with every row that its verdict will depend on.</summary>
/// <param name="Model">The model.</param>
/// <param name="Due">The last day of the time that the goal is about.</param>
/// <param name="Rows">The rows. A null gender is the total.</param>
public sealed record GoalForecast(ForecastModel Model, DateOnly Due, IReadOnlyList<(Gender? Gender, Forecast Forecast)> Rows)
{
    /// <summary>
    /// The probability that every row meets its target when the goal is due. Women and men are assumed to be independent of each other.
    /// </summary>
    public double Probability => Rows.Aggregate(1.0, (product, row) => product * row.Forecast.Probability);

    /// <summary>
    /// The smallest share of a row's exits to come that must be counted. Null for counts, when no number is enough, and when nobody is
    /// expected.
    /// </summary>
    public Fraction? ShareNeeded(Forecast row) =>
        Model == ForecastModel.BetaBinomialFlatPrior && row is { FewestNeeded: { } needed, Remaining: > 0 } ? Fraction.From(needed, row.Remaining) : null;

    /// <summary>Determines whether a goal has forecasts: a share of all exits that is judged at the project's end.</summary>
    internal static bool IsOfShare(GoalDefinition goal) =>
        goal is { Measure: Measure.Share, Judged: Judged.ProjectEnd, Population: Population.Exits, Filter: null, Targets.Count: > 0 };

    /// <summary>
    /// Computes the forecast for a figure. Returns null for other goals than counts and shares of all exits, for groups that are fixed, for
    /// windows that the goal is not judged by, after it is due, with fewer than <see cref="Forecast.FewestDays"/> days of pace, and when
    /// nobody has exited.
    /// </summary>
    /// <param name="figure">The figure.</param>
    /// <param name="time">Where in its life the project is.</param>
    public static GoalForecast? Compute(GoalFigure figure, Timeline time)
    {
        var goal = figure.Goal.Definition!;
        var due = DueDay.Of(figure, time);
        var days = PaceDays.Of(figure, due, time);
        if (due.HasPassed || days is { Left: 0 } or { SoFar: < Forecast.FewestDays } || time.HasEnded(time.Period.EndsOn))
        {
            return null;
        }

        // The targets are those of the day when the goal is due, because a target may hold only for a time.
        var deciding = Judgement.Deciding(goal, Judgement.RowsOf(goal, figure, time, due, due.On));
        return deciding.Count == 0 ? null
            : IsOfShare(goal) && figure is { Window: Window.SinceStart, Turnovers: { } turnovers } ? OfShares(deciding, turnovers, days, due)
            : goal is { Measure: Measure.Count, OfGoal: null, Population: { } population } && IsGrowing(population) ? OfCounts(deciding, days, due)
            : null;
    }

    private static GoalForecast? OfShares(IReadOnlyList<JudgedRow> deciding, Turnovers turnovers, PaceDays days, DueDay due) =>
        deciding.Any(row => turnovers.Of(row.Gender) is { Exited: 0 } or { Days: 0 }) ? null : new GoalForecast(
            ForecastModel.BetaBinomialFlatPrior,
            due.On,
            [
                .. from row in deciding
                   let remaining = Forecast.ExitsToCome(turnovers.Of(row.Gender), days.SoFar, days.Left)
                   select (row.Gender, Forecast.OfShare(row.Counts!.Value, remaining, row.Target!))
            ]);

    private static GoalForecast OfCounts(IReadOnlyList<JudgedRow> deciding, PaceDays days, DueDay due) => new(
        ForecastModel.NegativeBinomial,
        due.On,
        [.. deciding.Select(row => (row.Gender, Forecast.OfCount(row.Counts!.Value.Numerator, days, row.Target!)))]);

    /// <summary>Determines whether people join a population one after the other. The others are there, or are a fixed group.</summary>
    private static bool IsGrowing(Population population) => population is not (Population.SupportedInWindow or Population.ReferralsQueuedAtProjectStart);
}
