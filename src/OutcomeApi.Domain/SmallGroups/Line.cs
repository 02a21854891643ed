namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Holds one line of a table as a steering group sees it.</summary>
/// <param name="Categories">
/// Indexes, rising, of the categories in it, into the list that the rule was given. Their order must say nothing of which of them are the
/// small ones.
/// </param>
/// <param name="IsMerged">
/// Is this the line of the merged categories ("övriga")? It may have a single category, where that has nobody or is the only one.
/// </param>
/// <param name="People">How many people the categories of the line have together.</param>
public sealed record Line(IReadOnlyList<int> Categories, bool IsMerged, People People);
