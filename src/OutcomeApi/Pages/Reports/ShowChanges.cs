using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Reports;

/// <summary>
/// Shows what has changed since a certified version of a report: verdicts and cells, before and after, and the registrations behind each change.
/// The registrations are compared while the page is asked for, as no run links a figure to the registrations behind it.
/// </summary>
internal static class ShowChanges
{
    private const int CellsOfPage = 200;
    private const int LastPage = 10_000;

    /// <summary>Maps <c>GET /projekt/{project}/rapporter/{tertial}/versioner/{version}/andringar?sida=</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/projekt/{project}/rapporter/{tertial}/versioner/{version}/andringar", async Task<IResult> (
                string project, string tertial, string version, int? sida, HttpContext http, IMediator mediator) =>
            {
                if (ReportAddress.VersionOf(version) is not { } number)
                {
                    return ReportAddress.NoVersion(http);
                }

                var scope = await mediator.Send(new FindProjectScope(Caller.From(http), project, null, tertial), http.RequestAborted);
                if (!scope.IsSuccess)
                {
                    return Problems.Answer(http, scope.Faults);
                }

                // The names of the goals. Read first, while the run is still there.
                var named = await mediator.Send(
                    new GetTertialReport(scope.Value.Head, project, scope.Value.Tertial, null, null, PageFrame.From(http).Texts.Language),
                    http.RequestAborted);
                var page = Math.Clamp(sida ?? 1, 1, LastPage);
                var list = new ListVersionChanges(project, scope.Value.Tertial, number, null, (page - 1) * CellsOfPage, CellsOfPage);
                var changes = await mediator.Send(list, http.RequestAborted);
                if (!named.IsSuccess || !changes.IsSuccess)
                {
                    return Problems.Answer(http, named.IsSuccess ? changes.Faults : named.Faults);
                }

                return await Site.PageAsync<ChangesPage>(http, new Dictionary<string, object?>
                {
                    [nameof(ChangesPage.Scope)] = scope.Value,
                    [nameof(ChangesPage.Version)] = number,
                    [nameof(ChangesPage.Changes)] = changes.Value,
                    [nameof(ChangesPage.GoalTexts)] = named.Value.GoalTexts,
                    [nameof(ChangesPage.Page)] = page,
                    [nameof(ChangesPage.Pages)] = Math.Max(1, (changes.Value.TotalCells + CellsOfPage - 1) / CellsOfPage),
                });
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.CertifyReports)
            .MayTakeLong();

    /// <summary>True when a reader may see the versions of a report and what has changed since. They are about the whole project.</summary>
    public static bool IsFor(Caller caller, string project) => caller.Role == Role.Secretariat && caller.PartsOf(project) is null;
}
