using System.Text.Json;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Goals;

/// <summary>Lists all versions of a goal.</summary>
public sealed record ListGoalVersions(string Project, string Key, int Skip, int Take) : IRequest<GoalVersionRows>
{
    /// <summary>Maps <c>GET /projects/{project}/goals/{key}/versions</c>.</summary>
    public static void Map(RouteGroupBuilder goals) =>
        goals.MapGet("/{key}/versions", async (string project, string key, Query query, HttpContext http, IMediator mediator) =>
            {
                var page = await mediator.Send(new ListGoalVersions(project, key, query.Skip, query.Limit), http.RequestAborted);
                if (page.Total == 0)
                {
                    return Problems.NotFound(http);
                }

                var meta = PageMeta.From(query, page.Rows.Count, page.Total);
                return Reply.Ok(new GoalVersionList { Items = [.. page.Rows.Select(row => row.Show())], Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithName("list-goal-versions")
            .WithSummary("List all versions of a goal.")
            .WithDescription(
                "Returns a page of the versions, oldest first, with when each was created and by which credential. "
                + "On a given day, the newest version whose validFrom "
                + "is not later is in force. A version without a definition closes the goal.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<GoalVersionList>();
}

/// <summary>A page of versions, with the total number of versions.</summary>
public sealed record GoalVersionRows(IReadOnlyList<GoalVersionRow> Rows, int Total);

/// <summary>Holds a row of the table of goal versions.</summary>
public sealed record GoalVersionRow
{
    public required int Version { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public string? Definition { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public GoalVersionResource Show() => new()
    {
        Version = Version,
        ValidFrom = ValidFrom,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        Definition = Definition is null ? null : JsonElement.Parse(Definition),
    };
}

public sealed class ListGoalVersionsHandler(DbSession session) : IRequestHandler<ListGoalVersions, GoalVersionRows>
{
    private const string SelectSql =
        """
        SELECT version, valid_from, definition, created_at, created_by
        FROM goal_versions
        WHERE project_id = @Project AND goal_key = @Key
        ORDER BY version
        """;

    private const string CountSql = "SELECT COUNT(*) FROM goal_versions WHERE project_id = @Project AND goal_key = @Key";

    public async Task<GoalVersionRows> Handle(ListGoalVersions request, CancellationToken cancellationToken) => new(
        await session.QueryAsync<GoalVersionRow>(session.Dialect.Page(SelectSql), request, cancellationToken),
        await session.ScalarAsync<int>(CountSql, request, cancellationToken));
}
