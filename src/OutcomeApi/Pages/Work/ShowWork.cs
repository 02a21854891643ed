using OutcomeApi.Domain.Projects;
using OutcomeApi.Features.FollowUps;
using OutcomeApi.Features.Quality;
using OutcomeApi.Features.SelfAssessments;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Pages.Reminders;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Work;

/// <summary>
/// The desk of a project's staff: what is due, what is to be checked, and the forms and files by which a project without a system of its own registers.
/// </summary>
internal static class ShowWork
{
    /// <summary>How many follow-ups, and how many self-assessments, are listed.</summary>
    public const int MostShown = 20;

    private const int TertialsToComment = 3;

    private const int ReportsToRemind = 2;

    /// <summary>Maps <c>GET /projekt/{project}/arbete</c> and <c>GET …/arbete/hitta</c>, which leads to a record.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("/projekt/{project}/arbete", AnswerAsync)
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.FollowUps)
            .ForParts();
        site.MapGet("/projekt/{project}/arbete/hitta", (string project, string? slag, string? referens) =>
                slag is not null && FieldTexts.Collections.Contains(slag) && referens is { Length: > 0 }
                    ? Site.GoTo(WorkPaths.Record(project, slag, Uri.EscapeDataString(referens.Trim()).Replace("%2F", "/", StringComparison.Ordinal)))
                    : Site.GoTo(WorkPaths.Desk(project)))
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.PersonRows)
            .ForParts();
    }

    private static async Task<IResult> AnswerAsync(
        string project, HttpContext http, IMediator mediator, DbSession session, ProjectStore projects, RunHeads runs)
    {
        var ct = http.RequestAborted;
        var caller = Caller.From(http);
        var definition = (await projects.FindAsync(session, project, ct))!.Definition;
        var due = await mediator.Send(new ListDueFollowUps(caller, project, null, null), ct);
        return await Site.PageAsync<WorkPage>(http, new Dictionary<string, object?>
        {
            [nameof(WorkPage.Project)] = definition,
            [nameof(WorkPage.Due)] = due.Take(MostShown).ToArray(),
            [nameof(WorkPage.DueInAll)] = due.Count,
            [nameof(WorkPage.Ratings)] = caller.Role == Role.Registrar ? await mediator.Send(new ListDueSelfAssessments(caller, project, null), ct) : [],
            [nameof(WorkPage.Reminders)] = caller.Role == Role.Registrar ? await RemindersAsync(definition, caller, http, mediator, runs.Today) : [],
            [nameof(WorkPage.CommentOn)] = caller.Role == Role.Registrar && caller.PartsOf(project) is null
                ? definition.Period.TertialsBegunBy(runs.Today).Reverse().Take(TertialsToComment).ToArray()
                : [],
            [nameof(WorkPage.Quality)] = caller.Role == Role.Registrar ? await QualityAsync(definition, caller, mediator, session, runs, ct) : null,
        });
    }

    /// <summary>Reads the days by which a report, a fidelity review or a part of its plan is to be done, the earliest first.</summary>
    private static async Task<IReadOnlyList<Reminder>> RemindersAsync(
        ProjectDefinition project, Caller caller, HttpContext http, IMediator mediator, DateOnly today)
    {
        var dates = await mediator.Send(new ListReportDates(caller, project.Id), http.RequestAborted);
        var reminders = new RemindersOfProject(new RemindedProject(caller, project), PageFrame.From(http).Texts, today);
        return [.. reminders.OfFidelity(dates).Concat(reminders.OfReports(dates).TakeLast(ReportsToRemind)).OrderBy(reminder => reminder.On)];
    }

    /// <summary>Reads what the checks have found, in the first part that the reader reaches. Null while nothing has been computed.</summary>
    private static async Task<DataQualityFigures?> QualityAsync(
        ProjectDefinition project, Caller caller, IMediator mediator, DbSession session, RunHeads runs, CancellationToken ct)
    {
        var run = await runs.FindAsync(session, project.Id, ct);
        var part = caller.PartsOf(project.Id) is { } reached ? project.Subprojects.Select(s => s.Id).FirstOrDefault(reached.Contains) : null;
        return run.Id is null ? null : (await mediator.Send(new GetDataQuality(caller, project.Id, part, null, run), ct)).Value;
    }
}
