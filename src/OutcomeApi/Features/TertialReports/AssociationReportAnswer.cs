using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>An association's report of a tertial.</summary>
public sealed record AssociationReportAnswer
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>The tertial.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: put together from the current runs of the projects.</summary>
    public required string Status { get; init; }

    /// <summary>False while registrations of a project wait to be counted, or figures are of an earlier day.</summary>
    public bool UpToDate { get; init; }

    /// <summary>The day by which the association's reports are to be handed in.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The days of each window, from the first to the last of the projects'. Each project counts in its own window.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>The flow of all together. It balances.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>The exits of all together.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>The follow-ups of all together.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> FollowUps { get; init; }

    /// <summary>Shares of the follow-ups of all together, on both bases.</summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>To whom final documentation was given, of all together.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Each project with what belongs to the association, in order of their ids.</summary>
    public required IReadOnlyList<AssociationProject> Projects { get; init; }

    /// <summary>The counts to key into Uppföljning Finsam, per project and sex; with projects that ended in an earlier tertial of the year.</summary>
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
            FollowUps = Rows(report.Table, ReportSection.FollowUps, row => new CountFigures(row)),
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
                    FollowUps = Rows(part.Report.Table, ReportSection.FollowUps, row => new CountFigures(row)),
                    FollowUpShares = ByWindow.From(window => FollowUpShareFigures.From(part.Report.Table(ReportSection.FollowUpShares, window))),
                    FollowUpsByReferrer = Rows(part.Report.Table, ReportSection.FollowUpsByReferrer, row => new ReferrerFigures(row)),
                    FollowUpsByMonth = Rows(part.Report.Table, ReportSection.FollowUpsByMonth, row => new MonthFigures(row)),
                    Documentation = Rows(part.Report.Table, ReportSection.Documentation, row => new CountFigures(row)),
                    StepsByMonth = Rows(part.Report.Table, ReportSection.StepsByMonth, row => new StepFigures(row)),
                    SelfAssessments = ByWindow.From(window => SelfAssessmentFigures.From(part.Report.Table(ReportSection.SelfAssessments, window))),
                    Fidelity = FidelityFigures.From(part.Report.Table(ReportSection.Fidelity, Window.SinceStart)),
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
                    .. report.PartsOfYear.Select(part => (part.Project.Id, Table: part.Report.Table(ReportSection.FinsamCounts, Window.YearToDate))).Select(part => new ProjectFinsam
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

/// <summary>One project in an association's report: what of it belongs to the association.</summary>
public sealed record AssociationProject
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The newest certified version of the project's report; null: it is open. What stands here is its current run's all the same.</summary>
    public required int? CertifiedVersion { get; init; }

    /// <summary>The days of the project's windows.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Its flow.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>Referrals and starts by who referred.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> Referrers { get; init; }

    /// <summary>Its exits.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>Days from start to exit of those who exited.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> TimeInProject { get; init; }

    /// <summary>Its follow-ups.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> FollowUps { get; init; }

    /// <summary>Shares of its follow-ups, on both bases.</summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>The states and answers of its follow-ups for each referring organisation.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> FollowUpsByReferrer { get; init; }

    /// <summary>The flow of its work list of follow-ups, month by month.</summary>
    public required ByWindow<IReadOnlyList<MonthFigures>> FollowUpsByMonth { get; init; }

    /// <summary>To whom final documentation was given.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Its documented steps.</summary>
    public required ByWindow<IReadOnlyList<StepFigures>> StepsByMonth { get; init; }

    /// <summary>What its participants say of themselves in six areas.</summary>
    public required ByWindow<IReadOnlyList<SelfAssessmentFigures>> SelfAssessments { get; init; }

    /// <summary>The fidelity reviews of the association's own project; of another's none.</summary>
    public required IReadOnlyList<FidelityFigures> Fidelity { get; init; }

    /// <summary>What weakens its figures. Senders are looked at in the association's own projects.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>How many days it took until its starts and exits of the tertial were received.</summary>
    public required IReadOnlyList<ReceiptFigures> Lateness { get; init; }

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    /// <summary>Its goals in the tertial, all windows: of the association's own project also those of the whole project, of another's only those of the association's subprojects.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }
}

/// <summary>An association's counts for <i>Uppföljning Finsam</i>.</summary>
public sealed record AssociationFinsam
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Participations of all its projects that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Participations of all its projects that were ongoing on any day of the year.</summary>
    public required GenderFigures OngoingInYear { get; init; }

    /// <summary>The counts of each project.</summary>
    public required IReadOnlyList<ProjectFinsam> Projects { get; init; }
}

/// <summary>A project's counts for <i>Uppföljning Finsam</i>, for one association.</summary>
public sealed record ProjectFinsam
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Its participations that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Its participations that were ongoing on any day of the year.</summary>
    public required GenderFigures OngoingInYear { get; init; }
}
