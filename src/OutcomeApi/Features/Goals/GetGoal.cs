using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Goals;

/// <summary>Reads the newest version of a goal.</summary>
public sealed record GetGoal(string Project, string Key) : IRequest<Result<StoredGoal>>
{
    /// <summary>Maps <c>GET /projects/{project}/goals/{key}</c>.</summary>
    public static void Map(RouteGroupBuilder goals) =>
        goals.MapGet("/{key}", async (string project, string key, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetGoal(project, key), http.RequestAborted);
                return Reply.Versioned(http, result, goal => GoalResource.From(http, project, goal));
            })
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithName("get-goal")
            .WithSummary("Get a goal.")
            .WithDescription(
                "Returns the newest version of a goal, with its ETag. That version may be valid only from a later day. A closed goal is "
                + "answered with 404, but its versions can still be listed.")
            .Produces<GoalResource>();
}

public sealed class GetGoalHandler(DbSession session) : IRequestHandler<GetGoal, Result<StoredGoal>>
{
    public async Task<Result<StoredGoal>> Handle(GetGoal request, CancellationToken cancellationToken)
    {
        var all = await GoalStore.AllAsync(session, request.Project, cancellationToken);
        return GoalStore.Newest(all).FirstOrDefault(g => g.Version.Key == request.Key) is { Definition: not null } goal
            ? goal
            : new Fault(FaultCodes.NotFound, string.Empty);
    }
}
