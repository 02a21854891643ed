using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Explains one figure: who is in it, and why everybody else is not.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Cell">The figure.</param>
/// <param name="Purpose">Why references of people are read, in the caller's words. Null when it is not stated.</param>
public sealed record Explain(Caller Caller, string Project, FigureCell Cell, string? Purpose) : IRequest<Result<ExplainedFigure>>
{
    private static readonly QueryParameter<Window?> AskedWindow =
        QueryParameter.OfCode<Window>("window", "The window; default: since-start.", "since-start");

    private static readonly QueryParameter<string?> Subproject = QueryParameter.OfText(
        "subproject", "The subproject. Default: the goal's subproject if it has only one, otherwise all of the goal's subprojects together.", "vsb");

    private static readonly QueryParameter<string?> Row =
        QueryParameter.OfCodes("gender", "The gender; default: total.", "woman", SteeringGroupRows.All);

    /// <summary>Whether the answer shows counts only. Then nobody is shown a reference of a person, and nothing about people is read or audited.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>Whether the caller is shown the references in each step.</summary>
    public bool ShowsReferences => !CountsOnly && Caller.Role == Role.Registrar;

    /// <summary>Maps <c>GET /projects/{project}/attainment/{goal}/{tertial}/explanation</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet(
            "/attainment/{goal}/{tertial}/explanation",
            async (string project, string goal, Tertial tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (query.Value(Row) is "other" or "unknown" && Caller.From(http).Role == Role.SteeringGroup)
                {
                    return Problems.Answer(http, SteeringGroupRows.NoSuchRow);
                }

                Gender? gender = Code.TryParse<Gender>(query.Value(Row), out var one) ? one : null;
                var cell = new FigureCell(goal, query.Value(Subproject), tertial, query.Value(AskedWindow) ?? Window.SinceStart, gender);
                var request = new Explain(Caller.From(http), project, cell, RecordEndpoints.PurposeOf(http));
                var result = await mediator.Send(request, http.RequestAborted);
                return Reply.Ok(http, result, explained => Explanation.From(request, explained, http.LanguageOf()));
            })
            .AddEndpointFilter<TertialInAddress>()
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithTags("attainment")
            .WithName("explain-figure")
            .MayTakeLong()
            .IsCostly()
            .WithSummary("Explain one figure.")
            .WithDescription(
                "Returns the figure, the goal's definition in words, and every registered person or referral in exactly one step: the first one "
                + "that excludes it, "
                + "or else the denominator or the numerator. For example, 50 registered: 3 registered in error, 12 outside the window, 35 in the "
                + "denominator or numerator. "
                + "The explanation is computed from the register as it is now. Registrars also get the references in each step; this is audited as "
                + "a read of "
                + "records about people. Steering groups get the counts of the steps that make up the figure if they can see its row; the small "
                + "ones among the other "
                + "steps are merged into one line. An unknown goal is answered with 404; an unknown subproject is refused.")
            .WithQuery(AskedWindow, Subproject, Row)
            .Produces<Explanation>();
}

/// <summary>A figure and its explanation, both computed from the same facts.</summary>
/// <param name="Facts">The facts that the figure was computed from.</param>
/// <param name="InForce">The goal versions in force on the window's last day.</param>
/// <param name="Figure">The figure itself.</param>
/// <param name="Funnel">The steps of the figure, for the requested gender.</param>
/// <param name="DataCutOff">When the newest counted change was recorded; null: nothing is registered.</param>
/// <param name="ComputedAt">When the explanation was computed.</param>
/// <param name="View">The figure as a steering group sees it; null: the reader sees everything.</param>
public sealed record ExplainedFigure(
    ProjectFacts Facts,
    IReadOnlyList<GoalVersion> InForce,
    GoalFigure Figure,
    GoalFunnel Funnel,
    DateTimeOffset? DataCutOff,
    DateTimeOffset ComputedAt,
    SteeringGroupFigure? View);

public sealed class ExplainHandler(DbSession session, ProjectStore projects, BusinessDay day, RunHeads runs, TwoRowsKey twoRows)
    : IRequestHandler<Explain, Result<ExplainedFigure>>
{
    private const string SelectCutOffSql = "SELECT MAX(recorded_at) AS recorded_at FROM record_history WHERE project_id = @Project";

    public async Task<Result<ExplainedFigure>> Handle(Explain request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        ProjectFacts facts;
        RunHead run;
        CutOffRow? cutOff;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            facts = await ProjectFacts.LoadAsync(session, projects, day, request.Project, ct);
            run = await runs.ReadAsync(session, request.Project, ct);
            cutOff = await session.QueryOneAsync<CutOffRow>(SelectCutOffSql, new { request.Project }, ct);
        }

        var rows = await twoRows.LoadAsync(session, ct);

        // Explains as of the day of the published figures, so that both agree. A project without a run is explained as of today.
        var exact = facts.For(request.Caller) with { AsOf = run.AsOf ?? facts.AsOf };
        facts = request.Caller.Role == Role.SteeringGroup ? exact.InTwoRows(rows) : exact;
        var period = facts.Project.Period;
        var book = new GoalBook([.. facts.Goals.Select(g => g.Version)]);
        var inForce = book.InForceOn(period.CohortOf(request.Cell.Tertial, request.Cell.Window).To);
        var cell = request.Cell with { Subproject = request.Cell.Subproject ?? OnlySubproject(inForce, request.Cell.Goal) };
        var parts = request.Caller.PartsOf(request.Project);
        if (cell.Subproject is null && parts is [var only])
        {
            cell = cell with { Subproject = only };
        }

        if (!(parts ?? [.. facts.Project.Subprojects.Select(s => s.Id)]).Contains(cell.Subproject) && (parts is not null || cell.Subproject is not null))
        {
            return new Fault(
                FaultCodes.UnknownCode, "/subproject", string.Join(", ", (parts ?? facts.Project.Subprojects.Select(s => s.Id)).DefaultIfEmpty("–")));
        }

        if (GoalFunnel.Compute(facts.Time, book, facts.Facts, cell) is not { } funnel)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        await RecordReadAsync(request, funnel, ct);
        var key = new FigureKey(cell.Goal, cell.Subproject, cell.Tertial, cell.Window);
        return new ExplainedFigure(
            facts,
            inForce,
            exact.Compute().Single(f => FigureKey.From(f) == key),
            funnel,
            cutOff?.RecordedAt,
            day.Now,
            runs.ThresholdFor(request.Caller.Role == Role.SteeringGroup, run) is { } k
                ? new SteeringGroupFigure(facts.Compute().Single(f => FigureKey.From(f) == key), k)
                : null);
    }

    private static string? OnlySubproject(IReadOnlyList<GoalVersion> inForce, string goal) =>
        inForce.FirstOrDefault(v => v.Key == goal)?.Definition!.Subprojects is [var only] ? only : null;

    /// <summary>Audits the read if the caller is shown references.</summary>
    private async Task RecordReadAsync(Explain request, GoalFunnel funnel, CancellationToken ct)
    {
        if (request.ShowsReferences)
        {
            var entry = new AuditEntry(request.Caller, "read", "explanation")
            {
                Project = request.Project,
                Count = funnel.Steps.Sum(s => s.Count),
                Purpose = request.Purpose,
            };
            await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        }
    }

    private sealed record CutOffRow
    {
        public DateTimeOffset? RecordedAt { get; init; }
    }
}
