namespace OutcomeApi.Tests.SmallGroups;

/// <summary>How many women, men and others there are: the others are those of another or unknown gender.</summary>
internal readonly record struct Counts(int Woman, int Man, int Others)
{
    public int Total => Woman + Man + Others;

    /// <summary>Every way in which the others can be counted with the women or the men. A test does not know the key that decides it.</summary>
    public IEnumerable<(int Woman, int Man)> InTwoRows()
    {
        for (var others = 0; others <= Others; others++)
        {
            yield return (Woman + others, Man + Others - others);
        }
    }
}

/// <summary>What a reader sees of a figure.</summary>
internal enum Seen
{
    Everything,
    Total,
    Nothing,
}

/// <summary>The rules for small groups, written once more from domain.md §9 as they read there. Nothing of the product is used.</summary>
internal static class NaiveRules
{
    /// <summary>Is it a group of fewer than k people, and somebody?</summary>
    public static bool IsSmall(int people, int k) => people >= 1 && people <= k - 1;

    /// <summary>Rule 2: what can be seen of a figure with this base. It is one thing, unless it depends on where the others are counted.</summary>
    public static IReadOnlyList<Seen> OfBase(Counts @base, int k) =>
    [
        .. @base.InTwoRows()
            .Select(rows => IsSmall(@base.Total, k) ? Seen.Nothing : IsSmall(rows.Woman, k) || IsSmall(rows.Man, k) ? Seen.Total : Seen.Everything)
            .Distinct()
    ];

    /// <summary>Rule 3: which categories are shown each for itself, and which together are one line; both in the order of the table.</summary>
    /// <param name="categories">All categories of the table.</param>
    /// <param name="people">How many people some of them have together: nobody is counted twice, though a step is taken by those who take others.</param>
    /// <param name="k">Fewer are a small group.</param>
    public static (IReadOnlyList<T> Shown, IReadOnlyList<T> Merged) Merge<T>(IReadOnlyList<T> categories, Func<IEnumerable<T>, int> people, int k)
        where T : notnull
    {
        var together = categories.Where(category => people([category]) < k).ToList();
        var shown = categories.Except(together).ToList();
        if (together.Count > 0 && shown.Count > 0 && (IsSmall(people(together), k) || people(together) > (together.Count - 1) * (k - 1)))
        {
            var smallest = shown.Min(category => people([category]));
            together.AddRange(shown.Where(category => people([category]) == smallest));
            shown.RemoveAll(category => people([category]) == smallest);
        }

        return (shown, [.. categories.Where(together.Contains)]);
    }

    /// <summary>Rule 3: may a table of these lines be split by gender? Both answers, where it depends on where the others are counted.</summary>
    public static IReadOnlyList<bool> Splits(IReadOnlyList<Counts> lines, int k)
    {
        bool IsFine((int Woman, int Man) rows) => !IsSmall(rows.Woman, k) && !IsSmall(rows.Man, k);
        var always = lines.All(line => line.InTwoRows().All(IsFine));
        var never = lines.Any(line => !line.InTwoRows().Any(IsFine));
        return always ? [true] : never ? [false] : [true, false];
    }
}
