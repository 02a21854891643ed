using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Computes the report of a tertial from what is registered now: of a project, or of one of its subprojects.</summary>
public sealed record GetTertialReport(string Project, Tertial Tertial, string? Subproject, bool Current, Role Role, Language Language) : IRequest<Result<ShownReport>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (string project, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var result = await mediator.Send(
                    new GetTertialReport(project, wanted, query.Text("subproject"), query.Text("view") == "current", Caller.Of(http).Role, ReportForms.LanguageOf(http, query)), http.RequestAborted);
                return result.IsSuccess
                    ? ReportForms.Answer(http, query, () => TertialReportAnswer.Of(http, Caller.Of(http).Role, result.Value), texts => ReportDocument.Of(result.Value, texts))
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.Figures)
            .WithName("get-tertial-report")
            .MayTakeLong()
            .WithSummary("Reads a project's report of a tertial.")
            .WithDescription(
                "Flow, referrers, exits, goals, follow-ups, documentation, steps, self-assessments, fidelity and data quality, for the tertial, the year to date and since the project's start. There is a report of every tertial that overlaps the project and has begun. As JSON, CSV, Excel workbook, page (HTML) or JSON-stat 2.0, by Accept or format, all with the same figures. A certified report is the newest certified version, with its frozen figures and sentences in Swedish. Of small numbers, and of what would give one away, steering groups see that it is withheld.")
            .WithReportForms(
                new QueryParameter("subproject", "Only what belongs to this subproject.", "sed"),
                new QueryParameter("view", "current: computed now, also when the report is certified.", "current") { Codes = ["current"] })
            .Produces<TertialReportAnswer>()
            .Produces(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>A report with its goals, both from the same facts.</summary>
/// <param name="Publication">Decides what steering groups see of them.</param>
public sealed record TertialReportFigures(
    TertialReport Report, IReadOnlyList<GoalFigure> Goals, DateOnly Deadline, DateTimeOffset ComputedAt, Func<ProjectPublication> Publication)
{
    /// <summary>What the project says about the tertial.</summary>
    public string? Comment { get; init; }

    /// <summary>What the project's association is called; null: not stated.</summary>
    public LocalizedText? AssociationName { get; init; }
}

/// <summary>Reads in one snapshot, then computes without holding anything.</summary>
public sealed class GetTertialReportHandler(DbSession session, ReportReader reports) : IRequestHandler<GetTertialReport, Result<ShownReport>>
{
    public async Task<Result<ShownReport>> Handle(GetTertialReport request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.BeginSnapshotAsync(ct);
        await session.LockAsync("project:" + request.Project, ct);
        var registered = await reports.ReadAsync(request.Project, request.Tertial, ct);
        var certified = request.Current ? null : await CertifiedReports.NewestAsync(session, request.Project, request.Tertial, ct);
        await session.EndAsync();
        var current = registered?.ShownTo(request.Role, request.Subproject, request.Language);
        if (certified is not null)
        {
            // What is certified is shown as it was; what is registered now says only whether that would be something else.
            return certified.For(request.Role, request.Subproject) is { } shown
                ? shown with { DiffersFromCurrent = current is null || !Restatement.Of(shown, current).IsEmpty }
                : certified.SubprojectUnknown();
        }

        return current is not null ? current
            : registered is null ? new Fault(FaultCodes.NotFound, string.Empty)
            : ReportAddress.NoSubproject(registered.Parts);
    }
}
