using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Computes the report of a tertial from what is registered now: of a project, or of one of its subprojects.</summary>
public sealed record GetTertialReport(string Project, Tertial Tertial, string? Subproject) : IRequest<Result<TertialReportFigures>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (string project, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return Problems.Of(http, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));
                }

                var result = await mediator.Send(new GetTertialReport(project, wanted, query.Text("subproject")), http.RequestAborted);
                return result.IsSuccess
                    ? Results.Json(TertialReportAnswer.Of(Show(http, result.Value)), Json.Options)
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.Figures)
            .WithName("get-tertial-report")
            .WithSummary("Reads a project's report of a tertial.")
            .WithDescription(
                "Flow, referrers, exits, goals, follow-ups, documentation, steps, self-assessments, fidelity and data quality, for the tertial, the year to date and since the project's start. There is a report of every tertial that overlaps the project and has begun. Steering groups see no numbers of a table with a small one.")
            .WithQuery(new QueryParameter("subproject", "Only what belongs to this subproject.", "sed"))
            .Produces<TertialReportAnswer>();

    private static ShownReport Show(HttpContext http, TertialReportFigures figures)
    {
        int? smallNumber = Caller.Of(http).Role == Role.SteeringGroup ? figures.SmallNumberThreshold : null;
        var language = http.LanguageOf();
        return ShownReport.Of(
            figures,
            [.. figures.Goals.Select(goal => AttainmentItem.Of(goal, figures.Report.Project.Period, smallNumber, null, language))],
            smallNumber);
    }
}

/// <summary>A report with its goals, both from the same facts.</summary>
/// <param name="Parts">The reports that go together with that of a subproject: small numbers of one hide a table of all.</param>
public sealed record TertialReportFigures(
    TertialReport Report, IReadOnlyList<TertialReport> Parts, IReadOnlyList<GoalFigure> Goals, DateOnly Deadline, DateTimeOffset ComputedAt, int SmallNumberThreshold);

/// <summary>Reads in one snapshot, then computes without holding anything.</summary>
public sealed class GetTertialReportHandler(DbSession session, ProjectRegister projects, SmallNumbers smallNumbers, BusinessDay day)
    : IRequestHandler<GetTertialReport, Result<TertialReportFigures>>
{
    public async Task<Result<TertialReportFigures>> Handle(GetTertialReport request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var asOf = day.Today;

        await session.BeginSnapshotAsync(ct);
        await session.LockAsync("project:" + request.Project, ct);
        if (await projects.FindAsync(session, request.Project, ct) is not { Definition: var project } || !TertialReport.Exists(project, request.Tertial, asOf))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        if (request.Subproject is not null && project.SubprojectOf(request.Subproject) is null)
        {
            return new Fault(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", project.Subprojects.Select(s => s.Id)));
        }

        var book = new GoalBook([.. (await GoalRegister.AllAsync(session, request.Project, ct)).Select(g => g.Version)]);
        var registered = await ParticipationFacts.LoadAllAsync(session, day, request.Project, ct);
        var facts = await ReportFactsLoader.LoadAsync(session, request.Project, registered, ct);
        var threshold = await smallNumbers.ThresholdAsync(session, request.Project, ct);
        var association = await ReportingAssociation.FindAsync(session, project.Association, ct);
        await session.EndAsync();

        return new TertialReportFigures(
            TertialReport.Of(project, request.Tertial, facts, asOf, request.Subproject),
            request.Subproject is null ? [] : [.. PartsOf(project, facts).Select(part => TertialReport.Of(project, request.Tertial, part, asOf))],
            [
                .. GoalEngine.Compute(project.Period, book, registered, asOf)
                    .Where(g => g.Tertial == request.Tertial && (request.Subproject is null || g.Subproject == request.Subproject))
            ],
            TertialReport.DeadlineOf(request.Tertial, association?.ReportDeadlineDays),
            day.Now,
            threshold);
    }

    /// <summary>The facts of every subproject, of the rest of the project, and all: whoever can read some of them can work out the others.</summary>
    private static IEnumerable<ReportFacts> PartsOf(ProjectDefinition project, ReportFacts facts) =>
        project.Subprojects.Select(s => (string?)s.Id).Append(null).Select(part => facts.Where(id => project.SubprojectOf(id)?.Id == part)).Append(facts);
}
