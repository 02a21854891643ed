using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Builds an association's report for a tertial from the current runs of its projects. It includes projects of other associations that have a
/// subproject belonging to this association.
/// </summary>
public sealed record GetAssociationReport(string Association, Tertial Tertial, IReadOnlyList<ProjectOfAssociation> Projects, Language Language)
    : IRequest<Result<ShownAssociationReport>>
{
    /// <summary>Maps <c>GET /associations/{association}/tertial-reports/{tertial}</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}", async (
                string association, Tertial tertial, Query query, HttpContext http, IMediator mediator, DbSession session, ReportHeads heads, BusinessDay day,
                KeptAnswers answers) =>
            {
                if (!Caller.From(http).Associations.Contains(association))
                {
                    return Problems.NotFound(http);
                }

                var projects = await ProjectOfAssociation.ListAsync(session, heads, association, tertial, http.RequestAborted);
                if (projects.Any(project => project.Run.Id is null))
                {
                    return FiguresNotReady.Answer(http);
                }

                var language = ReportForms.LanguageOf(http, query);
                var upToDate = projects.All(project => project.Run.IsUpToDate(day.Today));
                var version = await ReportingAssociation.VersionAsync(session, association, http.RequestAborted);
                var state = $"association {version} {upToDate} {language} {ReportForms.FormOf(http, query)} "
                    + string.Join(' ', projects.Select(project => project.State));
                return await answers.AnswerAsync(http, state, async () =>
                {
                    var result = await mediator.Send(new GetAssociationReport(association, tertial, projects, language), CancellationToken.None);
                    return result.IsSuccess
                        ? await ReportForms.BodyAsync(
                            http,
                            query,
                            language,
                            () => AssociationReportAnswer.From(result.Value) with { UpToDate = upToDate },
                            texts => ReportDocument.From(result.Value, texts))
                        : result.Faults.ToList();
                });
            })
            .RequireAuthorization(Policies.AssociationReports)
            .WithName("get-association-report")
            .WithSummary("Get an association's tertial report.")
            .WithDescription(
                "Returns all sections for each project, combined figures for flow, exits, follow-ups and final documentation, "
                + "and the counts for Uppföljning Finsam per project and gender. A subproject counts for its own association. "
                + "The report therefore includes subprojects of other associations' projects that belong to this association, "
                + "and excludes subprojects of its own projects that belong to other associations. "
                + "The report is available in the same formats as a project's report.")
            .WithReportForms()
            .IsCostly()
            .Produces<AssociationReportAnswer>()
            .WithStateTag();
}

/// <summary>A project of which at least a part belongs to an association, with the run that its reports are read from.</summary>
public sealed record ProjectOfAssociation(ProjectDefinition Project, ReportHead Run)
{
    private const string SelectProjectsSql = "SELECT id, content FROM projects ORDER BY id";

    /// <summary>Identifies the state of everything that the project's part of the report depends on. It is part of the ETag.</summary>
    public string State => $"{Project.Id} {Run.PublicId} {Run.CommentVersion} {Run.CertifiedVersion} {Run.AssociationVersion}";

    /// <summary>Lists the projects that belong to an association wholly or in part, in order of their ids.</summary>
    public static async Task<IReadOnlyList<ProjectOfAssociation>> ListAsync(
        DbSession session, ReportHeads heads, string association, Tertial tertial, CancellationToken ct)
    {
        var found = new List<ProjectOfAssociation>();
        foreach (var project in await DefinitionsAsync(session, association, ct))
        {
            found.Add(new ProjectOfAssociation(project, await heads.FindAsync(session, project.Id, tertial, ct)));
        }

        return found;
    }

    /// <summary>Lists the definitions of these projects.</summary>
    public static async Task<IReadOnlyList<ProjectDefinition>> DefinitionsAsync(DbSession session, string association, CancellationToken ct) =>
    [
        .. (await session.QueryAsync<Row>(SelectProjectsSql, null, ct)).Select(row => ProjectStore.Parse(row.Id, row.Content).Definition)
            .Where(project => project.Associations().Contains(association))
    ];

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Content { get; init; }
    }
}

/// <summary>An association's report with exact figures, for its secretariat.</summary>
public sealed record ShownAssociationReport
{
    public required AssociationReport Report { get; init; }

    /// <summary>Name of the association. Null when no name is registered.</summary>
    public required LocalizedText? Name { get; init; }

