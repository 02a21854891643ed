namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Holds a table as a steering group sees it. Every category is in exactly one line, so the lines add up to the exact total.
/// </summary>
/// <param name="Lines">The categories that are shown separately, in their order, then the merged line if there is one.</param>
/// <param name="IsSplit">True if every line may show women and men separately. Otherwise every line shows its total only.</param>
public sealed record MergedTable(IReadOnlyList<Line> Lines, bool IsSplit)
{
    /// <summary>The indexes of the categories that are merged. Empty if none are.</summary>
    public IReadOnlyList<int> Merged => Lines is [.., { IsMerged: true } merged] ? merged.Categories : [];
}
