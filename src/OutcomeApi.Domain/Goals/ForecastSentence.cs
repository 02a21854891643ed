using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>Writes a forecast in plain words and marks it as a forecast.</summary>
public static class ForecastSentence
{
    public static string Write(GoalForecast forecast, Language language)
    {
        var swedish = language == Language.Swedish;
        var rows = string.Join("; ", forecast.Rows.Select(row => About(row.Gender, swedish) + Needed(row.Forecast, swedish)));
        var probability = PercentOf(forecast.Probability);
        return swedish
            ? $"Prognos, inte resultat. Om resten av projektet ger lika många per dag som hittills: {rows}. "
                + $"Sannolikheten att målet nås när projektet slutar är {probability} %."
            : $"A forecast, not a result. If the rest of the project brings as many per day as so far: {rows}. "
                + $"The probability of reaching the goal when the project ends is {probability} %.";
    }

    private static string About(Gender? gender, bool swedish) => gender switch
    {
        null => string.Empty,
        Gender.Woman => swedish ? "kvinnor: " : "women: ",
        Gender.Man => swedish ? "män: " : "men: ",
        Gender.Other => swedish ? "annan könsidentitet: " : "other gender identity: ",
        _ => swedish ? "uppgift om kön saknas: " : "gender not known: ",
    };

    private static string Needed(Forecast forecast, bool swedish) => forecast switch
    {
        { FewestNeeded: null } => swedish ? "målet går inte längre att nå" : "the target can no longer be met",
        { FewestNeeded: 0, MostAllowed: var most } when most == forecast.Remaining => swedish
            ? "målet nås vad som än händer"
            : "the target is met whatever comes",
        { FewestNeeded: 0 } => swedish ? $"högst {forecast.MostAllowed} av {forecast.Remaining}" : $"at most {forecast.MostAllowed} of {forecast.Remaining}",
        _ when forecast.MostAllowed < forecast.Remaining => swedish
            ? $"mellan {forecast.FewestNeeded} och {forecast.MostAllowed} av {forecast.Remaining}"
            : $"between {forecast.FewestNeeded} and {forecast.MostAllowed} of {forecast.Remaining}",
        _ => swedish
            ? $"minst {forecast.FewestNeeded} av {forecast.Remaining} ({Rounding.WholePercent(forecast.ShareNeeded!.Value)} %)"
            : $"at least {forecast.FewestNeeded} of {forecast.Remaining} ({Rounding.WholePercent(forecast.ShareNeeded!.Value)} %)",
    };

    /// <summary>
    /// Formats a probability as a whole percentage. A probability that is almost 0 or 1 is written <c>&lt;1</c> or <c>&gt;99</c>, never 0
    /// or 100.
    /// </summary>
    private static string PercentOf(double probability) => probability switch
    {
        0 => "0",
        1 => "100",
        < 0.01 => "<1",
        > 0.99 => ">99",
        _ => ((int)Math.Round(probability * 100, MidpointRounding.AwayFromZero)).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
