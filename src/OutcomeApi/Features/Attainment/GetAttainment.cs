using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Reads a project's goal attainment from a run.</summary>
public sealed record GetAttainment(Caller Caller, string Project, AttainmentFilter Filter, RunHead Run, int Skip, int Take)
    : IRequest<Result<AttainmentFigures>>
{
    private static readonly QueryParameter<string?> Row =
        QueryParameter.OfCodes("gender", "Return only the rows of this gender, or of the total.", "woman", SteeringGroupRows.All);

    private static readonly QueryParameter<string?> Computation =
        QueryParameter.OfText("computation", "Id of the computation to read from, as given on an earlier page. Default: the current one.");

    /// <summary>Asks for all figures that match a filter, on one page.</summary>
    public static GetAttainment All(Caller caller, string project, AttainmentFilter filter, RunHead run) => new(caller, project, filter, run, 0, int.MaxValue);

    /// <summary>Maps <c>GET /projects/{project}/attainment</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet(
            "/attainment",
            async (string project, Query query, HttpContext http, IMediator mediator, DbSession session, RunHeads runs, KeptAnswers answers) =>
            {
                if (await HeadAsync(project, query, session, runs, http.RequestAborted) is not { } head)
                {
                    return Problems.Answer(http, new Fault(FaultCodes.ComputationGone, "/computation"));
                }

                if (head.Id is null)
                {
                    return FiguresNotReady.Answer(http);
                }

                if (query.Value(Row) is "other" or "unknown" && Caller.From(http).Role == Role.SteeringGroup)
                {
                    return Problems.Answer(http, SteeringGroupRows.NoSuchRow);
                }

                var upToDate = head.IsUpToDate(runs.Today);
                var (caller, language) = (Caller.From(http), http.LanguageOf());
                var k = runs.ThresholdFor(caller.Role == Role.SteeringGroup, head);
                return await answers.AnswerAsync(http, $"{head.PublicId} {upToDate} {k} {language}", async () =>
                {
                    var result = await mediator.Send(
                        new GetAttainment(caller, project, AttainmentFilter.Read(query), head, query.Skip, query.Limit), CancellationToken.None);
                    return result.Map(figures => AnswerBody.Json(Show(http, project, query, figures, upToDate, k, language)));
                });
            })
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithTags("attainment")
            .WithName("get-attainment")
            .WithSummary("Get goal attainment per gender, tertial and window.")
            .WithDescription(
                "Returns one item per goal, subproject, window and tertial that has begun. All pages come from one computation if you follow _links.next. "
                + "Steering groups see every verdict. They see women and men separately unless one of the two groups is smaller than their "
                + "association's threshold: "
                + "then both rows have \"hidden\": \"small-group\". A total smaller than the threshold has only \"fewerThan\". "
                + "The few people of another or unknown gender are counted with the women or the men. "
                + "A caller who reaches only parts of the project gets the items of these subprojects. "
                + "The ETag identifies the computation, the reader and the address: a request with If-None-Match is answered with 304 until "
                + "something changes.")
            .WithQuery(
                AttainmentFilter.FirstTertial,
                AttainmentFilter.LastTertial,
                AttainmentFilter.OneWindow,
                Row,
                AttainmentFilter.OneSubproject,
                AttainmentFilter.OneGoal,
                Computation,
                QueryParameter.Limit,
                QueryParameter.Page)
            .Produces<AttainmentPage>()
            .Produces(StatusCodes.Status422UnprocessableEntity)
            .WithStateTag();

    /// <summary>Finds the run that the query names, or the current run. Null: the named run no longer exists.</summary>
    private static async Task<RunHead?> HeadAsync(string project, Query query, DbSession session, RunHeads runs, CancellationToken ct) =>
        query.Value(Computation) is { } computation
            ? await runs.FindAsync(session, project, computation, ct)
            : await runs.FindAsync(session, project, ct);

    private static AttainmentPage Show(HttpContext http, string project, Query query, AttainmentFigures figures, bool upToDate, int? k, Language language)
    {
        var meta = PageMeta.From(query, figures.Figures.Count, figures.Total);
        var items = figures.ItemsFor(k, query.Value(Row), language);
        return new AttainmentPage
        {
            Project = project,
            Computation = figures.Run.PublicId!,
            ComputedAt = figures.Run.CompletedAt!.Value,
            AsOf = figures.Run.AsOf!.Value,
            UpToDate = upToDate,
            SmallGroups = SmallGroupsNote.From(k, language),
            Items = items,
            Note = ManyComparisons.Note(items.Count(item => item.WomenMen is not null), language),
            Meta = meta,
            Links = PageLinks.From(http, meta, ("computation", figures.Run.PublicId!)),
        };
    }
}

