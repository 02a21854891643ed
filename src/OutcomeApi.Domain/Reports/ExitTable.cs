namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts exits by reason, then by ending and by occupation group, and in total. The row of a reason also has the labels of its ending and
/// its group.
/// </summary>
public static class ExitTable
{
    public const string Total = "total";

    /// <summary>The labels of a row. A row by ending or by group has that label only, and the total has none.</summary>
    public const string Ending = "ending";
    public const string Group = "group";

    private const string EndingPrefix = "ending:";
    private const string GroupPrefix = "group:";

    /// <summary>
    /// Computes the rows in this order: every reason in use, also if its count is zero; the reasons that were used earlier; the endings;
    /// the groups; the total. The reasons add up to the total, and so do the endings and the groups.
    /// </summary>
    /// <param name="reasons">The codes of the reasons in use.</param>
    /// <param name="part">The facts that are counted.</param>
    public static IReadOnlyList<ReportRow> Compute(IReadOnlyList<string> reasons, ReportPart part)
    {
        var exits = new Tally<ExitReason>(part.Exits, p => p.Exit!.Reason);
        return
        [
            .. reasons.Select(Code.Parse<ExitReason>)
                .Union(exits.Keys.Order())
                .Where(reason => reason != ExitReason.RegisteredInError)
                .Select(reason => RowOf(Code.Format(reason), reason, ExitReasons.EndingOf(reason), ExitReasons.GroupOf(reason)) with
                {
                    ListedWhenFilled = !reasons.Contains(Code.Format(reason)),
                }),
            .. new[] { Participations.Ending.Planned, Participations.Ending.Interrupted }
                .Select(ending => RowOf(EndingPrefix + Code.Format(ending), null, ending, null)),
            .. Enum.GetValues<OccupationGroup>().Select(group => RowOf(GroupPrefix + Code.Format(group), null, null, group)),
            RowOf(Total, null, null, null),
        ];

        ReportRow RowOf(string key, ExitReason? reason, Ending? ending, OccupationGroup? group) => ReportRow.Counts(
            key,
            exits.Sum(given =>
                (reason is null || given == reason)
                && (ending is null || ExitReasons.EndingOf(given) == ending)
                && (group is null || ExitReasons.GroupOf(given) == group)),
            new RowLabel(Ending, ending is { } e ? Code.Format(e) : null),
            new RowLabel(Group, group is { } g ? Code.Format(g) : null));
    }
}