    /// <summary>Goal attainment of each project, by project id.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<AttainmentItem>> Goals { get; init; }

    /// <summary>Texts of the goals, by goal key.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>Each project's comment on the tertial, by project id. Null when there is no comment.</summary>
    public required IReadOnlyDictionary<string, string?> Comments { get; init; }

    /// <summary>Newest certified version of each project's report, by project id. Null when the report is open.</summary>
    public required IReadOnlyDictionary<string, int?> CertifiedVersions { get; init; }

    public required DateOnly Deadline { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }
}

public sealed class GetAssociationReportHandler(DbSession session) : IRequestHandler<GetAssociationReport, Result<ShownAssociationReport>>
{
    public async Task<Result<ShownAssociationReport>> Handle(GetAssociationReport request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var own = new List<(ProjectOfAssociation Project, StoredRunReport Share)>();
        var ended = new List<AssociationPart>();
        foreach (var project in request.Projects)
        {
            var last = project.Project.Period.Last;
            if (await ShareAsync(project, request.Association, request.Tertial, ct) is { } share)
            {
                own.Add((project, share));
            }
            else if (last.Year == request.Tertial.Year
                && last < request.Tertial
                && await ShareAsync(project, request.Association, last, ct) is { } lastShare)
            {
                var report = lastShare.ToExact();
                ended.Add(new AssociationPart(
                    project.Project, report with { Tables = [.. report.Tables.Where(table => table.Section == ReportSection.FinsamCounts)] }));
            }
        }

        if (own.Count == 0)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var association = await ReportingAssociation.FindAsync(session, request.Association, ct);
        var figures = new Dictionary<string, RunFigure[]>();
        var comments = new Dictionary<string, string?>();
        foreach (var (project, _) in own)
        {
            figures[project.Project.Id] = await GoalsAsync(project, request, ct);

            // The comment is about the whole project.
            comments[project.Project.Id] = project.Project.Association == request.Association
                ? (await CommentRows.FindAsync(session, project.Project.Id, request.Tertial, ct))?.Comment.Text
                : null;
        }

        var asOf = own.Max(p => p.Project.Run.AsOf!.Value);
        return new ShownAssociationReport
        {
            Report = AssociationReport.Compute(
                request.Association,
                request.Tertial,
                own.Select(p => new AssociationPart(p.Project.Project, p.Share.ToExact())),
                ended,
                window => [.. own.SelectMany(p => p.Share.WaitsIn(Code.Format(window)))],
                asOf),
            Name = association?.Name,
            Goals = own.ToDictionary(p => p.Project.Project.Id, p => (IReadOnlyList<AttainmentItem>)
            [
                .. figures[p.Project.Project.Id].Select(
                    f => AttainmentItem.From(f.Exact, p.Project.Project.On(p.Project.Run.AsOf!.Value), null, null, request.Language))
            ]),
            GoalTexts = ShownReport.TextsOf(figures.Values.SelectMany(f => f).Select(f => f.Exact)),
            Comments = comments,
            CertifiedVersions = own.ToDictionary(p => p.Project.Project.Id, p => p.Project.Run.CertifiedVersion),
            Deadline = TertialReport.DeadlineOf(request.Tertial, association?.ReportDeadlineDays),
            ComputedAt = own.Max(p => p.Project.Run.CompletedAt!.Value),
        };
    }

    /// <summary>
    /// Reads the share of a project's report that counts for the association. The whole report counts when the project belongs to a single
    /// association. Returns null when there is no report of the tertial.
    /// </summary>
    private async Task<StoredRunReport?> ShareAsync(ProjectOfAssociation project, string association, Tertial tertial, CancellationToken ct) =>
        project.Run.Id is { } run
            ? await RunReports.FindAsync(session, run, tertial, null, project.Project.Associations().Skip(1).Any() ? association : null, ct)
            : null;

    /// <summary>
    /// Reads the goals of the association's subprojects. For the association's own project, the goals of the whole project are included.
    /// </summary>
    private async Task<RunFigure[]> GoalsAsync(ProjectOfAssociation project, GetAssociationReport request, CancellationToken ct) =>
    [
        .. (await RunFigure.OfTertialAsync(
                session, project.Run.Id!.Value, request.Tertial, await GoalStore.AllAsync(session, project.Project.Id, ct), ct))
            .Where(figure => figure.Exact.Subproject is { } part
                ? project.Project.AssociationOf(part) == request.Association
                : project.Project.Association == request.Association)
    ];
}
