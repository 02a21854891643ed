namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Merges the small categories of a table into one line, so that none of them can be worked out from the other lines and the exact total.
/// </summary>
/// <remarks>
/// <para>
/// Anyone who knows this rule and the published table is left with at least two possible totals for every merged category. This holds for
/// tables of any size, except for a line of 0 and for a table with one category.
/// </para>
/// <para>
/// If two merged categories have different numbers, exchange them: the published table stays the same. So each of them could have the
/// number of any other.
/// </para>
/// <para>
/// If all merged categories have the same number c, all are small, because a category that joins has at least k people. If c &lt; k − 1,
/// move one person from one category to another: both stay small, so the table stays the same. If c = k − 1, the line is full, so the
/// smallest shown categories would have joined. As none did, no other category is shown. Two of the categories could then have k and k − 2
/// people, because the one with k would join.
/// </para>
/// </remarks>
public static class MergeRule
{
    /// <summary>
    /// Merges all categories of fewer than k people, including empty ones, into one line. Sometimes the smallest shown categories join that
    /// line. They join if the line has 1 to k − 1 people (it is itself a small group), or if its m categories have more than (m − 1)(k − 1)
    /// people (so many that none of them can be empty). All shown categories that tie for the smallest join. They join once, without
    /// another test.
    /// </summary>
    /// <param name="categories">All categories that the project uses, with or without people, in the order of the table.</param>
    /// <param name="k">A group of fewer than k people is small.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static MergedTable Apply(IReadOnlyList<People> categories, int k) => Apply(categories, k, merged =>
    {
        var people = new People(0, 0);
        foreach (var index in merged)
        {
            people += categories[index];
        }

        return people;
    });

    /// <summary>Merges categories that may have people in common.</summary>
    /// <param name="categories">See the other overload.</param>
    /// <param name="k">A group of fewer than k people is small.</param>
    /// <param name="together">Counts the different people in some of the categories, which are given by their indexes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static MergedTable Apply(IReadOnlyList<People> categories, int k, Func<IReadOnlyList<int>, People> together)
    {
        GroupSize.Check(k);
        var merged = new List<int>(categories.Count);
        var smallestShown = int.MaxValue;
        for (var index = 0; index < categories.Count; index++)
        {
            if (categories[index].Total < k)
            {
                merged.Add(index);
            }
            else
            {
                smallestShown = Math.Min(smallestShown, categories[index].Total);
            }
        }

        if (merged.Count > 0 && Joins(together(merged).Total))
        {
            merged = [.. Enumerable.Range(0, categories.Count).Where(index => categories[index].Total < k || categories[index].Total == smallestShown)];
        }

        Line[] lines = [.. LinesOf(categories.Count, merged).Select(line => new Line(line.Categories, line.IsMerged, together(line.Categories)))];

        bool Joins(int people)
        {
            var isSmall = people > 0 && people < k;
            var isFull = people > (merged.Count - 1L) * (k - 1);
            return isSmall || isFull;
        }

        return new MergedTable(lines, Splits(lines.Select(line => line.People), k));
    }

    /// <summary>Lists the lines of categories of which some are merged: each other category by itself, then the merged ones.</summary>
    public static IReadOnlyList<(IReadOnlyList<int> Categories, bool IsMerged)> LinesOf(int categories, IReadOnlyList<int> merged)
    {
        List<(IReadOnlyList<int>, bool)> lines = [.. Enumerable.Range(0, categories).Except(merged).Select(index => ((IReadOnlyList<int>)[index], false))];
        if (merged.Count > 0)
        {
            lines.Add((merged, true));
        }

        return lines;
    }

    /// <summary>
    /// Decides whether a table with these lines shows women and men separately. Every line must have, of women and of men, either none or
    /// at least k.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static bool Splits(IEnumerable<People> lines, int k)
    {
        GroupSize.Check(k);
        return lines.All(line => IsNoneOrEnough(line.Woman) && IsNoneOrEnough(line.Man));

        bool IsNoneOrEnough(int people) => people == 0 || people >= k;
    }
}
