using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>Writes a forecast in plain words and marks it as a forecast.</summary>
public static class ForecastSentence
{
    public static string Write(GoalForecast forecast, Language language)
    {
        var swedish = language == Language.Swedish;
        var rows = string.Join("; ", forecast.Rows.Select(row => About(row.Gender, swedish) + Needed(forecast, row.Forecast, swedish)));
        var probability = PercentOf(forecast.Probability);
        var assumption = (forecast.Model, swedish) switch
        {
            (ForecastModel.BetaBinomialFlatPrior, true) =>
                "Om deltagare fortsätter att börja och avsluta i samma takt som hittills, och de som avslutar är som de som har avslutat",
            (ForecastModel.BetaBinomialFlatPrior, false) =>
                "If people go on starting and exiting at the same pace as so far, and those who exit are like those who have exited",
            (_, true) => "Om det fortsätter att komma lika många per dag som hittills",
            _ => "If as many per day go on coming as so far",
        };
        return swedish
            ? $"Prognos, inte resultat. {assumption}: {rows}. Sannolikheten att målvärdet nås till {forecast.Due:yyyy-MM-dd} är {probability} %."
            : $"A forecast, not a result. {assumption}: {rows}. The probability of meeting the target by {forecast.Due:yyyy-MM-dd} is {probability} %.";
    }

    private static string About(Gender? gender, bool swedish) => gender switch
    {
        null => string.Empty,
        Gender.Woman => swedish ? "kvinnor: " : "women: ",
        Gender.Man => swedish ? "män: " : "men: ",
        Gender.Other => swedish ? "annan könsidentitet: " : "other gender identity: ",
        _ => swedish ? "uppgift om kön saknas: " : "gender not known: ",
    };

    private static string Needed(GoalForecast forecast, Forecast row, bool swedish) =>
        forecast.Model == ForecastModel.BetaBinomialFlatPrior ? OfShare(forecast, row, swedish) : OfCount(row, swedish);

    /// <summary>Says how many of the exits that are expected must be counted. How many come is an expectation, so nothing is called impossible.</summary>
    private static string OfShare(GoalForecast forecast, Forecast row, bool swedish)
    {
        var come = swedish ? $"omkring {row.Remaining} till avslutar, " : $"about {row.Remaining} more exit, ";
        return come + row switch
        {
            { FewestNeeded: null } => swedish ? "och inte ens om alla räknas nås målvärdet" : "and not even if all of them count is the target met",
            { FewestNeeded: 0, MostAllowed: var most } when most == row.Remaining => swedish
                ? "och målvärdet nås hur många av dem som än räknas"
                : "and the target is met however many of them count",
            { FewestNeeded: 0 } => swedish ? $"och högst {row.MostAllowed} av dem får räknas" : $"and at most {row.MostAllowed} of them may count",
            _ when row.MostAllowed < row.Remaining => swedish
                ? $"och mellan {row.FewestNeeded} och {row.MostAllowed} av dem behöver räknas"
                : $"and between {row.FewestNeeded} and {row.MostAllowed} of them must count",
            _ => swedish
                ? $"och minst {row.FewestNeeded} av dem ({Rounding.WholePercent(forecast.ShareNeeded(row)!.Value)} %) behöver räknas"
                : $"and at least {row.FewestNeeded} of them ({Rounding.WholePercent(forecast.ShareNeeded(row)!.Value)} %) must count",
        };
    }

    /// <summary>Says how many more a count needs. A count does not fall, so the arithmetic can be certain.</summary>
    private static string OfCount(Forecast row, bool swedish)
    {
        var come = swedish ? $"omkring {row.Remaining} till väntas" : $"about {row.Remaining} more are expected";
        return row switch
        {
            { FewestNeeded: null } => swedish ? "målvärdet går inte längre att nå" : "the target can no longer be met",
            { FewestNeeded: 0, MostAllowed: null } => swedish ? "målvärdet nås vad som än händer" : "the target is met whatever comes",
            { FewestNeeded: 0 } => swedish ? $"{come}, högst {row.MostAllowed} får komma" : $"{come}, at most {row.MostAllowed} may come",
            { MostAllowed: { } most } => swedish
                ? $"{come}, mellan {row.FewestNeeded} och {most} behöver komma"
                : $"{come}, between {row.FewestNeeded} and {most} must come",
            _ => swedish ? $"{come}, minst {row.FewestNeeded} behövs" : $"{come}, at least {row.FewestNeeded} are needed",
        };
    }

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
