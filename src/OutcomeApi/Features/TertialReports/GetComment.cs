using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads what a project says about a tertial.</summary>
public sealed record GetComment(string Project, Tertial Tertial) : IRequest<Result<StoredComment>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/comment</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/comment", async (string project, string tertial, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var result = await mediator.Send(new GetComment(project, wanted), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                http.Response.Headers.ETag = EntityTagCondition.TagOf(result.Value.Version);
                return Results.Json(result.Value.Show(http, project, wanted), Json.Options);
            })
            .RequireAuthorization(Policies.CommentReports)
            .WithName("get-report-comment")
            .WithSummary("Reads what the project says about a tertial.")
            .WithDescription("The comment with its ETag. Where nothing was ever said there is nothing; where a comment was taken away its text is null.")
            .Produces<Record<ReportComment>>();
}

public sealed class GetCommentHandler(DbSession session) : IRequestHandler<GetComment, Result<StoredComment>>
{
    public async Task<Result<StoredComment>> Handle(GetComment request, CancellationToken cancellationToken) =>
        await CommentRows.FindAsync(session, request.Project, request.Tertial, cancellationToken) is { } comment
            ? comment
            : new Fault(FaultCodes.NotFound, string.Empty);
}
