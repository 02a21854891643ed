namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Says which kinds of step, and which months (or units), are merged for a steering group. Somebody who takes steps of two kinds is one person, which
/// the counts of a table no longer tell. So the lines are found while the people are still known, for every k that can be chosen.
/// </summary>
/// <param name="K">The smallest k for which these lines hold. They hold up to the next one in the list.</param>
/// <param name="Kinds">The indexes of the merged kinds.</param>
/// <param name="IsSplit">True if the lines of the kinds may show women and men separately.</param>
/// <param name="Months">The indexes of the merged months, or units.</param>
/// <param name="KindsOfMonths">For each line of months (or units), the merged ones last: the indexes of its merged kinds.</param>
public sealed record StepLines(
    int K, IReadOnlyList<int> Kinds, bool IsSplit, IReadOnlyList<int> Months, IReadOnlyList<IReadOnlyList<int>> KindsOfMonths)
{
    /// <summary>The lines of the table by kind.</summary>
    internal SharedLines OfKinds(string table) => new(table, K, Kinds, IsSplit);

    /// <summary>Finds the lines for every k, each list of lines with the smallest k for which it holds.</summary>
    /// <param name="kinds">Who is in each kind.</param>
    /// <param name="outer">Who is in each month, or unit.</param>
    /// <param name="kindsOf">Merges, for a k, the kinds of a line of months or units.</param>
    internal static IReadOnlyList<StepLines> Find(SharedCategories kinds, SharedCategories outer, Func<Line, int, MergedTable> kindsOf) =>
        GroupSize.Changes(
            k =>
            {
                var (byKind, byOuter) = (kinds.Merge(k), outer.Merge(k));
                return new StepLines(k, byKind.Merged, byKind.IsSplit, byOuter.Merged, [.. byOuter.Lines.Select(line => kindsOf(line, k).Merged)]);
            },
            (earlier, found) => earlier.HasLinesOf(found));

    internal bool HasLinesOf(StepLines other) =>
        IsSplit == other.IsSplit && Kinds.SequenceEqual(other.Kinds) && Months.SequenceEqual(other.Months)
        && KindsOfMonths.Zip(other.KindsOfMonths).All(pair => pair.First.SequenceEqual(pair.Second));
}
