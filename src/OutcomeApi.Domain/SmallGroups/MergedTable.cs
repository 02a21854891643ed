namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Holds a table as a steering group sees it. Every category is in exactly one line, so the lines add up to the exact total.
/// </summary>
/// <param name="Lines">The categories that are shown each for itself, in their order; then the merged line, where there is one.</param>
/// <param name="IsSplit">May women and men be shown apart, in every line? Else every line has its total only.</param>
public sealed record MergedTable(IReadOnlyList<Line> Lines, bool IsSplit);
