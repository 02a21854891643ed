namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Holds one line of a table as a steering group sees it.</summary>
/// <param name="Categories">
/// The indexes of the line's categories in the list that the rule was given, in rising order. Trap: any other order could reveal which of
/// them are the small ones.
/// </param>
/// <param name="IsMerged">
/// True for the line of the merged categories ("övriga"). It has a single category if that category is empty or is the only one of the
/// table.
/// </param>
/// <param name="People">The number of people in all categories of the line together.</param>
public sealed record Line(IReadOnlyList<int> Categories, bool IsMerged, People People);
