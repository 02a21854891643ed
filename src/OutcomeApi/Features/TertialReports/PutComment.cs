using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Creates, changes or removes a project's comment on a tertial.</summary>
public sealed record PutComment(
    Caller Caller, string Project, Tertial Tertial, ReportComment Comment, IReadOnlyList<Fault> FormFaults, EntityTagCondition? IfMatch)
    : ICommand<SavedComment>
{
    /// <summary>Maps <c>PUT /projects/{project}/tertial-reports/{tertial}/comment</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapPut("/{tertial}/comment", async (string project, Tertial tertial, Body<ReportComment> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(
                    new PutComment(Caller.From(http), project, tertial, body.Value, body.Faults, EntityTagCondition.From(http.Request)), http.RequestAborted);
                return Reply.Saved(http, result, saved => saved.Created, saved => saved.Comment.Show(http, project, tertial));
            })
            .RequireAuthorization(Policies.CommentReports)
            .WithName("put-report-comment")
            .WithSummary("Create, change or remove the comment on a tertial report.")
            .WithDescription(
                "Saves plain text that is shown in the tertial report. If-Match names the version to change; the first comment needs no If-Match. "
                + "A null text removes the comment. Earlier versions stay in the history. "
                + "A certified report keeps the comment that it was certified with.")
            .Produces<Record<ReportComment>>(StatusCodes.Status201Created)
            .Produces<Record<ReportComment>>(StatusCodes.Status200OK);
}

/// <summary>A comment that has been saved. <c>Created</c> is true for the first version.</summary>
public sealed record SavedComment(StoredComment Comment, bool Created);

public sealed class PutCommentHandler(DbSession session, ProjectStore projects, BusinessDay day) : IRequestHandler<PutComment, Result<SavedComment>>
{
    private const string InsertSql =
        """
        INSERT INTO report_comments (project_id, tertial, version, comment_text, recorded_at, recorded_by)
        VALUES (@Project, @Tertial, @Version, @Text, @Now, @By)
        """;

    public async Task<Result<SavedComment>> Handle(PutComment request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockProjectAsync(request.Project, ct);
        if (await projects.FindAsync(session, request.Project, ct) is not { Definition: var project }
            || !TertialReport.Exists(project, request.Tertial, day.Today))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var stored = await CommentRows.FindAsync(session, request.Project, request.Tertial, ct);
        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version) is { } stale)
        {
            return stale;
        }

        var comment = request.Comment.Normalised();
        var faults = request.FormFaults.Concat(request.Comment.Faults()).ToList();
        if (stored is null && comment.Text is null && faults.Count == 0)
        {
            faults.Add(new Fault(FaultCodes.RequiredMissing, "/text"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        if (comment != stored?.Comment)
        {
            var version = (stored?.Version ?? 0) + 1;
            await session.ExecuteAsync(
                InsertSql,
                new { request.Project, Tertial = request.Tertial.Index, Version = version, comment.Text, day.Now, By = request.Caller.Credential },
                ct);
            var entry = new AuditEntry(request.Caller, version == 1 ? "create" : "correct", "comment") { Project = request.Project };
            await AuditLog.WriteAsync(session, entry, day.Now, ct);
        }

        return new SavedComment((await CommentRows.FindAsync(session, request.Project, request.Tertial, ct))!, stored is null);
    }
}
