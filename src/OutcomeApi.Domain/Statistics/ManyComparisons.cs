using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// What to keep in mind when many comparisons are read at once: each is wrong in one of twenty cases where there is no difference, so among many some will be.
/// </summary>
public static class ManyComparisons
{
    /// <summary>From this many on at least one false alarm is more probable than not: 1 − 0.95¹⁴ = 0.51.</summary>
    public const int From = 14;

    /// <summary>A sentence for the reader; null when there are too few comparisons to need it.</summary>
    /// <param name="comparisons">How many comparisons with a 95 % interval are shown together.</param>
    /// <param name="language">The language of the sentence.</param>
    public static string? Note(int comparisons, Language language)
    {
        if (comparisons < From)
        {
            return null;
        }

        // One of twenty, half rounded up.
        var falseAlarms = (comparisons + 10) / 20;
        return language == Language.Swedish
            ? $"Här visas {comparisons} jämförelser mellan kvinnor och män. Även om det inte fanns några skillnader alls skulle ungefär {falseAlarms} av dem se ut som mer än slump: en enstaka skillnad är ett skäl att titta närmare, inte ett resultat."
            : $"{comparisons} comparisons of women and men are shown here. Even if there were no differences at all, about {falseAlarms} of them would look like more than chance: a single difference is a reason to look closer, not a result.";
    }
}
