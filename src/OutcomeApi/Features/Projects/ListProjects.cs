using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Projects;

/// <summary>Lists the projects that the caller can access.</summary>
public sealed record ListProjects(Caller Caller) : IRequest<IReadOnlyList<ProjectRow>>
{
    /// <summary>Maps <c>GET /projects</c>.</summary>
    public static void Map(RouteGroupBuilder projects) =>
        projects.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var reached = await mediator.Send(new ListProjects(Caller.From(http)), http.RequestAborted);
                var items = reached.Skip(query.Skip).Take(query.Limit).Select(row => row.Show(http)).ToArray();
                var meta = PageMeta.From(query, items.Length, reached.Count);
                return TypedResults.Ok(new ProjectList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.ReadProjects)
            .WithName("list-projects")
            .WithSummary("List projects.")
            .WithDescription("Returns a page of the projects that the caller can access, ordered by id.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>A project in a list.</summary>
public sealed record ProjectSummary
{
    /// <summary>Id of the project.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Id of the association that owns the project.</summary>
    public required string Association { get; init; }

    /// <summary>First day of the project.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Last day of the project.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>Link to this project.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A page of projects.</summary>
public sealed record ProjectList
{
    /// <summary>The projects of this page.</summary>
    public required IReadOnlyList<ProjectSummary> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>Holds a row of the table of projects.</summary>
public sealed record ProjectRow
{
    public required string Id { get; init; }

    public required string AssociationId { get; init; }

    public required string Content { get; init; }

    public ProjectSummary Show(HttpContext http)
    {
        var file = System.Text.Json.JsonSerializer.Deserialize<ProjectFile>(Content, Json.Options)!;
        return new ProjectSummary
        {
            Id = Id,
            Name = file.Name!,
            Association = AssociationId,
            StartsOn = file.StartsOn!.Value,
            EndsOn = file.EndsOn!.Value,
            Links = new SelfLinks(new Link(http.UrlOf("/projects/" + Id))),
        };
    }
}

public sealed class ListProjectsHandler(DbSession session) : IRequestHandler<ListProjects, IReadOnlyList<ProjectRow>>
{
    private const string SelectSql = "SELECT id, association_id, content FROM projects ORDER BY id";

    public async Task<IReadOnlyList<ProjectRow>> Handle(ListProjects request, CancellationToken cancellationToken) =>
    [
        .. (await session.QueryAsync<ProjectRow>(SelectSql, null, cancellationToken))
            .Where(p => request.Caller.Reaches(p.Id, p.AssociationId) || ProjectOwners.WithOwnParts(request.Caller, p.Id, p.Content) is not null)
    ];
}
