using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ShareLinks;

/// <summary>Lists the share links of a project or an association that the caller may see, revoked and expired ones included.</summary>
public sealed record ListShareLinks(Caller Caller, LinkedTo To) : IRequest<Result<IReadOnlyList<ShareLink>>>
{
    private const string Description =
        "Returns a page of the links, newest first, revoked and expired ones included. Their addresses are never returned again.";

    /// <summary>Maps <c>GET /projects/{project}/share-links</c>.</summary>
    public static void Map(RouteGroupBuilder links) =>
        Describe(links.MapGet("/", (string project, Query query, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfProject(project), query, http, mediator)))
            .ForParts()
            .WithName("list-share-links")
            .WithSummary("List the links to a project's pages.")
            .WithDescription(Description);

    /// <summary>Maps <c>GET /associations/{association}/share-links</c>.</summary>
    public static void MapOfAssociation(RouteGroupBuilder links) =>
        Describe(links.MapGet("/", (string association, Query query, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfAssociation(association), query, http, mediator)))
            .WithName("list-association-share-links")
            .WithSummary("List the links to an association's board.")
            .WithDescription(Description);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(Policies.ShareLinks)
        .WithQuery(QueryParameter.Limit, QueryParameter.Page)
        .Produces<ShareLinkList>();

    private static async Task<IResult> AnswerAsync(LinkedTo to, Query query, HttpContext http, IMediator mediator)
    {
        var result = await mediator.Send(new ListShareLinks(Caller.From(http), to), http.RequestAborted);
        return Reply.Ok(http, result, links =>
        {
            ShareLinkResource[] items = [.. links.Skip(query.Skip).Take(query.Limit).Select(link => ShareLinkResource.From(http, to, link))];
            var meta = PageMeta.From(query, items.Length, links.Count);
            return new ShareLinkList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) };
        });
    }
}

public sealed class ListShareLinksHandler(DbSession session) : IRequestHandler<ListShareLinks, Result<IReadOnlyList<ShareLink>>>
{
    private const string SelectSql =
        $"""
        SELECT {ShareLink.Columns}
        FROM share_links
        WHERE project_id = @Project OR association_id = @Association
        ORDER BY id DESC
        """;

    public async Task<Result<IReadOnlyList<ShareLink>>> Handle(ListShareLinks request, CancellationToken cancellationToken)
    {
        if (request.To.Association is not null && !request.To.IsWithinReach(request.Caller, null))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var links = await session.QueryAsync<ShareLink>(SelectSql, request.To, cancellationToken);
        return links.Where(link => request.To.IsWithinReach(request.Caller, link.Subproject)).ToArray();
    }
}
