using System.Text.Json.Serialization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>An association's tertial report.</summary>
public sealed record AssociationReportAnswer
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>Tertial of the report, for example 2026-T1.</summary>
    public required string Tertial { get; init; }

    /// <summary>Always open: the report is built from the current runs of the projects.</summary>
    public required string Status { get; init; }

    /// <summary>False while registrations of a project wait to be counted, or when figures of a project are of an earlier day.</summary>
    public bool UpToDate { get; init; }

    /// <summary>Date by which the association's reports must be submitted.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the newest of the underlying runs was completed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Day that was treated as today when the figures were computed. The latest such day when the projects differ.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// Days of each window, from the first day to the last day of all projects' windows. Each project is counted in its own window.
    /// </summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Flow of all projects combined. ongoing-at-start + started − exited = ongoing-at-end.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>Exits of all projects combined.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>Follow-ups of all projects combined.</summary>
    public required ByWindow<IReadOnlyList<FollowUpFigures>> FollowUps { get; init; }

    /// <summary>Shares of the follow-ups of all projects combined, of those answered and of those due.</summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>Recipients of final documentation, for all projects combined.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>The part of each project that belongs to the association, in order of project ids.</summary>
    public required IReadOnlyList<AssociationProject> Projects { get; init; }

    /// <summary>
    /// Counts to enter in Uppföljning Finsam, per project and gender. Projects that ended in an earlier tertial of the year are included.
    /// </summary>
    public required AssociationFinsam FinsamCounts { get; init; }

    internal static AssociationReportAnswer From(ShownAssociationReport shown)
    {
        var report = shown.Report;
        return new AssociationReportAnswer
        {
            Association = report.Association,
            Tertial = report.Tertial.ToString(),
            Status = "open",
            Deadline = shown.Deadline,
            ComputedAt = shown.ComputedAt,
            AsOf = report.AsOf,
            Windows = ByWindow.From(window => CohortDates.FromCohort(report.Table(ReportSection.Flow, window).Cohort)),
            Flow = Rows(report.Table, ReportSection.Flow, row => new FlowFigures(row)),
            Exits = Rows(report.Table, ReportSection.Exits, row => new ExitFigures(row)),
            FollowUps = Rows(report.Table, ReportSection.FollowUps, row => new FollowUpFigures(row)),
            FollowUpShares = ByWindow.From(window => FollowUpShareFigures.From(report.Table(ReportSection.FollowUpShares, window))),
            Documentation = Rows(report.Table, ReportSection.Documentation, row => new CountFigures(row)),
            Projects =
            [
                .. report.Parts.Select(part => new AssociationProject
                {
                    Project = part.Project.Id,
                    CertifiedVersion = shown.CertifiedVersions[part.Project.Id],
                    Windows = ByWindow.From(window => CohortDates.FromCohort(part.Report.CohortOf(window))),
                    Flow = Rows(part.Report.Table, ReportSection.Flow, row => new FlowFigures(row)),
                    Referrers = Rows(part.Report.Table, ReportSection.Referrers, row => new ReferrerFigures(row)),
                    Exits = Rows(part.Report.Table, ReportSection.Exits, row => new ExitFigures(row)),
                    TimeInProject = Rows(part.Report.Table, ReportSection.TimeInProject, row => new FlowFigures(row)),
                    Goals = shown.Goals[part.Project.Id],
                    FollowUps = Rows(part.Report.Table, ReportSection.FollowUps, row => new FollowUpFigures(row)),
                    FollowUpShares = ByWindow.From(window => FollowUpShareFigures.From(part.Report.Table(ReportSection.FollowUpShares, window))),
                    FollowUpsByReferrer = Rows(part.Report.Table, ReportSection.FollowUpsByReferrer, row => new ReferrerFigures(row)),
                    FollowUpsByMonth = Rows(part.Report.Table, ReportSection.FollowUpsByMonth, row => new MonthFigures(row)),
                    Documentation = Rows(part.Report.Table, ReportSection.Documentation, row => new CountFigures(row)),
                    StepsByMonth = Rows(part.Report.Table, ReportSection.StepsByMonth, row => new StepFigures(row)),
                    SelfAssessments = ByWindow.From(window => SelfAssessmentFigures.From(part.Report.Table(ReportSection.SelfAssessments, window))),
                    Fidelity = FidelityFigures.From(part.Report),
                    ReportedFigures = ReportedFigureShown.From(part.Report),
                    DataQuality = FindingCount.From(part.Report.Table(ReportSection.DataQuality, Window.Tertial)),
                    Lateness = ReceiptFigures.From(part.Report.Table(ReportSection.DataQuality, Window.Tertial)),
                    Comment = shown.Comments[part.Project.Id],
                })
            ],
            FinsamCounts = new AssociationFinsam
            {
                Year = report.Tertial.Year,
                StartedInYear = Finsam(report.Table(ReportSection.FinsamCounts, Window.YearToDate), FinsamTable.StartedInYear),
                OngoingInYear = Finsam(report.Table(ReportSection.FinsamCounts, Window.YearToDate), FinsamTable.OngoingInYear),
                Projects =
                [
                    .. report.PartsOfYear
                        .Select(part => (part.Project.Id, Table: part.Report.Table(ReportSection.FinsamCounts, Window.YearToDate)))
                        .Select(part => new ProjectFinsam
                        {
                            Project = part.Id,
                            StartedInYear = Finsam(part.Table, FinsamTable.StartedInYear),
                            OngoingInYear = Finsam(part.Table, FinsamTable.OngoingInYear),
                        })
                ],
            },
        };
    }

    private static GenderFigures Finsam(ReportTable table, string key) => GenderFigures.From(table.Rows.Single(row => row.Key == key));

    private static ByWindow<IReadOnlyList<T>> Rows<T>(Func<ReportSection, Window, ReportTable> table, ReportSection section, Func<ReportRow, T> show) =>
        ByWindow.From(IReadOnlyList<T> (window) => [.. table(section, window).Rows.Select(show)]);
}

