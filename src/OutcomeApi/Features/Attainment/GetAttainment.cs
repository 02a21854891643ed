using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Figures;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Reads a project's goal attainment from its current run.</summary>
/// <param name="IsExact">The caller may see every number; others see what is published.</param>
public sealed record GetAttainment(string Project, AttainmentFilter Filter, string? Computation, int Skip, int Take, bool IsExact) : IRequest<Result<AttainmentFigures>>
{
    /// <summary><c>GET /projects/{project}/attainment</c></summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/attainment", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var filter = new AttainmentFilter
                {
                    From = query.Tertial("from")?.Index,
                    To = query.Tertial("to")?.Index,
                    Window = query.Text("window"),
                    Subproject = query.Text("subproject"),
                    Goal = query.Text("goal"),
                };
                var result = await mediator.Send(
                    new GetAttainment(project, filter, query.Text("computation"), query.Skip, query.Limit, Caller.Of(http).Role != Role.SteeringGroup),
                    http.RequestAborted);
                return result.IsSuccess
                    ? Results.Json(Show(http, project, query, result.Value), Json.Options)
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.Figures)
            .WithTags("attainment")
            .WithName("get-attainment")
            .MayTakeLong()
            .WithSummary("Reads goal attainment per gender, tertial and window.")
            .WithDescription(
                "An item for every goal, subproject, window and tertial that has begun. All pages of one answer come from one computation: follow _links.next. Of small numbers, and of what would give one away, steering groups see that it is withheld.")
            .WithQuery(
                new QueryParameter("from", "First tertial.", "2024-T1") { IsTertial = true },
                new QueryParameter("to", "Last tertial.", "2024-T2") { IsTertial = true },
                new QueryParameter("window", "Only this window.", "since-start") { Codes = Code.All<Window>() },
                new QueryParameter("gender", "Only the rows of this gender, or total.", "woman") { Codes = [.. Code.All<Gender>(), "total"] },
                new QueryParameter("subproject", "Only this subproject.", "vsb"),
                new QueryParameter("goal", "Only the goal of this key.", "iris2.work-or-studies"),
                new QueryParameter("computation", "The computation of an earlier page."),
                QueryParameter.Limit,
                QueryParameter.Page)
            .Produces<AttainmentPage>();

    private static AttainmentPage Show(HttpContext http, string project, Query query, AttainmentFigures figures)
    {
        var language = http.LanguageOf();
        var meta = PageMeta.Of(query, figures.Figures.Count, figures.Total);
        AttainmentItem[] items = [.. figures.Figures.Select(f => AttainmentItem.Of(f, figures.Period, figures.Run.AsOf, figures.Publication, query.Text("gender"), language))];
        return new AttainmentPage
        {
            Project = project,
            Computation = figures.Run.PublicId,
            ComputedAt = figures.Run.CompletedAt,
            AsOf = figures.Run.AsOf,
            UpToDate = figures.UpToDate,
            Items = items,
            Note = ManyComparisons.Note(items.Count(item => item.WomenMen is not null), language),
            Meta = meta,
            Links = PageLinks.Of(http, meta, ("computation", figures.Run.PublicId)),
        };
    }
}

/// <summary>Which figures; null: all.</summary>
public sealed record AttainmentFilter
{
    /// <summary>Index of the first tertial.</summary>
    public int? From { get; init; }

    /// <summary>Index of the last tertial.</summary>
    public int? To { get; init; }

    public string? Window { get; init; }

    public string? Subproject { get; init; }

    public string? Goal { get; init; }
}

/// <summary>Figures of one run.</summary>
/// <param name="Publication">What may be seen of them; null: everything.</param>
public sealed record AttainmentFigures(
    RunRow Run, bool UpToDate, ProjectPublication? Publication, ReportingPeriod Period, IReadOnlyList<GoalFigure> Figures, int Total);

/// <summary>A run's row.</summary>
public sealed record RunRow
{
    public required long Id { get; init; }

    public required string PublicId { get; init; }

    public required DateOnly AsOf { get; init; }

    public required long CutOff { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }
}

