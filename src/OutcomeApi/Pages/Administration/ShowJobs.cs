using OutcomeApi.Features.Administration;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The operator's page: the state of the background jobs.</summary>
internal static class ShowJobs
{
    /// <summary>Maps <c>GET /drift</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(AdministrationPaths.Jobs, async Task<IResult> (HttpContext http, IMediator mediator) => await Site.PageAsync<JobsPage>(
                http, new Dictionary<string, object?> { [nameof(JobsPage.State)] = await mediator.Send(new GetJobsState(), http.RequestAborted) }))
            .RequireAuthorization(Policies.OperateJobs);
}
