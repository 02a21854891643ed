namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// Warns readers who see many comparisons at once. Where there is no difference, one comparison in twenty still shows one, so among many
/// comparisons some will be false alarms.
/// </summary>
public static class ManyComparisons
{
    /// <summary>
    /// The smallest number of comparisons for which at least one false alarm is more probable than not: 1 − 0.95¹⁴ = 0.51.
    /// </summary>
    public const int From = 14;

    /// <summary>Writes the warning as a sentence. Returns null when there are too few comparisons to need it.</summary>
    /// <param name="comparisons">The number of comparisons with a 95 % interval that are shown together.</param>
    /// <param name="language">The language of the sentence.</param>
    public static string? Note(int comparisons, Language language)
    {
        if (comparisons < From)
        {
            return null;
        }

        // One in twenty, half rounded up.
        var falseAlarms = (comparisons + 10) / 20;
        return language == Language.Swedish
            ? $"Här visas {comparisons} jämförelser mellan kvinnor och män. "
                + $"Även om det inte fanns några skillnader alls skulle ungefär {falseAlarms} av dem se ut som mer än slump: "
                + "en enstaka skillnad är ett skäl att titta närmare, inte ett resultat."
            : $"{comparisons} comparisons of women and men are shown here. "
                + $"Even if there were no differences at all, about {falseAlarms} of them would look like more than chance: "
                + "a single difference is a reason to look closer, not a result.";
    }
}
