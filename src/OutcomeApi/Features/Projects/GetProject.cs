using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Projects;

/// <summary>Reads a project with its goals.</summary>
public sealed record GetProject(string Project) : IRequest<Result<ProjectWithGoals>>
{
    /// <summary>Maps <c>GET /projects/{project}</c>.</summary>
    public static void Map(RouteGroupBuilder projects) =>
        projects.MapGet("/{project}", async (string project, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetProject(project), http.RequestAborted);
                return Reply.Versioned(http, result, stored => ProjectsEndpoints.Show(http, project, stored));
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.ReadProjects)
            .ForParts()
            .WithName("get-project")
            .WithSummary("Get a project with its goals.")
            .WithDescription("Returns the complete project file with the newest version of every goal, and the ETag.")
            .Produces<Record<ProjectFile>>();
}

public sealed class GetProjectHandler(DbSession session, ProjectStore projects) : IRequestHandler<GetProject, Result<ProjectWithGoals>>
{
    public async Task<Result<ProjectWithGoals>> Handle(GetProject request, CancellationToken cancellationToken) =>
        await projects.FindAsync(session, request.Project, cancellationToken) is { } project
            ? new ProjectWithGoals(project, await GoalStore.AllAsync(session, request.Project, cancellationToken))
            : new Fault(FaultCodes.NotFound, string.Empty);
}