/// <summary>Selects figures. A null member matches all figures.</summary>
public sealed record AttainmentFilter
{
    internal static readonly QueryParameter<Tertial?> FirstTertial = QueryParameter.OfTertial("from", "First tertial to include.", "2024-T1");

    internal static readonly QueryParameter<Tertial?> LastTertial = QueryParameter.OfTertial("to", "Last tertial to include.", "2024-T2");

    internal static readonly QueryParameter<Window?> OneWindow = QueryParameter.OfCode<Window>("window", "Return only this window.", "since-start");

    internal static readonly QueryParameter<string?> OneSubproject = QueryParameter.OfText("subproject", "Return only this subproject.", "vsb");

    internal static readonly QueryParameter<string?> OneGoal =
        QueryParameter.OfText("goal", "Return only the goal with this key.", "iris2.work-or-studies");

    /// <summary>The first tertial.</summary>
    public Tertial? From { get; init; }

    /// <summary>The last tertial.</summary>
    public Tertial? To { get; init; }

    public Window? Window { get; init; }

    public string? Subproject { get; init; }

    public string? Goal { get; init; }

    internal static AttainmentFilter Read(Query query) => new()
    {
        From = query.Value(FirstTertial),
        To = query.Value(LastTertial),
        Window = query.Value(OneWindow),
        Subproject = query.Value(OneSubproject),
        Goal = query.Value(OneGoal),
    };
}

/// <summary>A page of the figures of one run, with the total number of matching figures.</summary>
public sealed record AttainmentFigures(RunHead Run, ProjectDefinition Project, IReadOnlyList<RunFigure> Figures, int Total)
{
    /// <summary>Returns the figures as a reader may see them.</summary>
    /// <param name="k">Threshold of the steering group view: groups of 1 to k − 1 people are small. Null for exact figures.</param>
    /// <param name="gender">The only row to include. Null for all rows.</param>
    /// <param name="language">The language of the sentences.</param>
    internal IReadOnlyList<AttainmentItem> ItemsFor(int? k, string? gender, Language language) =>
    [
        .. Figures.Select(figure => AttainmentItem.From(
            figure.Exact, Project.On(Run.AsOf!.Value), k is { } threshold ? new SteeringGroupFigure(figure.TwoRows, threshold) : null, gender, language))
    ];
}

public sealed class GetAttainmentHandler(DbSession session, ProjectStore projects) : IRequestHandler<GetAttainment, Result<AttainmentFigures>>
{
    private const string Matching =
        """
        FROM attainment
        WHERE computation_id = @Run
          AND (@From IS NULL OR tertial >= @From) AND (@To IS NULL OR tertial <= @To)
          AND (@Window IS NULL OR time_window = @Window)
          AND (@Subproject IS NULL OR subproject = @Subproject)
          AND (@Goal IS NULL OR goal_key = @Goal)
          AND (@InAll = 1 OR subproject IN @Parts)
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
        var goals = await GoalStore.AllAsync(session, request.Project, ct);
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        var filter = request.Filter;
        var parts = request.Caller.PartsOf(request.Project);
        var faults = FaultsOf(filter, [.. goals.Select(g => g.Version.Key).Distinct()], parts ?? [.. project.Subprojects.Select(s => s.Id)]).ToList();
        if (faults.Count > 0)
        {
            return faults;
        }

        var parameters = new
        {
            Run = request.Run.Id,
            From = filter.From?.Index,
            To = filter.To?.Index,
            Window = filter.Window is { } window ? Code.Format(window) : null,
            filter.Subproject,
            filter.Goal,
            InAll = parts is null ? 1 : 0,

            // Must be an array: other lists of texts are sent to the database as JSON.
            Parts = (parts ?? []).ToArray(),
            request.Skip,
            request.Take,
        };
        var rows = await session.QueryAsync<StoredFigure>(session.Dialect.Page(SelectFiguresSql), parameters, ct);
        var total = await session.ScalarAsync<int>(CountFiguresSql, parameters, ct);
        return new AttainmentFigures(request.Run, project, RunFigure.ListOf(rows, goals), total);
    }

    /// <summary>Finds the faults of the filter: goals and subprojects that do not exist.</summary>
    private static IEnumerable<Fault> FaultsOf(AttainmentFilter filter, string[] goals, IReadOnlyList<string> subprojects)
    {
        if (filter.Goal is { } goal && !goals.Contains(goal))
        {
            yield return new Fault(FaultCodes.UnknownCode, "/goal", string.Join(", ", goals));
        }

        if (filter.Subproject is { } subproject && !subprojects.Contains(subproject))
        {
            yield return new Fault(FaultCodes.UnknownCode, "/subproject", subprojects.Count == 0 ? "–" : string.Join(", ", subprojects));
        }
    }
}
