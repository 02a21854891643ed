using System.Text.Json.Serialization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Status of a report.</summary>
public enum ReportStatus
{
    /// <summary>The report shows the current run.</summary>
    Open,

    /// <summary>The report was frozen by the secretariat.</summary>
    Certified,
}

/// <summary>The tertial report of a project or of one of its subprojects.</summary>
public sealed record TertialReportAnswer
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the subproject that the report covers. Null for the whole project.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Tertial of the report, for example 2026-T1.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: the report shows the current run. certified: the report is frozen and later registrations do not change it.</summary>
    [Domain.Registrations.CodeOf(typeof(ReportStatus))]
    public required string Status { get; init; }

    /// <summary>Number of the certified version. Null when the report is open.</summary>
    public required int? Version { get; init; }

    /// <summary>Who certified the report and when. Absent when the report is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportSignature? Certification { get; init; }

    /// <summary>
    /// True when the current run has other figures, or the comment has changed, since the report was certified. Use the query view=current to get the
    /// current run. Absent when the report is open.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>
    /// False while registrations wait to be counted, or when the figures are of an earlier day. Absent when the report is certified.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? UpToDate { get; init; }

    /// <summary>How small groups are shown. Only for steering groups; absent for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>
    /// Date by which the report must be submitted, as set by the project's association. The default is the last day of the month after the tertial.
    /// </summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Day that was treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Days that the tables of each window cover.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Whether the flow tables balance in each window, for every gender and month.</summary>
    public required ByWindow<FlowBalances> Balances { get; init; }

    /// <summary>
    /// Flow of participations and referrals. For identified participations, ongoing-at-start + started − exited = ongoing-at-end. anonymous-started
    /// is not part of this balance. referred counts referrals by referral date, and not-started counts referrals closed without a start by closing
    /// date. queued-at-end counts referrals in the queue on the last day of the window. Waiting time is the number of days from referral to start,
    /// for those who started in the window; it is null when there are none.
    /// </summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>
    /// Referrals and starts by referring organisation. The <c>referred:</c> rows add up to referred in the flow, and the <c>started:</c> rows to
    /// started. A project with units of referrers has the same by unit: <c>referred-unit:</c> and <c>started-unit:</c>.
    /// </summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> Referrers { get; init; }

    /// <summary>Exits by reason, by ending and by occupation group, and their total.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>Days from start to exit for participations that exited in the window: median, longest, and the number of exits.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> TimeInProject { get; init; }

    /// <summary>Attainment of every goal in the tertial, in all windows. A subproject's report contains the goals of the subproject.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>Follow-ups the project's numbers of months after the exits of the window: first the five states, then the answers.</summary>
    public required ByWindow<IReadOnlyList<FollowUpFigures>> FollowUps { get; init; }

    /// <summary>
    /// Shares of these follow-ups with a functioning plan, with a functioning measure, and with each answer. Every share is given of those answered
    /// and of those due, with the lowest and highest share possible once the missing answers are known.
    /// </summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>
    /// States and answers of these follow-ups per referring organisation. Each organisation is responsible for the people that it referred.
    /// </summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> FollowUpsByReferrer { get; init; }

    /// <summary>
    /// Flow of the work list of follow-ups per month of the window, regardless of the exit date. open-at-start + new-due − answered − unobtainable =
    /// open-at-end. closed-before-due counts follow-ups closed before their due date, which were never on the list.
    /// </summary>
    public required ByWindow<IReadOnlyList<MonthFigures>> FollowUpsByMonth { get; init; }

    /// <summary>Recipients of final documentation, for the exits of the window.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Documented steps: the total, by kind, and by those combinations of month, kind and subproject that have at least one step.</summary>
    public required ByWindow<IReadOnlyList<StepFigures>> StepsByMonth { get; init; }

    /// <summary>
    /// Referrals, starts and documented steps of the people of each referring unit, by kind: of the window, and by those combinations of month, unit and
    /// kind that have something to count. Steering groups see the units of the window without months. Empty for a project without units. Absent in
    /// reports certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ByWindow<IReadOnlyList<UnitFigures>>? UnitsByMonth { get; init; }

    /// <summary>
    /// Jobs and courses begun while the support goes on, by participations: with one, begun in the window (work, studies, with wage subsidy, open to all),
    /// ongoing at its end, lasting 13 weeks, and the days to the first. Empty for a project that uses none. Absent in reports certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ByWindow<IReadOnlyList<FlowFigures>>? Placements { get; init; }

    /// <summary>
    /// Participants' self-assessments by area: mean score at the start, in the latest assessment of the window and at the exit, and mean change from
    /// start to latest and from start to exit. Every mean comes with the number of participations it covers. Areas are never combined. The areas of
    /// <c>skapa</c> always, those of other instruments when the project uses them.
    /// </summary>
    public required ByWindow<IReadOnlyList<SelfAssessmentFigures>> SelfAssessments { get; init; }

    /// <summary>
    /// How many have rated themselves of how many, by instrument and occasion: start, sixth-month and exit. A start is expected of each who started in
    /// the window, a six-month one of each whose sixth month in the project ended in it, an exit one of each who exited in it, except the deceased. Empty
    /// for a project without self-assessments. Absent in reports certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ByWindow<IReadOnlyList<SelfAssessmentsGivenFigures>>? SelfAssessmentsGiven { get; init; }

    /// <summary>The project's fidelity reviews since its start, in date order.</summary>
    public required IReadOnlyList<FidelityFigures> Fidelity { get; init; }

    /// <summary>
    /// The development plan of fidelity: the activities of the latest review that has any, with the present score of each item. Absent in reports
    /// certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FidelityPlanFigures>? FidelityPlan { get; init; }

    /// <summary>The next fidelity review. Absent when no further one is due, and in reports certified before they had it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NextFidelityReview? NextFidelityReview { get; init; }

    /// <summary>Figures that the project reports without a goal, with their latest value. Absent in reports certified before they had them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportedFigureShown>? ReportedFigures { get; init; }

    /// <summary>
    /// Those who exited in the window, before and after: education, income at the start and at the exit, extent, age, months without work, on sick leave
    /// and on public support, and the change of occupation. <c>exits</c> is their number. <c>not-stated</c> counts those of whom it is not stated. A
    /// participant may have several sources of income and is counted on the row of each. Absent in reports certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ByWindow<IReadOnlyList<BeforeAndAfterFigures>>? BeforeAndAfter { get; init; }

    /// <summary>
    /// Places and budget against the participations of the calendar year, up to the end of the tertial. Absent in the report of a subproject, for a
    /// project that states neither places nor budget, and in reports certified before they had it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResourceFigures? Resources { get; init; }

    /// <summary>Results of all data quality checks of the tertial. Checks with no findings are also listed.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>Days until starts and exits of the tertial were received.</summary>
    public required IReadOnlyList<ReceiptFigures> Lateness { get; init; }

    /// <summary>The project's comment on the tertial. Null when there is none.</summary>
    public required string? Comment { get; init; }

    /// <summary>Counts to enter in Uppföljning Finsam.</summary>
    public required FinsamFigures FinsamCounts { get; init; }

    /// <summary>Work list of each referring organisation. Only for registrars; absent for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FollowUpWorkList>? FollowUpWorkLists { get; init; }

    /// <summary>Links from the report. Absent in the signed content of a certified version.</summary>
    [JsonPropertyName("_links")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportLinks? Links { get; init; }

    /// <summary>Builds the response with the links that the caller may follow.</summary>
    internal static TertialReportAnswer From(HttpContext http, ShownReport shown) => From(shown, http.LanguageOf()) with
    {
        FollowUpWorkLists = Caller.From(http).Role == Role.Registrar ? FollowUpWorkList.From(http, shown.Report) : null,
        Links = ReportLinks.From(http, shown),
    };

    /// <summary>Builds the response without links.</summary>
    internal static TertialReportAnswer From(ShownReport shown, Language language = Language.Swedish)
    {
        var report = shown.Report;
        return new TertialReportAnswer
        {
            Project = report.Project.Id,
            Subproject = report.Subproject,
            Tertial = report.Tertial.ToString(),
            Status = Code.Format(shown.Certification is null ? ReportStatus.Open : ReportStatus.Certified),
            Version = shown.Certification?.Version,
            Certification = shown.Signature,
            DiffersFromCurrent = shown.DiffersFromCurrent,
            UpToDate = shown.UpToDate,
            SmallGroups = SmallGroupsNote.From(shown.SmallNumberThreshold, language),
            Deadline = shown.Deadline,
            ComputedAt = shown.ComputedAt,
            AsOf = report.AsOf,
            Windows = ByWindow.From(window => CohortDates.FromCohort(report.CohortOf(window))),
            Balances = ByWindow.From(window => shown.Balances[window]),
            Flow = Rows(ReportSection.Flow, row => new FlowFigures(row)),
            Referrers = Rows(ReportSection.Referrers, row => new ReferrerFigures(row)),
            Exits = Rows(ReportSection.Exits, row => new ExitFigures(row)),
            TimeInProject = Rows(ReportSection.TimeInProject, row => new FlowFigures(row)),
            Goals = shown.Goals,
            FollowUps = Rows(ReportSection.FollowUps, row => new FollowUpFigures(row)),
            FollowUpShares = ByWindow.From(window => FollowUpShareFigures.From(report.Table(ReportSection.FollowUpShares, window))),
            FollowUpsByReferrer = Rows(ReportSection.FollowUpsByReferrer, row => new ReferrerFigures(row)),
            FollowUpsByMonth = Rows(ReportSection.FollowUpsByMonth, row => new MonthFigures(row)),
            Documentation = Rows(ReportSection.Documentation, row => new CountFigures(row)),
            StepsByMonth = Rows(ReportSection.StepsByMonth, row => new StepFigures(row)),
            UnitsByMonth = Has(ReportSection.UnitsByMonth) ? Rows(ReportSection.UnitsByMonth, row => new UnitFigures(row)) : null,
            Placements = Has(ReportSection.Placements) ? Rows(ReportSection.Placements, row => new FlowFigures(row)) : null,
            SelfAssessments = ByWindow.From(window => SelfAssessmentFigures.From(report.Table(ReportSection.SelfAssessments, window))),
            SelfAssessmentsGiven = Has(ReportSection.SelfAssessmentsGiven)
                ? ByWindow.From(window => SelfAssessmentsGivenFigures.From(report.Table(ReportSection.SelfAssessmentsGiven, window)))
                : null,
            Fidelity = FidelityFigures.From(report),
            FidelityPlan = FidelityPlanFigures.From(report),
            NextFidelityReview = NextFidelityReview.From(report),
            ReportedFigures = ReportedFigureShown.From(report),
            BeforeAndAfter = Has(ReportSection.BeforeAndAfter) ? Rows(ReportSection.BeforeAndAfter, row => new BeforeAndAfterFigures(row)) : null,
            Resources = ResourceFigures.FromReport(report, language),
            DataQuality = FindingCount.From(report.Table(ReportSection.DataQuality, Window.Tertial)),
            Lateness = ReceiptFigures.From(report.Table(ReportSection.DataQuality, Window.Tertial)),
            Comment = shown.Comment,
            FinsamCounts = FinsamFigures.From(report.Tertial.Year, report.Table(ReportSection.FinsamCounts, Window.YearToDate)),
        };

        // A report that was certified before a section was added does not have it.
        bool Has(ReportSection section) => report.Tables.Any(table => table.Section == section);

        ByWindow<IReadOnlyList<T>> Rows<T>(ReportSection section, Func<ReportRow, T> show) =>
            ByWindow.From(IReadOnlyList<T> (window) => [.. report.Table(section, window).Rows.Select(show)]);
    }
}

/// <summary>Whether the flow tables balance. They always do; false indicates an error in the service.</summary>
public sealed record FlowBalances
{
    /// <summary>True when the flow of participations balances.</summary>
    public required bool Flow { get; init; }

    /// <summary>True when the flow of the work list of follow-ups balances in every month.</summary>
    public required bool FollowUpsByMonth { get; init; }
}