/// <summary>The part of one project that belongs to the association.</summary>
public sealed record AssociationProject
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>
    /// Newest certified version of the project's report. Null when that report is open. The figures here are from the current run in both cases.
    /// </summary>
    public required int? CertifiedVersion { get; init; }

    /// <summary>Days of the project's windows.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Flow of participations and referrals, and waiting times.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>Referrals and starts by referring organisation.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> Referrers { get; init; }

    /// <summary>Exits by reason, ending and occupation group, and their total.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>Days from start to exit for participations that exited in the window.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> TimeInProject { get; init; }

    /// <summary>States and answers of the follow-ups each project's numbers of months after the exits of the window.</summary>
    public required ByWindow<IReadOnlyList<FollowUpFigures>> FollowUps { get; init; }

    /// <summary>Shares of the follow-ups, of those answered and of those due.</summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>States and answers of the follow-ups per referring organisation.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> FollowUpsByReferrer { get; init; }

    /// <summary>Flow of the work list of follow-ups per month.</summary>
    public required ByWindow<IReadOnlyList<MonthFigures>> FollowUpsByMonth { get; init; }

    /// <summary>Recipients of final documentation.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Documented steps by month, kind and subproject.</summary>
    public required ByWindow<IReadOnlyList<StepFigures>> StepsByMonth { get; init; }

    /// <summary>Participants' self-assessments in six areas.</summary>
    public required ByWindow<IReadOnlyList<SelfAssessmentFigures>> SelfAssessments { get; init; }

    /// <summary>Fidelity reviews. Empty when the project is owned by another association.</summary>
    public required IReadOnlyList<FidelityFigures> Fidelity { get; init; }

    /// <summary>Figures that the project reports without a goal, with their latest value. Absent in reports certified before they had them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportedFigureShown>? ReportedFigures { get; init; }

    /// <summary>Data quality checks of the tertial. Checks of senders' volumes are only included for the association's own projects.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>Days until the starts and exits of the tertial were received.</summary>
    public required IReadOnlyList<ReceiptFigures> Lateness { get; init; }

    /// <summary>The project's comment on the tertial. Null when there is none.</summary>
    public required string? Comment { get; init; }

    /// <summary>
    /// Attainment of the goals in the tertial, in all windows. Goals of the whole project are only included for the association's own projects; goals
    /// of its subprojects are always included.
    /// </summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }
}

/// <summary>Counts of an association for <i>Uppföljning Finsam</i>.</summary>
public sealed record AssociationFinsam
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Participations in all projects that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Participations in all projects that were ongoing on any day of the year, up to the end of the tertial.</summary>
    public required GenderFigures OngoingInYear { get; init; }

    /// <summary>Counts per project.</summary>
    public required IReadOnlyList<ProjectFinsam> Projects { get; init; }
}

/// <summary>Counts of a project for <i>Uppföljning Finsam</i>, limited to one association.</summary>
public sealed record ProjectFinsam
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Participations that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Participations that were ongoing on any day of the year, up to the end of the tertial.</summary>
    public required GenderFigures OngoingInYear { get; init; }
}
