using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A goal whose verdict has changed, or how it stands.</summary>
internal sealed record ChangedVerdict(AttainmentItem Was, AttainmentItem Is);

/// <summary>The differences between two versions of a report.</summary>
internal sealed record Restatement(IReadOnlyList<ChangedCell> Cells, IReadOnlyList<ChangedVerdict> Verdicts, bool CommentChanged)
{
    private const string StillQueued = "/still-queued";

    public bool IsEmpty => Cells.Count == 0 && Verdicts.Count == 0 && !CommentChanged;

    /// <summary>Compares two versions of the same report. Both must be in the same view: exact, or for steering groups.</summary>
    public static Restatement Compute(ShownReport before, ShownReport after)
    {
        var verdicts = before.Goals.ToDictionary(VerdictKey);
        return new Restatement(
            RestatementDiff.Compute(after.Report.Subproject, TablesOf(before), TablesOf(after)),
            [
                // A version certified by release 0.1 may lack verdicts, and has no standings. What is missing is no change; its rows show what differs.
                .. from item in after.Goals
                   let was = verdicts.GetValueOrDefault(VerdictKey(item))
                   where was is { Verdict: not null } && item.Verdict is not null
                   where was.Verdict != item.Verdict || (was.Standing is not null && item.Standing is not null && was.Standing != item.Standing)
                   select new ChangedVerdict(was, item)
            ],
            before.Comment != after.Comment);
    }

    /// <summary>Compares a certified report with another one: the project's report, and the reports of subprojects that exist in both.</summary>
    /// <param name="before">The certified report.</param>
    /// <param name="after">
    /// Returns the exact report to compare with, given a subproject id (null for the project). Returns null when there is none.
    /// </param>
    public static Restatement Compute(CertifiedReports before, Func<string?, ShownReport?> after)
    {
        var own = before.Views.Where(view => view.Audience == Audience.Exact)
            .Select(view => (Before: view.Shown, After: after(view.Part)))
            .Where(pair => pair.After is not null)
            .Select(pair => Compute(pair.Before, pair.After!))
            .ToArray();

        // The project's report (own[0]) also contains the subprojects' goals, and a subproject has no comment of its own. Both would be listed twice.
        return new Restatement(
            [.. own.SelectMany(r => r.Cells).Where(c => c.Subproject is null || c.Section != ReportSection.Goals)], own[0].Verdicts, own[0].CommentChanged);
    }

    private static (string Goal, string? Subproject, string Window) VerdictKey(AttainmentItem item) => (item.Goal, item.Subproject, item.Window);

    private static IReadOnlyList<ReportTable> TablesOf(ShownReport shown) =>
    [
        .. shown.Report.Tables,
        .. from window in Enum.GetValues<Window>()
           let items = shown.Goals.Where(item => item.Window == Code.Format(window))
           select new ReportTable(ReportSection.Goals, window, shown.Report.CohortOf(window), [.. items.SelectMany(RowsOf)])
    ];

    /// <summary>
    /// Creates rows for the counted and measured figures of a goal. Shares, intervals and verdicts are left out, because they follow from these
    /// figures.
    /// </summary>
    private static IEnumerable<ReportRow> RowsOf(AttainmentItem item)
    {
        yield return RowOf(string.Empty, Figure.Numerator, row => row.Numerator);
        yield return RowOf(string.Empty, Figure.Denominator, row => row.Denominator);
        if (item.Measure == Code.Format(Domain.Goals.Measure.Duration))
        {
            yield return RowOf(string.Empty, Figure.Count, row => row.Days?.Count);
            yield return RowOf(string.Empty, Figure.Days, row => row.Days?.Median);
            yield return RowOf("/longest", Figure.Days, row => row.Days?.Longest);
            yield return RowOf(StillQueued, Figure.Count, row => row.StillQueued?.Count);
            yield return RowOf(StillQueued, Figure.Days, row => row.StillQueued?.Median);
            yield return RowOf(StillQueued + "-longest", Figure.Days, row => row.StillQueued?.Longest);
        }

        ReportRow RowOf(string suffix, Figure figure, Func<AttainmentRow, decimal?> value) => new()
        {
            Key = item.Goal + (item.Subproject is null ? string.Empty : ":" + item.Subproject) + suffix,
            Figure = figure,
            Labels = [new RowLabel("goal", item.Goal), new RowLabel(StepTable.Subproject, item.Subproject)],
            Cells = [.. item.Rows.Select(row => GoalTables.CellOf(row, value(row), isOfQueue: suffix.StartsWith(StillQueued, StringComparison.Ordinal)))],
            People = null,
        };
    }
}