public sealed class GetAttainmentHandler(
    DbSession session, ProjectRegister projects, IMediator mediator, SmallNumbers smallNumbers, Publications publications, BusinessDay day)
    : IRequestHandler<GetAttainment, Result<AttainmentFigures>>
{
    private const string SelectCurrentRunSql =
        """
        SELECT c.id, c.public_id, c.as_of, c.cut_off, c.completed_at
        FROM current_runs r
        JOIN computations c ON c.id = r.computation_id
        WHERE r.project_id = @Project
        """;

    private const string SelectRunSql =
        """
        SELECT c.id, c.public_id, c.as_of, c.cut_off, c.completed_at
        FROM computations c
        WHERE c.project_id = @Project AND c.public_id = @Computation AND c.status = 'completed'
          AND EXISTS (SELECT 1 FROM attainment a WHERE a.computation_id = c.id)
        """;

    private const string CountMarksSql = "SELECT COUNT(*) FROM dirty_marks WHERE project_id = @Project";

    private const string Matching =
        """
        FROM attainment
        WHERE computation_id = @Run
          AND (@From IS NULL OR tertial >= @From) AND (@To IS NULL OR tertial <= @To)
          AND (@Window IS NULL OR time_window = @Window)
          AND (@Subproject IS NULL OR subproject = @Subproject)
          AND (@Goal IS NULL OR goal_key = @Goal)
        """;

    private const string CountFiguresSql = $"SELECT COUNT(*) {Matching}";

    private const string SelectFiguresSql =
        $"""
        SELECT {StoredFigure.Columns}
        {Matching}
        ORDER BY position
        """;

    public async Task<Result<AttainmentFigures>> Handle(GetAttainment request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;

        // Marks before the run: a run that is read later has seen at least whatever left no mark.
        var upToDate = await session.ScalarAsync<int>(CountMarksSql, request, ct) == 0;
        var run = await RunOfAsync(request, ct);
        var publication = run is null || request.IsExact
            ? null
            : publications.OfRun(run.PublicId, await smallNumbers.RuleAsync(session, request.Project, ct));
        if (run is not null && !request.IsExact && publication is null && request.Computation is null)
        {
            (run, publication) = await PublishedRunAsync(request, run, ct);
            upToDate = await session.ScalarAsync<int>(CountMarksSql, request, ct) == 0;
        }

        if (run is null || (publication is null && !request.IsExact))
        {
            return new Fault(FaultCodes.ComputationGone, "/computation");
        }

        // A page of a run that has been superseded lacks what the next one has counted.
        upToDate = upToDate && (request.Computation is null || (await session.QueryOneAsync<RunRow>(SelectCurrentRunSql, request, ct))?.Id == run.Id);
        var filter = request.Filter;
        var parameters = new
        {
            request.Project,
            Run = run.Id,
            filter.From,
            filter.To,
            filter.Window,
            filter.Subproject,
            filter.Goal,
            request.Skip,
            request.Take,
        };
        var rows = await session.QueryAsync<StoredFigure>(session.Dialect.Page(SelectFiguresSql), parameters, ct);
        var total = await session.ScalarAsync<int>(CountFiguresSql, parameters, ct);
        var goals = (await GoalRegister.AllAsync(session, request.Project, ct)).ToDictionary(g => (g.Version.Key, g.Version.Version), g => g.Version);
        var project = (await projects.FindAsync(session, request.Project, ct))!;
        return new AttainmentFigures(
            run,
            upToDate,
            publication,
            project.Definition.Period,
            [.. rows.Select(r => r.ToFigure(goals[(r.GoalKey, r.GoalVersion)]))],
            total);
    }

    /// <summary>
    /// What is published of a run follows from everything that it was computed from, which is the register as long as nothing has come since. When
    /// something has, a new run is made.
    /// </summary>
    private async Task<(RunRow Run, ProjectPublication Publication)> PublishedRunAsync(GetAttainment request, RunRow run, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await session.BeginSnapshotAsync(ct);
            var hasChanged = await session.ScalarAsync<int>(CountMarksSql, request, ct) > 0;
            var facts = await ProjectFacts.LoadAsync(session, projects, day, request.Project, ct);
            var rule = await smallNumbers.RuleAsync(session, request.Project, ct);
            await session.EndAsync();
            if (!hasChanged && run.CutOff == facts.CutOff && run.AsOf == facts.AsOf)
            {
                var publication = publications.Of(facts.Project, facts.Book, facts.Facts, facts.CutOff, facts.AsOf, rule);
                publications.Remember(run.PublicId, rule, publication);
                return (run, publication);
            }

            await mediator.Send(new ComputeProject(request.Project, null, ComputeProject.Incremental), ct);
            run = (await session.QueryOneAsync<RunRow>(SelectCurrentRunSql, request, ct))!;
        }

        // The register does not stand still: the next reader will see more.
        return (run, ProjectPublication.Nothing);
    }

    /// <summary>The run that an earlier page named, or the current one. A project that has none yet gets its first.</summary>
    private async Task<RunRow?> RunOfAsync(GetAttainment request, CancellationToken ct)
    {
        if (request.Computation is not null)
        {
            return await session.QueryOneAsync<RunRow>(SelectRunSql, request, ct);
        }

        if (await session.QueryOneAsync<RunRow>(SelectCurrentRunSql, request, ct) is { } run)
        {
            return run;
        }

        await mediator.Send(new ComputeProject(request.Project, null, ComputeProject.Incremental), ct);
        return await session.QueryOneAsync<RunRow>(SelectCurrentRunSql, request, ct);
    }
}
