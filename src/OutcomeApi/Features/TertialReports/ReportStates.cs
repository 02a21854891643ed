using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>The state of a tertial report.</summary>
/// <param name="Tertial">The tertial.</param>
/// <param name="CertifiedVersion">Number of the newest certified version. Null when the report is open.</param>
/// <param name="Deadline">The day by which the report must be submitted.</param>
public sealed record ReportState(Tertial Tertial, int? CertifiedVersion, DateOnly Deadline)
{
    /// <summary>Returns the state of a tertial's report by its head.</summary>
    public static ReportState From(Tertial tertial, ReportHead head, ReportingAssociation? association) =>
        new(tertial, head.CertifiedVersion, TertialReport.DeadlineOf(tertial, association?.ReportDeadlineDays));

    /// <summary>Returns whether the report is still open although its deadline has passed.</summary>
    public bool IsLate(DateOnly asOf) => CertifiedVersion is null && Deadline < asOf;
}

/// <summary>The state of a tertial report of a project, as a list shows it.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="State">The state.</param>
/// <param name="IsLate">Whether the report is still open although its deadline has passed.</param>
/// <param name="Certified">The newest certified version. Null when the report is open.</param>
/// <param name="ChangedSince">Whether the current figures differ from that version. Null when the report is open, or nothing has been computed yet.</param>
public sealed record ListedReport(string Project, ReportState State, bool IsLate, CertifiedVersionRow? Certified, bool? ChangedSince);

/// <summary>Lists the states of a project's reports. The figures of a certified version are compared with those of the run, which are both stored.</summary>
public sealed class ReportStates(DbSession session, RunHeads runs, ReportHeads heads, CertifiedAnswers certified)
{
    private const string SelectCertifiedSql = "SELECT DISTINCT tertial FROM certified_reports WHERE project_id = @Project";

    /// <summary>
    /// Lists the reports of all tertials that have begun, newest first. A certified report is there even if the project has been shortened since.
    /// </summary>
    /// <param name="reaching">The caller, as it reaches the project.</param>
    /// <param name="project">The project.</param>
    /// <param name="ct">Cancels the queries.</param>
    public async Task<IReadOnlyList<ListedReport>> OfAsync(Caller reaching, ProjectDefinition project, CancellationToken ct)
    {
        var association = await ReportingAssociation.FindAsync(session, project.Association, ct);
        var listed = new List<ListedReport>();
        var begun = project.Period.TertialsBegunBy(runs.Today).Select(tertial => tertial.Index);
        foreach (var index in begun.Union(await session.QueryAsync<int>(SelectCertifiedSql, new { Project = project.Id }, ct)).OrderDescending())
        {
            var tertial = new Tertial(index);
            var head = await heads.FindAsync(session, project.Id, tertial, ct);
            var state = ReportState.From(tertial, head, association);
            listed.Add(head.CertifiedVersion is not { } version
                ? new ListedReport(project.Id, state, state.IsLate(runs.Today), null, null)
                : new ListedReport(
                    project.Id,
                    state,
                    IsLate: false,
                    await CertifiedVersionRow.FindAsync(session, project.Id, tertial, version, ct),
                    head.Id is null ? null : await HasChangedAsync(reaching, project.Id, tertial, version, head)));
        }

        return listed;
    }

    /// <summary>Returns whether the current figures differ from a version, in what the caller reaches: the whole project, or some of its parts.</summary>
    private async Task<bool> HasChangedAsync(Caller reaching, string project, Tertial tertial, int version, ReportHead head)
    {
        IEnumerable<string?> parts = reaching.PartsOf(project) ?? (IEnumerable<string?>)[null];
        foreach (var part in parts)
        {
            if (await certified.DiffersAsync(project, tertial, version, part, reaching, head))
            {
                return true;
            }
        }

        return false;
    }
}
