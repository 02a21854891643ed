namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Says how many people make a group that is not small: k, chosen per association.</summary>
public static class GroupSize
{
    /// <summary>
    /// The least k, 3. With k = 2 the rules hide nothing: a group that is withheld then has one person, and two withheld categories of
    /// two people have one each.
    /// </summary>
    public const int Least = 3;

    /// <summary>The most that an association sets.</summary>
    public const int Most = 20;

    /// <exception cref="ArgumentOutOfRangeException">k is less than <see cref="Least"/>.</exception>
    internal static void Check(int k) => ArgumentOutOfRangeException.ThrowIfLessThan(k, Least);
}
