namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Merges the small categories of a table to one line, so that none of them can be read off the others and the exact total.
/// </summary>
/// <remarks>
/// Whoever knows this rule and the table it leaves is left with at least two possible totals for every merged category, in tables of any
/// size, but for a line of 0 and a table of one category. Why: to exchange the numbers of two merged categories leaves the same table, so
/// where merged categories differ, any of them could have the number of any other. Where all have the same number c, all are small, for
/// whoever joins has at least k. If c &lt; k − 1, one person can be moved from one to another, and both stay small: the same table. If c is
/// k − 1 then the line is full, so nothing is left that could join; two of them could as well have k and k − 2, for the one with k would
/// join.
/// </remarks>
public static class MergeRule
{
    /// <summary>
    /// Merges categories of fewer than k people, those of nobody among them, to one line. If that line of m categories has 1…k − 1 people
    /// (a small group), or more than (m − 1)(k − 1) (so many that no category of it can be empty), then all shown categories that tie for
    /// the smallest join it: once, with no further test.
    /// </summary>
    /// <param name="categories">All categories that the project uses, seen or not, in the order of the table.</param>
    /// <param name="k">Fewer than k people are a small group.</param>
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
    /// Decides whether a table of these lines shows women and men apart: every line has, for each of the two, nobody or at least k
    /// people.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static bool Splits(IEnumerable<People> lines, int k)
    {
        GroupSize.Check(k);
        return lines.All(line => IsNoneOrEnough(line.Woman) && IsNoneOrEnough(line.Man));

        bool IsNoneOrEnough(int people) => people == 0 || people >= k;
    }
}
