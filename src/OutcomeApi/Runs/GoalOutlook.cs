using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Runs;

/// <summary>
/// A forecast for the end of the project. The model assumes that the rest of the project brings as many people per day as so far, and that
/// those still to come are like those who have come (beta-binomial with a flat prior).
/// </summary>
public sealed record GoalOutlook
{
    /// <summary>Model that the forecast is based on: <c>beta-binomial-flat-prior</c>.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// Probability of meeting the target at the end of the project, rounded to four decimals. If women and men must each meet it: the
    /// probability that both do.
    /// </summary>
    public required decimal Probability { get; init; }

    /// <summary>Rows that the verdict will depend on.</summary>
    public required IReadOnlyList<RowOutlook> Rows { get; init; }

    /// <summary>The forecast in plain words.</summary>
    public required string Text { get; init; }

    public static GoalOutlook From(GoalForecast forecast, Language language) => new()
    {
        Model = "beta-binomial-flat-prior",
        Probability = Rounding.FourDecimals(forecast.Probability),
        Rows = [.. forecast.Rows.Select(row => RowOutlook.From(row.Gender, row.Forecast))],
        Text = ForecastSentence.Write(forecast, language),
    };
}

/// <summary>The forecast of one row.</summary>
public sealed record RowOutlook
{
    /// <summary><c>woman</c>, <c>man</c>, <c>other</c>, <c>unknown</c> or <c>total</c>.</summary>
    public required string Gender { get; init; }

    /// <summary>Number expected to join the denominator before the project ends.</summary>
    public required int Remaining { get; init; }

    /// <summary>
    /// Smallest number of these that must join the numerator to meet the target. Null if the target can no longer be met.
    /// </summary>
    public required int? FewestNeeded { get; init; }

    /// <summary>
    /// Largest number of these that may join the numerator without missing the target. Null if the target can no longer be met.
    /// </summary>
    public required int? MostAllowed { get; init; }

    /// <summary>
    /// <c>fewestNeeded</c> divided by <c>remaining</c>, rounded to four decimals. Null if the target can no longer be met, or if no one is
    /// expected to come.
    /// </summary>
    public required decimal? ShareNeeded { get; init; }

    /// <summary>Probability that the row meets its target, rounded to four decimals.</summary>
    public required decimal Probability { get; init; }

    public static RowOutlook From(Gender? gender, Forecast forecast) => new()
    {
        Gender = gender is { } known ? Code.Format(known) : "total",
        Remaining = forecast.Remaining,
        FewestNeeded = forecast.FewestNeeded,
        MostAllowed = forecast.MostAllowed,
        ShareNeeded = forecast.ShareNeeded is { } share ? Rounding.FourDecimals(share) : null,
        Probability = Rounding.FourDecimals(forecast.Probability),
    };
}
