namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Holds the limits of k, the number of people from which a group is no longer small. Each association chooses its own k.
/// </summary>
public static class GroupSize
{
    /// <summary>
    /// The smallest k, 3. With k = 2 the rules would hide nothing: a withheld group would have exactly one person, and two withheld
    /// categories with two people together would have one each.
    /// </summary>
    public const int Least = 3;

    /// <summary>The largest k that an association can choose.</summary>
    public const int Most = 20;

    /// <exception cref="ArgumentOutOfRangeException">k is less than <see cref="Least"/>.</exception>
    internal static void Check(int k) => ArgumentOutOfRangeException.ThrowIfLessThan(k, Least);
}
