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
    public static MergedTable Apply(IReadOnlyList<People> categories, int k)
    {
        GroupSize.Check(k);
        int merged = 0, people = 0, smallestShown = int.MaxValue;
        foreach (var category in categories)
        {
            if (category.Total < k)
            {
                merged++;
                people += category.Total;
            }
            else
            {
                smallestShown = Math.Min(smallestShown, category.Total);
            }
        }

        var isSmall = people > 0 && people < k;
        var isFull = people > (merged - 1L) * (k - 1);
        var joins = merged > 0 && (isSmall || isFull) ? smallestShown : 0;

        var lines = new List<Line>(categories.Count);
        var together = new List<int>();
        var ofAll = new People(0, 0);
        for (var index = 0; index < categories.Count; index++)
        {
            var category = categories[index];
            if (category.Total < k || category.Total == joins)
            {
                together.Add(index);
                ofAll += category;
            }
            else
            {
                lines.Add(new Line([index], false, category));
            }
        }

        if (together.Count > 0)
        {
            lines.Add(new Line(together, true, ofAll));
        }

        return new MergedTable(lines, Splits(lines.Select(line => line.People), k));
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
