using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ShareLinks;

/// <summary>Revokes a share link. It stops working at once, also for those who have opened it.</summary>
public sealed record RevokeShareLink(Caller Caller, LinkedTo To, string LinkId) : ICommand<RevokedShareLink>
{
    private const string Description = "The link stops working at once, also for those who have opened it. Revoking it again has no effect.";

    /// <summary>Maps <c>DELETE /projects/{project}/share-links/{linkId}</c>.</summary>
    public static void Map(RouteGroupBuilder links) =>
        Describe(links.MapDelete("/{linkId}", (string project, string linkId, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfProject(project), linkId, http, mediator)))
            .ForParts()
            .WithName("revoke-share-link")
            .WithSummary("Revoke a link to a project's pages.")
            .WithDescription(Description);

    /// <summary>Maps <c>DELETE /associations/{association}/share-links/{linkId}</c>.</summary>
    public static void MapOfAssociation(RouteGroupBuilder links) =>
        Describe(links.MapDelete("/{linkId}", (string association, string linkId, HttpContext http, IMediator mediator) =>
                AnswerAsync(LinkedTo.OfAssociation(association), linkId, http, mediator)))
            .WithName("revoke-association-share-link")
            .WithSummary("Revoke a link to an association's board.")
            .WithDescription(Description);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) =>
        endpoint.RequireAuthorization(Policies.ShareLinks).Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> AnswerAsync(LinkedTo to, string linkId, HttpContext http, IMediator mediator) =>
        Reply.NoContent(http, await mediator.Send(new RevokeShareLink(Caller.From(http), to, linkId), http.RequestAborted));
}

/// <summary>The link is revoked.</summary>
public sealed record RevokedShareLink;

public sealed class RevokeShareLinkHandler(DbSession session, KnownKeys known, BusinessDay day) : IRequestHandler<RevokeShareLink, Result<RevokedShareLink>>
{
    private const string SelectSql =
        $"""
        SELECT {ShareLink.Columns}
        FROM share_links
        WHERE public_id = @LinkId AND (project_id = @Project OR association_id = @Association)
        """;

    private const string UpdateSql = "UPDATE share_links SET revoked_at = @Now WHERE public_id = @LinkId AND revoked_at IS NULL";

    public async Task<Result<RevokedShareLink>> Handle(RevokeShareLink request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var (to, id) = (request.To, request.LinkId);
        if (await session.QueryOneAsync<ShareLink>(SelectSql, new { request.LinkId, to.Project, to.Association }, ct) is not { } link
            || !to.IsWithinReach(request.Caller, link.Subproject))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        if (await session.ExecuteAsync(UpdateSql, new { LinkId = id, day.Now }, ct) > 0)
        {
            session.AfterCommit(known.Forget);
            await AuditLog.WriteAsync(session, new AuditEntry(request.Caller, "revoke", "share-link") { Project = to.Project }, day.Now, ct);
        }

        return new RevokedShareLink();
    }
}
