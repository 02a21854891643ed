using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Runs;

/// <summary>
/// A forecast for the day when a goal is due. The model of shares assumes that people go on starting and exiting at the pace since referrals
/// began, and that those who will exit are like those who have (beta-binomial with a flat prior). The model of counts assumes that as many
/// per day go on coming (negative binomial).
/// </summary>
public sealed record GoalOutlook
{
    /// <summary>Model that the forecast is based on: <c>beta-binomial-flat-prior</c> for shares, <c>negative-binomial</c> for counts.</summary>
    [Domain.Registrations.CodeOf(typeof(ForecastModel))]
    public required string Model { get; init; }

    /// <summary>
    /// Probability of meeting the target when the goal is due, rounded to four decimals. If women and men must each meet it: the
    /// probability that both do.
    /// </summary>
    public required decimal Probability { get; init; }

    /// <summary>Rows that the verdict will depend on.</summary>
    public required IReadOnlyList<RowOutlook> Rows { get; init; }

    /// <summary>The forecast in plain words.</summary>
    public required string Text { get; init; }

    public static GoalOutlook From(GoalForecast forecast, Language language) => new()
    {
        Model = Code.Format(forecast.Model),
        Probability = Rounding.FourDecimals(forecast.Probability),
        Rows = [.. forecast.Rows.Select(row => RowOutlook.From(row.Gender, row.Forecast, forecast))],
        Text = ForecastSentence.Write(forecast, language),
    };
}

/// <summary>The forecast of one row.</summary>
public sealed record RowOutlook
{
    /// <summary><c>woman</c>, <c>man</c>, <c>other</c>, <c>unknown</c> or <c>total</c>.</summary>
    public required string Gender { get; init; }

    /// <summary>Number expected to come before the goal is due: to exit, or to be counted.</summary>
    public required int Remaining { get; init; }

    /// <summary>
    /// Smallest number of these that must be counted to meet the target. Null if no number is enough.
    /// </summary>
    public required int? FewestNeeded { get; init; }

    /// <summary>
    /// Largest number of these that may be counted without missing the target. Null if no number is enough, and for counts without an upper limit.
    /// </summary>
    public required int? MostAllowed { get; init; }

    /// <summary>
    /// <c>fewestNeeded</c> divided by <c>remaining</c>, rounded to four decimals. Null for counts, if no number is enough, and if no one is
    /// expected to come.
    /// </summary>
    public required decimal? ShareNeeded { get; init; }

    /// <summary>Probability that the row meets its target, rounded to four decimals.</summary>
    public required decimal Probability { get; init; }

    public static RowOutlook From(Gender? gender, Forecast forecast, GoalForecast goal) => new()
    {
        Gender = gender is { } known ? Code.Format(known) : "total",
        Remaining = forecast.Remaining,
        FewestNeeded = forecast.FewestNeeded,
        MostAllowed = forecast.MostAllowed,
        ShareNeeded = goal.ShareNeeded(forecast) is { } share ? Rounding.FourDecimals(share) : null,
        Probability = Rounding.FourDecimals(forecast.Probability),
    };
}
