using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads the report of a tertial, of a project or of one of its parts, from the run that holds it. A certified one is read by <see cref="CertifiedAnswers"/>.</summary>
/// <param name="Run">The run.</param>
/// <param name="Project">The project.</param>
/// <param name="Tertial">The tertial.</param>
/// <param name="Part">Id of the subproject; null: the whole project.</param>
/// <param name="K">What a steering group sees, with groups from 1 to one less than this small; null: everything.</param>
/// <param name="Language">Language of the sentences.</param>
public sealed record GetTertialReport(RunHead Run, string Project, Tertial Tertial, string? Part, int? K, Language Language) : IRequest<Result<ShownReport>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (string project, string tertial, Query query, HttpContext http, IMediator mediator, DbSession session, RunHeads runs, ReportHeads heads, CertifiedAnswers certified, KeptAnswers answers) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var head = await heads.FindAsync(session, project, wanted, http.RequestAborted);
                var language = ReportForms.LanguageOf(http, query);
                if (head.CertifiedVersion is { } version && query.Text("view") != "current")
                {
                    return await certified.AnswerAsync(http, query, project, wanted, version, language, head);
                }

                if (head.Id is null)
                {
                    return FiguresNotReady.Answer(http);
                }

                if (head.ReportCount == 0)
                {
                    return Problems.NotFound(http);
                }

                var role = Caller.From(http).Role;
                var k = runs.ThresholdFor(role == Role.SteeringGroup, head);
                var upToDate = head.IsUpToDate(runs.Today);
                var state = $"open {head.PublicId} {upToDate} {head.CommentVersion} {head.AssociationVersion} {k} {role} {language} {ReportForms.FormOf(http, query)}";
                return await answers.AnswerAsync(http, state, async () =>
                {
                    var result = await mediator.Send(new GetTertialReport(head, project, wanted, query.Text("subproject"), k, language), CancellationToken.None);
                    if (!result.IsSuccess)
                    {
                        return result.Faults.ToList();
                    }

                    var shown = result.Value with { UpToDate = upToDate };
                    return ReportForms.Body(http, query, language, () => TertialReportAnswer.From(http, role, shown), texts => ReportDocument.From(shown, texts));
                });
            })
            .RequireAuthorization(Policies.Figures)
            .WithName("get-tertial-report")
            .WithSummary("Read a project's report of a tertial")
            .WithDescription(
                "Flow, referrers, exits, goals, follow-ups, documentation, steps, self-assessments, fidelity and data quality, for the tertial, the year to date and since the project's start. There is a report of every tertial that overlaps the project and has begun. As JSON, CSV, Excel workbook, page (HTML) or JSON-stat 2.0, by Accept or format, all with the same figures. "
                + "An open report is the current run's: upToDate is false while registrations wait to be counted. A certified report is the newest certified version, with its frozen figures and sentences in Swedish. "
                + "Steering groups see every total; women and men apart, and small categories by themselves, only where the groups are large enough: see smallGroups in the answer.")
            .WithReportForms(
                new QueryParameter("subproject", "Only what belongs to this subproject.", "sed"),
                new QueryParameter("view", "current: the current run, also when the report is certified.", "current") { Codes = ["current"] })
            .Produces<TertialReportAnswer>()
            .Produces(StatusCodes.Status422UnprocessableEntity)
            .WithStateTag();
}

public sealed class GetTertialReportHandler(OpenReports reports) : IRequestHandler<GetTertialReport, Result<ShownReport>>
{
    public async Task<Result<ShownReport>> Handle(GetTertialReport request, CancellationToken cancellationToken) =>
        await reports.FindAsync(request.Run, request.Project, request.Tertial, request.Part, request.K, request.Language, cancellationToken) is { } shown
            ? shown
            : ReportAddress.NoSubproject(await reports.PartsAsync(request.Project, cancellationToken));
}
