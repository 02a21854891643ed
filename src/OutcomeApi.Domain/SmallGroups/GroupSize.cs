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

    /// <summary>Finds something for every k that can be chosen, and keeps what differs from what was found for the k before.</summary>
    /// <param name="find">Finds it for a k.</param>
    /// <param name="same">Says whether two that were found are the same, apart from their k.</param>
    internal static IReadOnlyList<T> Changes<T>(Func<int, T> find, Func<T, T, bool> same)
    {
        var changes = new List<T> { find(Least) };
        for (var k = Least + 1; k <= Most; k++)
        {
            var found = find(k);
            if (!same(changes[^1], found))
            {
                changes.Add(found);
            }
        }

        return changes;
    }

    /// <exception cref="ArgumentOutOfRangeException">k is less than <see cref="Least"/>.</exception>
    internal static void Check(int k) => ArgumentOutOfRangeException.ThrowIfLessThan(k, Least);
}
