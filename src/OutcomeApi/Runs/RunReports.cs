using System.Buffers;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Stored;

namespace OutcomeApi.Runs;

/// <summary>A report of a run, as it is stored.</summary>
/// <param name="Tertial">Tertial of the report.</param>
/// <param name="Part">Id of the subproject. Empty for the whole project.</param>
/// <param name="Association">Id of the association whose share the report covers. Empty if it covers all associations.</param>
/// <param name="Content">A compressed <see cref="StoredRunReport"/>.</param>
public sealed record RunReportRow(Tertial Tertial, string Part, string Association, byte[] Content);

/// <summary>
/// Computes the reports of a run. Every tertial that has begun gets one report for the whole project, one for each subproject and, if there
/// are several associations, one for each association's share.
/// </summary>
public static class RunReports
{
    private const string SelectSql =
        """
        SELECT content
        FROM run_reports
        WHERE computation_id = @Run AND tertial = @Tertial AND part = @Part AND association = @Association
        """;

    /// <summary>Computes all reports of a project, one after the other as they are asked for.</summary>
    /// <param name="facts">The facts that the project's figures are computed from.</param>
    /// <param name="other">The same facts with everyone counted with the women or the men.</param>
    /// <param name="exact">The facts that the report tables are computed from.</param>
    public static IEnumerable<RunReportRow> Compute(ProjectFacts facts, ProjectFacts other, ReportFacts exact)
    {
        var twoRows = ReferenceEquals(other, facts) ? null : exact with { Participations = other.Facts.Participations, Referrals = other.Facts.Referrals };
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var slice in SlicesOf(facts, exact, twoRows))
        {
            foreach (var tertial in facts.Project.Period.TertialsBegunBy(facts.AsOf))
            {
                var report = ReportOf(facts.Project, tertial, slice, facts.AsOf);
                yield return new RunReportRow(tertial, slice.Part, slice.Association, StoredJson.Pack(report, buffer));
            }
        }
    }

    /// <summary>Reads a report of a run. Returns null if the run has no report of the tertial, part or association.</summary>
    public static async Task<StoredRunReport?> FindAsync(
        DbSession session, long run, Tertial tertial, string? part, string? association, CancellationToken ct) =>
        await session.ScalarAsync<byte[]>(
            SelectSql, new { Run = run, Tertial = tertial.Index, Part = part ?? string.Empty, Association = association ?? string.Empty }, ct) is { } content
            ? StoredJson.Unpack<StoredRunReport>(content)
            : null;

    private static IEnumerable<Slice> SlicesOf(ProjectFacts project, ReportFacts exact, ReportFacts? twoRows)
    {
        TertialReports ReportsOf(string? part, ReportFacts counted) => new(project.Project, part, counted, project.AsOf);
        Slice SliceOf(string? part, string? association, ReportFacts counted, ReportFacts? inTwoRows) => new(
            part ?? string.Empty,
            association ?? string.Empty,
            counted,
            ReportsOf(part, counted),
            inTwoRows is null ? null : ReportsOf(part, inTwoRows.Counted()));

        yield return SliceOf(null, null, exact.Counted(), twoRows);
        foreach (var part in project.Project.Subprojects)
        {
            yield return SliceOf(part.Id, null, exact.Where(id => id == part.Id).Counted(), twoRows?.Where(id => id == part.Id));
        }

        // Only the association's own secretariat reads its share. It sees exact figures, so the share is not computed in two rows. If there is
        // only one association, the whole project is its share.
        var associations = project.Project.Associations().ToArray();
        foreach (var association in associations.Length > 1 ? associations : [])
        {
            yield return SliceOf(null, association, AssociationReport.ShareOf(project.Project, association, exact).Counted(), null);
        }
    }

    private static StoredRunReport ReportOf(ProjectDefinition project, Tertial tertial, Slice slice, DateOnly asOf)
    {
        var facts = slice.Facts;
        var (exact, twoRows) = (slice.Exact.Of(tertial), slice.TwoRows?.Of(tertial));
        return new StoredRunReport
        {
            Form = StoredRunReport.Newest,
            Exact = StoredReport.From(exact),
            TwoRows = twoRows is null ? null : StoredReport.From(twoRows),
            SharedLines = LinesOf(ReportSection.BeforeAndAfter, table => table.SharedLines.Select(StoredSharedLines.From)),
            StepLines = LinesOf(ReportSection.StepsByMonth, table => table.StepLines.Select(StoredStepLines.From)),
            UnitLines = LinesOf(ReportSection.UnitsByMonth, table => table.StepLines.Select(StoredStepLines.From)),
            Lateness =
            [
                .. Lateness.Compute(slice.Exact.In(project.Period.CohortOf(tertial, Window.Tertial)))
                    .Select(l => new StoredLateness(l.Kind, l.Count, l.Median, l.NinetiethPercentile))
            ],
            Senders = facts.Starts is null ? null :
            [
                .. SenderVolumes.Compute(tertial, facts.Starts, project.VolumeAlarm, asOf).Select(v => new StoredSenderVolume(
                    v.Sender, v.Count, v.EarlierCount, v.EarlierTertials, v.Change is { } change ? Code.Format(change) : null))
            ],
            Waits = slice.Part.Length > 0 ? null : Enum.GetValues<Window>().ToDictionary(
                Code.Format,
                window => (IReadOnlyList<StoredWait>)[.. FlowTable.WaitingDaysIn(slice.Exact.In(project.Period.CohortOf(tertial, window)))
                    .GroupBy(wait => wait)
                    .OrderBy(wait => wait.Key)
                    .Select(wait => new StoredWait(Code.Format(wait.Key.Gender), wait.Key.Days, wait.Count()))]),
        };

        Dictionary<string, IReadOnlyList<T>>? LinesOf<T>(ReportSection section, Func<ReportTable, IEnumerable<T>> of) => slice.Association.Length > 0
            ? null
            : (twoRows ?? exact).Tables
                .Where(table => table.Section == section)
                .ToDictionary(table => Code.Format(table.Window), IReadOnlyList<T> (table) => [.. of(table)]);
    }

    /// <summary>The people that a series of reports covers.</summary>
    private sealed record Slice(string Part, string Association, ReportFacts Facts, TertialReports Exact, TertialReports? TwoRows);
}

/// <summary>Converts stored reports to the form that their readers see.</summary>
public static class StoredRunReportView
{
    /// <summary>Returns the report with exact figures.</summary>
    public static TertialReport ToExact(this StoredRunReport stored) => stored.Exact.ToReport();

    /// <summary>Returns the report as a steering group sees it.</summary>
    /// <param name="stored">The report.</param>
    /// <param name="k">The threshold. Groups of at least 1 and fewer than this number are small.</param>
    public static TertialReport ToSteeringGroup(this StoredRunReport stored, int k) => SteeringGroupReport.From(stored.ToTwoRows(), k);
}
