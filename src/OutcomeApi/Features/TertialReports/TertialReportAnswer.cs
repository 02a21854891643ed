using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>How firm a report is.</summary>
public enum ReportStatus
{
    /// <summary>That of the current run.</summary>
    Open,

    /// <summary>Frozen by the secretariat.</summary>
    Certified,
}

/// <summary>A project's report of a tertial.</summary>
public sealed record TertialReportAnswer
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the subproject that the report is about; null: the whole project.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The tertial.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: that of the current run; certified: frozen, whatever is registered later.</summary>
    [Domain.Registrations.CodeOf(typeof(ReportStatus))]
    public required string Status { get; init; }

    /// <summary>The certified version; null while the report is open.</summary>
    public required int? Version { get; init; }

    /// <summary>GenderGroup certified it and when; absent while the report is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportSignature? Certification { get; init; }

    /// <summary>Of a certified report: does the current run show other figures, or is there another comment? The query view=current shows that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>Of an open report: false while registrations wait to be counted, or the figures are of an earlier day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? UpToDate { get; init; }

    /// <summary>How small groups are shown; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>The day by which it is to be handed in, as the project's association has set it.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The days that each window's tables are about.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Do the flow tables add up, in every window, gender and month?</summary>
    public required ByWindow<FlowBalances> Balances { get; init; }

    /// <summary>
    /// ongoing-at-start + started − exited = ongoing-at-end, of identified participations. anonymous-started stands beside the balance. referred and not-started
    /// count referrals by the day of the referral and of its closing, queued-at-end those in queue on the window's last day. Waiting is the days from
    /// referral to start of those who started in the window; null where nobody did.
    /// </summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>Referrals and starts by who referred: the rows referred: add up to the flow's referred, the rows started: to its started.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> Referrers { get; init; }

    /// <summary>Exits by reason, by ending and by occupation group, and their total.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>Days from start to exit of those who exited in the window: median and longest, and n, how many they are.</summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> TimeInProject { get; init; }

    /// <summary>The attainment of every goal in this tertial, all windows; of a subproject's report the goals of the subproject.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>Follow-ups three months after the exits of the window: the five states, then the answers.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> FollowUps { get; init; }

    /// <summary>
    /// How many of those follow-ups say that there is a functioning plan, a functioning measure, and each answer: of those answered and of those due, and
    /// what the share of those due can come to when the missing answers are in.
    /// </summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>The states and answers of those follow-ups for each referring organisation, which accounts for the people that it referred.</summary>
    public required ByWindow<IReadOnlyList<ReferrerFigures>> FollowUpsByReferrer { get; init; }

    /// <summary>
    /// The flow of the work list of follow-ups in the months of the window, whenever the exit was: open-at-start + new-due − answered − unobtainable =
    /// open-at-end. closed-before-due never stood on the list.
    /// </summary>
    public required ByWindow<IReadOnlyList<MonthFigures>> FollowUpsByMonth { get; init; }

    /// <summary>To whom final documentation was given, of the exits of the window.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Documented steps: all, by kind, and those combinations of month, kind and subproject in which there was one.</summary>
    public required ByWindow<IReadOnlyList<StepFigures>> StepsByMonth { get; init; }

    /// <summary>
    /// What participants say of themselves in six areas: the mean rating at the start, of the latest assessment in the window and at the exit, and the mean change from
    /// start to latest, each with how many it is about. Areas are never added up.
    /// </summary>
    public required ByWindow<IReadOnlyList<SelfAssessmentFigures>> SelfAssessments { get; init; }

    /// <summary>The project's fidelity reviews since its start, in order of their days.</summary>
    public required IReadOnlyList<FidelityFigures> Fidelity { get; init; }

    /// <summary>What weakens the figures of the tertial. Every check is listed.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>How many days it took until starts and exits of the tertial were received.</summary>
    public required IReadOnlyList<ReceiptFigures> Lateness { get; init; }

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    /// <summary>The counts to key into Uppföljning Finsam.</summary>
    public required FinsamFigures FinsamCounts { get; init; }

    /// <summary>The work list of every referring organisation, for registrars; absent for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FollowUpWorkList>? FollowUpWorkLists { get; init; }

    /// <summary>Where to go from here; what is signed has none.</summary>
    [JsonPropertyName("_links")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportLinks? Links { get; init; }

    /// <summary>The report with what its reader can go to from it.</summary>
    internal static TertialReportAnswer From(HttpContext http, Role role, ShownReport shown) => From(shown, http.LanguageOf()) with
    {
        FollowUpWorkLists = role == Role.Registrar ? FollowUpWorkList.From(http, shown.Report) : null,
        Links = ReportLinks.From(http, role, shown.Report),
    };

    /// <summary>The report alone.</summary>
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
            FollowUps = Rows(ReportSection.FollowUps, row => new CountFigures(row)),
            FollowUpShares = ByWindow.From(window => FollowUpShareFigures.From(report.Table(ReportSection.FollowUpShares, window))),
            FollowUpsByReferrer = Rows(ReportSection.FollowUpsByReferrer, row => new ReferrerFigures(row)),
            FollowUpsByMonth = Rows(ReportSection.FollowUpsByMonth, row => new MonthFigures(row)),
            Documentation = Rows(ReportSection.Documentation, row => new CountFigures(row)),
            StepsByMonth = Rows(ReportSection.StepsByMonth, row => new StepFigures(row)),
            SelfAssessments = ByWindow.From(window => SelfAssessmentFigures.From(report.Table(ReportSection.SelfAssessments, window))),
            Fidelity = FidelityFigures.From(report.Table(ReportSection.Fidelity, Window.SinceStart)),
            DataQuality = FindingCount.From(report.Table(ReportSection.DataQuality, Window.Tertial)),
            Lateness = ReceiptFigures.From(report.Table(ReportSection.DataQuality, Window.Tertial)),
            Comment = shown.Comment,
            FinsamCounts = FinsamFigures.From(report.Tertial.Year, report.Table(ReportSection.FinsamCounts, Window.YearToDate)),
        };

        ByWindow<IReadOnlyList<T>> Rows<T>(ReportSection section, Func<ReportRow, T> show) =>
            ByWindow.From(IReadOnlyList<T> (window) => [.. report.Table(section, window).Rows.Select(show)]);
    }
}

/// <summary>The same for each of the three windows.</summary>
public sealed record ByWindow<T>
{
    /// <summary>The tertial itself.</summary>
    public required T Tertial { get; init; }

    /// <summary>1 January to the end of the tertial.</summary>
    public required T YearToDate { get; init; }

    /// <summary>The project's start to the end of the tertial.</summary>
    public required T SinceStart { get; init; }
}

internal static class ByWindow
{
    public static ByWindow<T> From<T>(Func<Window, T> of) =>
        new() { Tertial = of(Window.Tertial), YearToDate = of(Window.YearToDate), SinceStart = of(Window.SinceStart) };
}

/// <summary>Whether flow tables add up. They always do: a report that says no has found a fault of the service.</summary>
public sealed record FlowBalances
{
    /// <summary>The flow of participations.</summary>
    public required bool Flow { get; init; }

    /// <summary>The flow of the work list of follow-ups, in every month.</summary>
    public required bool FollowUpsByMonth { get; init; }
}
