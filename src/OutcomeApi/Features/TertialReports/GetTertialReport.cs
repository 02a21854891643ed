using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Reads the open tertial report of a project or of one of its subprojects from the run that holds it. Certified reports are read by
/// <see cref="CertifiedAnswers"/>.
/// </summary>
/// <param name="Run">The run that holds the report.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Tertial">Tertial of the report.</param>
/// <param name="Part">Id of the subproject. Null for the whole project.</param>
/// <param name="K">Threshold of the steering group view: groups of 1 to K − 1 people are small. Null for exact figures.</param>
/// <param name="Language">Language of the generated sentences.</param>
public sealed record GetTertialReport(RunHead Run, string Project, Tertial Tertial, string? Part, int? K, Language Language) : IRequest<Result<ShownReport>>
{
    private static readonly QueryParameter<string?> Subproject =
        QueryParameter.OfText("subproject", "Returns only the figures of this subproject.", "sed");

    private static readonly QueryParameter<string?> View =
        QueryParameter.OfCodes("view", "current returns the current run even when the report is certified.", "current", ["current"]);

    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", AnswerAsync)
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithName("get-tertial-report")
            .WithSummary("Get a tertial report.")
            .WithDescription(
                "Returns flow, referrers, exits, time in the project, goals, reported figures, follow-ups, final documentation, steps, placements, "
                + "self-assessments, fidelity and data quality for the tertial, the year to date and the time since the project's start. "
                + "A report exists for every tertial that overlaps the project and has begun. "
                + "Choose JSON, CSV, Excel workbook, HTML page or JSON-stat 2.0 with the Accept header or the format parameter. "
                + "All formats contain the same figures. "
                + "An open report shows the current run. Its upToDate is false while registrations wait to be counted or the figures are of an earlier day. "
                + "A certified report shows the newest certified version, with frozen figures and sentences in Swedish. "
                + "Steering groups see women and men separately, and small categories on their own, only where the groups are large enough. "
                + "See smallGroups in the response. "
                + "A caller who reaches only parts of the project gets the report of a part, without the comment; with several, the subproject must be named.")
            .WithReportForms(Subproject, View)
            .Produces<TertialReportAnswer>()
            .Produces(StatusCodes.Status422UnprocessableEntity)
            .WithStateTag();

    /// <summary>Maps a page's address for downloads: the same answers, for a reader who has signed in with a browser.</summary>
    public static void MapDownload(RouteGroupBuilder site, string address) =>
        site.MapGet(address, AnswerAsync).RequireAuthorization(Policies.Figures).ForParts().WithReportForms(Subproject, View);

    private static async Task<IResult> AnswerAsync(
        string project, Tertial tertial, Query query, HttpContext http, IMediator mediator, DbSession session, RunHeads runs, ReportHeads heads,
        CertifiedAnswers certified, KeptAnswers answers)
    {
        var caller = Caller.From(http);
        var asked = AskedPart.From(caller, project, query.Value(Subproject));
        if (!asked.IsSuccess)
        {
            return Problems.Answer(http, asked.Faults);
        }

        var part = asked.Value.Subproject;

        var head = await heads.FindAsync(session, project, tertial, http.RequestAborted);
        var language = ReportForms.LanguageOf(http, query);
        if (head.CertifiedVersion is { } version && query.Value(View) is null)
        {
            return await certified.AnswerAsync(http, query, project, part, tertial, version, language, head);
        }

        if (head.Id is null)
        {
            return FiguresNotReady.Answer(http);
        }

        if (head.ReportCount == 0)
        {
            return Problems.NotFound(http);
        }

        var role = caller.Role;
        var k = runs.ThresholdFor(role == Role.SteeringGroup, head);
        var upToDate = head.IsUpToDate(runs.Today);
        var state = $"open {head.PublicId} {upToDate} {head.CommentVersion} {head.AssociationVersion} {k} {role} {language} "
            + ReportForms.FormOf(http, query);
        return await answers.AnswerAsync(http, state, async () =>
        {
            var result = await mediator.Send(
                new GetTertialReport(head, project, tertial, part, k, language), CancellationToken.None);
            if (!result.IsSuccess)
            {
                return result.Faults.ToList();
            }

            var shown = result.Value.For(caller) with { UpToDate = upToDate };
            return await ReportForms.BodyAsync(
                http, query, language, () => TertialReportAnswer.From(http, shown), texts => ReportDocument.From(shown, texts));
        });
    }
}

public sealed class GetTertialReportHandler(OpenReports reports) : IRequestHandler<GetTertialReport, Result<ShownReport>>
{
    public async Task<Result<ShownReport>> Handle(GetTertialReport request, CancellationToken cancellationToken) =>
        await reports.FindAsync(request.Run, request.Project, request.Tertial, request.Part, request.K, request.Language, cancellationToken) is { } shown
            ? shown
            : ReportAddress.NoSubproject(await reports.PartsAsync(request.Project, cancellationToken));
}
