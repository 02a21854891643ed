using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Explains one figure: who is in it, and who is kept out by what.</summary>
public sealed record Explain(Caller Caller, string Project, FigureCell Cell, string? Purpose) : IRequest<Result<ExplainedFigure>>
{
    /// <summary><c>GET /projects/{project}/attainment/{goal}/{tertial}/explanation</c></summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/attainment/{goal}/{tertial}/explanation", async (string project, string goal, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return Problems.Answer(http, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));
                }

                if (query.Text("gender") is "other" or "unknown" && Caller.From(http).Role == Role.SteeringGroup)
                {
                    return Problems.Answer(http, SteeringGroupRows.NoSuchRow);
                }

                Gender? gender = query.Text("gender") is { } code && code != "total" ? Code.Parse<Gender>(code) : null;
                var window = query.Text("window") is { } asked ? Code.Parse<Window>(asked) : Window.SinceStart;
                var cell = new FigureCell(goal, query.Text("subproject"), wanted, window, gender);
                var result = await mediator.Send(new Explain(Caller.From(http), project, cell, RecordEndpoints.PurposeOf(http)), http.RequestAborted);
                return result.IsSuccess ? Results.Json(Show(http, project, gender, result.Value), Json.Options) : Problems.Answer(http, result.Faults);
            })
            .RequireAuthorization(Policies.Figures)
            .WithTags("attainment")
            .WithName("explain-figure")
            .MayTakeLong()
            .WithSummary("Explain one figure")
            .WithDescription(
                "Everybody who is registered, from those who count nowhere to those in the numerator: each stands in exactly one step, at the first thing that keeps it out. With the goal's definition in words and the figure itself, from the register as it is now. Registrars also see who stands where; this is a read of rows about people. Of the steps that make up the figure steering groups see the counts when they see its row; small ones among the others are one line. Unknown goals are 404; an unknown subproject is refused.")
            .WithQuery(
                new QueryParameter("window", "The window; since-start when it is left out.", "since-start") { Codes = Code.All<Window>() },
                new QueryParameter("subproject", "The subproject; when it is left out the goal's only one, or all of the goal's together.", "vsb"),
                new QueryParameter("gender", "The gender; total when it is left out.", "woman") { Codes = [.. Code.All<Gender>(), "total"] })
            .Produces<Explanation>();

    private static Explanation Show(HttpContext http, string project, Gender? gender, ExplainedFigure explained)
    {
        var language = http.LanguageOf();
        var facts = explained.Facts;
        var funnel = explained.Funnel;
        var view = explained.View;
        var steps = view is null
            ? ExplanationStep.From(funnel, Caller.From(http).Role == Role.Registrar, language)
            : ExplanationStep.ForSteeringGroup(funnel, view, gender, language);
        int? registered = funnel.Steps.Count == 0 || (view is not null && steps.Any(step => step.Count is null)) ? null : funnel.Steps.Sum(s => s.Count);
        var goal = facts.Goals.Single(g => g.Version == funnel.Goal);
        return new Explanation
        {
            Project = project,
            Figure = AttainmentItem.From(explained.Figure, facts.Project.Period, facts.AsOf, view, gender is { } one ? Code.Format(one) : "total", language),
            ValidFrom = goal.Version.ValidFrom,
            Definition = goal.Definition!.Value,
            Words = GoalWords.Write(goal.Version.Definition!, facts.Project, explained.InForce.Select(v => v.Definition!), language),
            Registered = registered,
            InCohort = view is null ? registered - OutsideCohort(funnel) : null,
            Steps = steps,
            SmallGroups = SmallGroupsNote.From(view?.K, language),
            DataCutOff = explained.DataCutOff,
            AsOf = facts.AsOf,
            ComputedAt = explained.ComputedAt,
        };
    }

    /// <summary>How many are outside the cohort.</summary>
    private static int OutsideCohort(GoalFunnel funnel) => funnel.Steps.Where(s => s.Standing <= GoalStanding.NotInWindow).Sum(s => s.Count);
}

/// <summary>A figure and how it comes about, both from the same facts.</summary>
/// <param name="Facts">What it was computed from.</param>
/// <param name="InForce">The goals that hold on the window's last day.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Funnel">Of the gender that was asked for.</param>
/// <param name="DataCutOff">When the last change came in.</param>
/// <param name="ComputedAt">Now.</param>
/// <param name="View">The figure as a steering group sees it; null: the reader sees everything.</param>
public sealed record ExplainedFigure(
    ProjectFacts Facts,
    IReadOnlyList<GoalVersion> InForce,
    GoalFigure Figure,
    GoalFunnel Funnel,
    DateTimeOffset? DataCutOff,
    DateTimeOffset ComputedAt,
    SteeringGroupFigure? View);

public sealed class ExplainHandler(DbSession session, ProjectStore projects, BusinessDay day, RunHeads runs, TwoRowsKey twoRows) : IRequestHandler<Explain, Result<ExplainedFigure>>
{
    private const string SelectCutOffSql = "SELECT MAX(recorded_at) AS recorded_at FROM record_history WHERE project_id = @Project";

    public async Task<Result<ExplainedFigure>> Handle(Explain request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.BeginSnapshotAsync(ct);
        var facts = await ProjectFacts.LoadAsync(session, projects, day, request.Project, ct);
        var run = await runs.ReadAsync(session, request.Project, ct);
        var cutOff = await session.QueryOneAsync<CutOffRow>(SelectCutOffSql, new { request.Project }, ct);
        var rows = await twoRows.LoadAsync(session, ct);
        await session.EndAsync();

        // The day of the figures that readers see. A project that has none yet is explained as of today.
        var exact = facts with { AsOf = run.AsOf ?? facts.AsOf };
        facts = request.Caller.Role == Role.SteeringGroup ? exact.InTwoRows(rows) : exact;
        var period = facts.Project.Period;
        var book = new GoalBook([.. facts.Goals.Select(g => g.Version)]);
        var inForce = book.InForceOn(period.CohortOf(request.Cell.Tertial, request.Cell.Window).To);
        var cell = request.Cell with { Subproject = request.Cell.Subproject ?? OnlySubproject(inForce, request.Cell.Goal) };
        if (cell.Subproject is { } part && facts.Project.SubprojectOf(part) is null)
        {
            return new Fault(FaultCodes.UnknownCode, "/subproject", string.Join(", ", facts.Project.Subprojects.Select(s => s.Id).DefaultIfEmpty("–")));
        }

        if (GoalFunnel.Compute(period, book, facts.Facts, facts.AsOf, cell) is not { } funnel)
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
            runs.ThresholdFor(request.Caller.Role == Role.SteeringGroup, run) is { } k ? new SteeringGroupFigure(facts.Compute().Single(f => FigureKey.From(f) == key), k) : null);
    }

    private static string? OnlySubproject(IReadOnlyList<GoalVersion> inForce, string goal) =>
        inForce.FirstOrDefault(v => v.Key == goal)?.Definition!.Subprojects is [var only] ? only : null;

    /// <summary>A registrar is shown who they are.</summary>
    private async Task RecordReadAsync(Explain request, GoalFunnel funnel, CancellationToken ct)
    {
        if (request.Caller.Role == Role.Registrar)
        {
            await session.WriteAsync(
                () => AuditLog.WriteAsync(
                    session, request.Caller, "read", request.Project, "explanation", funnel.Steps.Sum(s => s.Count), null, request.Purpose, day.Now, ct),
                ct);
        }
    }

    private sealed record CutOffRow
    {
        public DateTimeOffset? RecordedAt { get; init; }
    }
}
