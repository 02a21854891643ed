using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Runs;

/// <summary>
/// A forecast for the project's end. The model: the rest of the project brings as many per day as so far, and those still to come are like those who have come
/// (beta-binomial with a flat prior).
/// </summary>
public sealed record GoalOutlook
{
    /// <summary>The model that the forecast rests on: beta-binomial-flat-prior.</summary>
    public required string Model { get; init; }

    /// <summary>The probability of meeting the target at the project's end, four decimals. Where each of women and men must: of both.</summary>
    public required decimal Probability { get; init; }

    /// <summary>The rows that the verdict will rest on.</summary>
    public required IReadOnlyList<RowOutlook> Rows { get; init; }

    /// <summary>The same in plain words.</summary>
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
    /// <summary>woman, man, other, unknown or total.</summary>
    public required string Gender { get; init; }

    /// <summary>How many are expected to join the denominator before the project ends.</summary>
    public required int Remaining { get; init; }

    /// <summary>The fewest of them that must join the numerator; null: the target can no longer be met.</summary>
    public required int? FewestNeeded { get; init; }

    /// <summary>The most of them that may join the numerator; null: the target can no longer be met.</summary>
    public required int? MostAllowed { get; init; }

    /// <summary>The fewest as a share of those expected, four decimals.</summary>
    public required decimal? ShareNeeded { get; init; }

    /// <summary>The probability that the row meets its target, four decimals.</summary>
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
