using OutcomeApi.Domain.Goals;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>The page that tells how the goals of a project are defined, in plain words.</summary>
internal static class ShowGoals
{
    /// <summary>Maps <c>GET /kansli/{project}/mal</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(
            GoalPaths.List("{project}"),
            async Task<IResult> (string project, HttpContext http, DbSession session, ProjectStore projects, BusinessDay day) =>
            {
                var stored = await projects.FindAsync(session, project, http.RequestAborted);
                var all = await GoalStore.AllAsync(session, project, http.RequestAborted);
                return await Site.PageAsync<GoalsPage>(http, new Dictionary<string, object?>
                {
                    [nameof(GoalsPage.Project)] = stored!.Definition,
                    [nameof(GoalsPage.Newest)] = GoalStore.Newest(all).Select(goal => goal.Version).ToArray(),
                    [nameof(GoalsPage.InForce)] = new GoalBook([.. all.Select(goal => goal.Version)]).InForceOn(day.Today),
                });
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.Figures)
            .ForParts();
}
