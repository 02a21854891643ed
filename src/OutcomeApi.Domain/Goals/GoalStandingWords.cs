namespace OutcomeApi.Domain.Goals;

/// <summary>Describes the standing of people to a figure in plain words.</summary>
public static class GoalStandingWords
{
    /// <summary>Writes the text of one line that combines several standings, because each of them contains few people.</summary>
    public static string Merged(int count, Language language) => language == Language.Swedish
        ? $"Övriga ({count} kategorier)."
        : $"Others ({count} categories).";

    /// <summary>Writes the text of one standing.</summary>
    /// <param name="standing">The standing.</param>
    /// <param name="measure">The goal's measure. The same standing means something else in a balance than in a share.</param>
    /// <param name="span">The days that a duration is about.</param>
    /// <param name="language">Swedish or English.</param>
    public static string Write(GoalStanding standing, Measure measure, DurationSpan span, Language language)
    {
        var (sv, en) = standing switch
        {
            GoalStanding.RegisteredInError => ("Felregistrerade: räknas ingenstans.", "Registered in error: they count nowhere."),
            GoalStanding.Anonymous => (
                "Anonyma: räknas bara i mål som räknar inskrivningar.", "Anonymous: they count only in goals that count enrollments."),
            GoalStanding.OtherSubproject => ("I ett annat delprojekt, eller inte i något.", "In another subproject, or in none."),
            GoalStanding.NotInWindow => (
                "Det som räknas har inte hänt under perioden.", "What is counted did not happen in the window."),
            GoalStanding.OtherGender => ("Av ett annat kön.", "Of another gender."),
            GoalStanding.NotInParent => (
                "Räknas inte i målet som detta mål är en del av.", "They do not count in the goal that this goal is a part of."),
            GoalStanding.FilteredOut => ("Målets urval gäller inte dem.", "The goal's filter leaves them out."),
            GoalStanding.InDenominator when measure == Measure.QueueTime => (
                "Började under de sista 120 dagarna.", "Started in the last 120 days."),
            GoalStanding.InDenominator when measure == Measure.Balance => ("Avslutades under perioden.", "Exited in the window."),
            GoalStanding.InDenominator when measure == Measure.Count => ("Uppfyller inte det som räknas.", "What is counted is not true of them."),
            GoalStanding.InDenominator => ("I nämnaren men inte i täljaren.", "In the denominator and not in the numerator."),
            GoalStanding.InNumerator when measure == Measure.Duration && span == DurationSpan.ExitToNextStep => (
                "Avslutades under perioden, med datum för nästa steg.", "Exited in the window, with a date for the next step."),
            GoalStanding.InNumerator when measure == Measure.Duration && span == DurationSpan.StartToFirstPlacement => (
                "Började sitt första arbete eller sin första studieplats under perioden.", "Began the first job or course in the window."),
            GoalStanding.InNumerator when measure is Measure.Balance or Measure.Duration => ("Började under perioden.", "Started in the window."),
            GoalStanding.InNumerator when measure == Measure.Count => ("Räknas.", "They count."),
            GoalStanding.InNumerator => ("I nämnaren och i täljaren.", "In the denominator and in the numerator."),
            GoalStanding.InBoth => ("Började och avslutades under perioden.", "Started and exited in the window."),
            GoalStanding.StillQueued => ("Står kvar i kö vid periodens slut.", "Still in queue at the end of the window."),
            _ => throw new ArgumentOutOfRangeException(nameof(standing)),
        };
        return language == Language.Swedish ? sv : en;
    }
}
