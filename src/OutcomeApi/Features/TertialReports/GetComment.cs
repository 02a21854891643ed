using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads a project's comment on a tertial.</summary>
public sealed record GetComment(string Project, Tertial Tertial) : IRequest<Result<StoredComment>>
{
    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}/comment</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/comment", async (string project, Tertial tertial, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetComment(project, tertial), http.RequestAborted);
                return Reply.Versioned(http, result, comment => comment.Show(http, project, tertial));
            })
            .RequireAuthorization(Policies.CommentReports)
            .WithName("get-report-comment")
            .WithSummary("Get the comment on a tertial report.")
            .WithDescription(
                "Returns the comment and its ETag. Returns 404 when the tertial has never had a comment. The text is null when the comment was removed.")
            .Produces<Record<ReportComment>>();
}

public sealed class GetCommentHandler(DbSession session) : IRequestHandler<GetComment, Result<StoredComment>>
{
    public async Task<Result<StoredComment>> Handle(GetComment request, CancellationToken cancellationToken) =>
        await CommentRows.FindAsync(session, request.Project, request.Tertial, cancellationToken) is { } comment
            ? comment
            : new Fault(FaultCodes.NotFound, string.Empty);
}
