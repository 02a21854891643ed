using System.Globalization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Lists the days by which the reports of a project ask for something: the deadline of each open report, the next fidelity review, and what the development
/// plan has not done yet. Fidelity is of the whole project: a caller who reaches only parts of it gets the deadlines.
/// </summary>
public sealed record ListReportDates(Caller Caller, string Project) : IRequest<ReportDates>;

/// <summary>The days by which the reports of a project ask for something.</summary>
/// <param name="Deadlines">The open reports, oldest first.</param>
/// <param name="Review">The next fidelity review. Null when none is due, or the next one has been held.</param>
/// <param name="Activities">The activities of the development plan that have not been done, in the order of the plan.</param>
public sealed record ReportDates(IReadOnlyList<ReportDeadline> Deadlines, FidelityDate? Review, IReadOnlyList<FidelityDate> Activities);

/// <summary>The deadline of an open report.</summary>
/// <param name="Tertial">The tertial.</param>
/// <param name="On">The day by which the report must be submitted.</param>
/// <param name="IsLate">Whether that day has passed.</param>
public sealed record ReportDeadline(Tertial Tertial, DateOnly On, bool IsLate);

/// <summary>The day by which a fidelity review, or an activity of its development plan, is due.</summary>
/// <param name="Key">The key of its row in the report.</param>
/// <param name="On">The day.</param>
/// <param name="IsOverdue">Whether that day has passed: of a review more than thirty days ago.</param>
/// <param name="Item">The item of the scale that an activity is about. Null for a review.</param>
public sealed record FidelityDate(string Key, DateOnly On, bool IsOverdue, string? Item);

public sealed class ListReportDatesHandler(DbSession session, ProjectStore projects, RunHeads runs, ReportHeads heads)
    : IRequestHandler<ListReportDates, ReportDates>
{
    public async Task<ReportDates> Handle(ListReportDates request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        var association = await ReportingAssociation.FindAsync(session, project.Association, ct);
        var deadlines = new List<ReportDeadline>();
        foreach (var tertial in project.Period.TertialsBegunBy(runs.Today))
        {
            var state = ReportState.From(tertial, await heads.FindAsync(session, project.Id, tertial, ct), association);
            if (state.CertifiedVersion is null)
            {
                deadlines.Add(new ReportDeadline(tertial, state.Deadline, state.IsLate(runs.Today)));
            }
        }

        var plan = request.Caller.PartsOf(project.Id) is null ? await PlanAsync(project.Id, project.Period, ct) : [];
        return new ReportDates(
            deadlines,
            plan.Where(row => row.Key == FidelityTable.NextReview && row.Label(FidelityTable.State) != FidelityTable.Held)
                .Select(row => From(row, FidelityTable.DueOn, Code.Format(FollowUpState.Overdue)))
                .FirstOrDefault(),
            [
                .. plan.Where(row => row.Key != FidelityTable.NextReview && row.Label(FidelityTable.State) != FidelityTable.Done)
                    .Select(row => From(row, FidelityTable.Until, FidelityTable.Overdue))
            ]);
    }

    /// <summary>Reads the development plan of the latest report in the current run. Empty until the project's first run.</summary>
    private async Task<IReadOnlyList<ReportRow>> PlanAsync(string project, ReportingPeriod period, CancellationToken ct)
    {
        var run = await runs.FindAsync(session, project, ct);
        if (run is not { Id: { } id, AsOf: { } asOf } || !period.TertialsBegunBy(asOf).Any())
        {
            return [];
        }

        var report = await RunReports.FindAsync(session, id, period.TertialsBegunBy(asOf).Last(), null, null, ct);
        return report?.ToExact().Table(ReportSection.FidelityPlan, Window.SinceStart).Rows ?? [];
    }

    private static FidelityDate From(ReportRow row, string day, string overdue) => new(
        row.Key,
        DateOnly.ParseExact(row.Label(day)!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        row.Label(FidelityTable.State) == overdue,
        row.Label(FidelityTable.Item));
}
