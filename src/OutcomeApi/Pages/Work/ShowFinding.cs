using OutcomeApi.Features.Quality;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Work;

/// <summary>The records that a check has found, each with the way to its form.</summary>
internal static class ShowFinding
{
    /// <summary>How many records are listed.</summary>
    private const int MostShown = 200;

    /// <summary>Maps <c>GET /projekt/{project}/arbete/fynd/{finding}</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/projekt/{project}/arbete/fynd/{finding}", async Task<IResult> (
                string project, string finding, string? tertial, string? del, HttpContext http, IMediator mediator, DbSession session, ProjectStore projects,
                RecordTables tables) =>
            {
                if (tertial is not null && !Tertial.TryParse(tertial, out _))
                {
                    return Problems.NotFound(http);
                }

                var asked = new ListFoundRecords(
                    Caller.From(http), project, del, finding, tertial is null ? null : Tertial.Parse(tertial), 0, MostShown);
                var found = await mediator.Send(asked, http.RequestAborted);
                return !found.IsSuccess ? Problems.Answer(http, found.Faults) : await Site.PageAsync<FindingPage>(http, new Dictionary<string, object?>
                {
                    [nameof(FindingPage.Project)] = (await projects.FindAsync(session, project, http.RequestAborted))!.Definition,
                    [nameof(FindingPage.Finding)] = finding,
                    [nameof(FindingPage.Found)] = found.Value,
                    [nameof(FindingPage.Tables)] = tables,
                });
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.PersonRows)
            .ForParts();
}
