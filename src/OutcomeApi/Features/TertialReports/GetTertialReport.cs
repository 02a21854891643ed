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
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Computes a project's report of a tertial from what is registered now.</summary>
public sealed record GetTertialReport(string Project, Tertial Tertial) : IRequest<Result<TertialReportFigures>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (string project, string tertial, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return Problems.Of(http, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));
                }

                var result = await mediator.Send(new GetTertialReport(project, wanted), http.RequestAborted);
                return result.IsSuccess
                    ? Results.Json(Show(http, project, result.Value), Json.Options)
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.Figures)
            .WithName("get-tertial-report")
            .WithSummary("Reads a project's report of a tertial.")
            .WithDescription(
                "Flow, exits, goals, follow-ups, documentation and data quality, for the tertial, the year to date and since the project's start. There is a report of every tertial that overlaps the project and has begun. Steering groups see no numbers of a table with a small one.")
            .Produces<TertialReportAnswer>();

    private static TertialReportAnswer Show(HttpContext http, string project, TertialReportFigures figures)
    {
        int? smallNumber = Caller.Of(http).Role == Role.SteeringGroup ? figures.SmallNumberThreshold : null;
        var language = http.LanguageOf();
        return TertialReportAnswer.Of(
            project,
            figures.Report,
            [.. figures.Goals.Select(goal => AttainmentItem.Of(goal, figures.Project.Period, smallNumber, null, language))],
            figures.ComputedAt,
            smallNumber);
    }
}

/// <summary>A report with its goals, both from the same facts.</summary>
public sealed record TertialReportFigures(
    ProjectDefinition Project, TertialReport Report, IReadOnlyList<GoalFigure> Goals, DateTimeOffset ComputedAt, int SmallNumberThreshold);

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

        var book = new GoalBook([.. (await GoalRegister.AllAsync(session, request.Project, ct)).Select(g => g.Version)]);
        var facts = await ParticipationFacts.LoadAllAsync(session, day, request.Project, ct);
        var threshold = await smallNumbers.ThresholdAsync(session, request.Project, ct);
        await session.EndAsync();

        return new TertialReportFigures(
            project,
            TertialReport.Of(project, request.Tertial, facts.Participations, facts.Referrals, asOf),
            [.. GoalEngine.Compute(project.Period, book, facts, asOf).Where(g => g.Tertial == request.Tertial)],
            day.Now,
            threshold);
    }
}
