using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Goals;

/// <summary>Lists the goals that are in force on a day.</summary>
/// <param name="On">The day; null: today.</param>
public sealed record ListGoals(string Project, DateOnly? On) : IRequest<IReadOnlyList<StoredGoal>>
{
    private static readonly QueryParameter<DateOnly?> Day = QueryParameter.OfDate("on", "The day; default: today.", "2024-08-31");

    /// <summary>Maps <c>GET /projects/{project}/goals</c>.</summary>
    public static void Map(RouteGroupBuilder goals) =>
        goals.MapGet("/", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var inForce = await mediator.Send(new ListGoals(project, query.Value(Day)), http.RequestAborted);
                var items = inForce.Skip(query.Skip).Take(query.Limit).Select(goal => GoalResource.From(http, project, goal)).ToArray();
                var meta = PageMeta.From(query, items.Length, inForce.Count);
                return TypedResults.Ok(new GoalList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithName("list-goals")
            .WithSummary("List the goals in force.")
            .WithDescription("Returns a page of the goals in force on a day, in the project's order, each with the version valid on that day.")
            .WithQuery(Day, QueryParameter.Limit, QueryParameter.Page);
}

public sealed class ListGoalsHandler(DbSession session, BusinessDay day) : IRequestHandler<ListGoals, IReadOnlyList<StoredGoal>>
{
    public async Task<IReadOnlyList<StoredGoal>> Handle(ListGoals request, CancellationToken cancellationToken)
    {
        var all = await GoalStore.AllAsync(session, request.Project, cancellationToken);
        var inForce = new GoalBook([.. all.Select(g => g.Version)]).InForceOn(request.On ?? day.Today);
        return [.. inForce.Select(version => all.Single(g => g.Version == version))];
    }
}
