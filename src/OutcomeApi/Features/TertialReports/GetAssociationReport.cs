using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Figures;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Computes an association's report of a tertial: all its projects, and the subprojects of others' projects that belong to it.</summary>
public sealed record GetAssociationReport(Caller Caller, string Association, Tertial Tertial, Language Language) : IRequest<Result<ShownAssociationReport>>
{
    /// <summary><c>GET /associations/{association}/tertial-reports/{tertial}</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (string association, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var result = await mediator.Send(
                    new GetAssociationReport(Caller.Of(http), association, wanted, ReportForms.LanguageOf(http, query)), http.RequestAborted);
                return result.IsSuccess
                    ? ReportForms.Answer(http, query, () => AssociationReportAnswer.Of(result.Value), texts => ReportDocument.Of(result.Value, texts))
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.AssociationReports)
            .WithName("get-association-report")
            .MayTakeLong()
            .WithSummary("Reads an association's report of a tertial.")
            .WithDescription(
                "All sections of each of its projects, flow, exits, follow-ups and documentation of all together, and the counts for Uppföljning Finsam per project and sex. A subproject counts for its own association: subprojects of others' projects are there, and subprojects of its own projects that belong to others are not. In the same forms as a project's report.")
            .WithReportForms()
            .Produces<AssociationReportAnswer>();
}

/// <summary>An association's report as its secretariat sees it: with exact figures.</summary>
public sealed record ShownAssociationReport
{
    public required AssociationReport Report { get; init; }

    /// <summary>What the association is called; null: not stated.</summary>
    public required LocalizedText? Name { get; init; }

    /// <summary>The goals of each project, by its id.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<AttainmentItem>> Goals { get; init; }

    /// <summary>What the goals are called, by their keys.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>What each project says about the tertial, by its id.</summary>
    public required IReadOnlyDictionary<string, string?> Comments { get; init; }

    /// <summary>The newest certified version of each project's report, by the project's id; null: it is open.</summary>
    public required IReadOnlyDictionary<string, int?> CertifiedVersions { get; init; }

    public required DateOnly Deadline { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }
}

/// <summary>Reads in one snapshot, then computes without holding anything.</summary>
public sealed class GetAssociationReportHandler(DbSession session, ReportReader reports, BusinessDay day) : IRequestHandler<GetAssociationReport, Result<ShownAssociationReport>>
{
    private const string SelectProjectsSql = "SELECT id FROM projects ORDER BY id";

    public async Task<Result<ShownAssociationReport>> Handle(GetAssociationReport request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        if (!request.Caller.Associations.Contains(request.Association))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        await session.BeginSnapshotAsync(ct);
        var association = await ReportingAssociation.FindAsync(session, request.Association, ct);
        var registered = new List<RegisteredReport>();
        var endedInYear = new List<RegisteredReport>();
        var versions = new Dictionary<string, int?>();
        foreach (var project in association is null ? [] : await session.QueryAsync<string>(SelectProjectsSql, null, ct))
        {
            if (!await reports.IsOfAsync(project, request.Association, ct))
            {
                continue;
            }

            await session.LockAsync("project:" + project, ct);
            if (await reports.ReadAsync(project, request.Tertial, ct) is { } read)
            {
                registered.Add(read);
                versions[project] = (await CertifiedVersionRow.AllAsync(session, project, request.Tertial, ct)) is [.., var newest] ? newest.Version : null;
            }
            else if (await reports.ReadLastOfYearAsync(project, request.Tertial, ct) is { } ended)
            {
                endedInYear.Add(ended);
            }
        }

        await session.EndAsync();
        if (AssociationReport.Of(request.Association, request.Tertial, [.. registered.Concat(endedInYear).Select(r => (r.Project, r.Facts))], day.Today) is not { } report)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var goals = registered.ToDictionary(r => r.Project.Id, r => GoalsOf(r, request.Association));
        return new ShownAssociationReport
        {
            Report = report,
            Name = association!.Name,
            Goals = goals.ToDictionary(
                g => g.Key,
                g => (IReadOnlyList<AttainmentItem>)[.. g.Value.Select(goal => AttainmentItem.Of(goal, registered.Single(r => r.Project.Id == g.Key).Project.Period, day.Today, null, null, request.Language))]),
            GoalTexts = goals.Values.SelectMany(g => g).DistinctBy(g => g.Goal.Key).ToDictionary(g => g.Goal.Key, g => g.Goal.Definition!.Text),
            Comments = registered.ToDictionary(r => r.Project.Id, r => r.Comment),
            CertifiedVersions = versions,
            Deadline = TertialReport.DeadlineOf(request.Tertial, association.ReportDeadlineDays),
            ComputedAt = day.Now,
        };
    }

    /// <summary>The goals of the association's subprojects; of its own project also those of the whole project.</summary>
    private static GoalFigure[] GoalsOf(RegisteredReport registered, string association) =>
    [
        .. registered.FiguresOf(null).Goals.Where(goal => goal.Subproject is null
            ? registered.Project.Association == association
            : registered.Project.AssociationOf(goal.Subproject) == association)
    ];
}
