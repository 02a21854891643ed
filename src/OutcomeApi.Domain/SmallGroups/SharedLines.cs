namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Says which categories of a table are merged for a steering group, where one person may be in several categories. The counts of a table do not tell how many
/// different people are in several of its categories. So the lines are found while the people are still known, for every k that can be chosen.
/// </summary>
/// <param name="Table">The table: how the keys of its rows begin.</param>
/// <param name="K">The smallest k for which these lines hold. They hold up to the next one of the same table.</param>
/// <param name="Merged">The indexes of the merged categories.</param>
/// <param name="IsSplit">True if the lines may show women and men separately.</param>
public sealed record SharedLines(string Table, int K, IReadOnlyList<int> Merged, bool IsSplit);
