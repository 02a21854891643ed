using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What a project has said about a tertial over time, oldest first.</summary>
public sealed record ListCommentVersions(string Project, Tertial Tertial) : IRequest<IReadOnlyList<CommentVersion>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/comment/versions</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/comment/versions", async (string project, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var versions = await mediator.Send(new ListCommentVersions(project, wanted), http.RequestAborted);
                CommentVersion[] items = [.. versions.Skip(query.Skip).Take(query.Limit)];
                var meta = PageMeta.From(query, items.Length, versions.Count);
                return Results.Json(new CommentVersionList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) }, Json.Options);
            })
            .RequireAuthorization(Policies.ReadComments)
            .WithName("list-report-comment-versions")
            .WithSummary("Lists what a project has said about a tertial.")
            .WithDescription("Every version of the comment, oldest first: the text, when and by whom. None where nothing was ever said.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<CommentVersionList>();
}

/// <summary>A version of a comment.</summary>
public sealed record CommentVersion
{
    /// <summary>1 for the first.</summary>
    public required int Version { get; init; }

    /// <summary>What was said; null: the comment was taken away.</summary>
    public required string? Text { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the credential that said it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Name of the credential; null when it is no API key of the service.</summary>
    public required string? RecordedByName { get; init; }
}

/// <summary>A page of the versions of a comment.</summary>
public sealed record CommentVersionList
{
    /// <summary>The versions of this page, oldest first.</summary>
    public required IReadOnlyList<CommentVersion> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListCommentVersionsHandler(DbSession session) : IRequestHandler<ListCommentVersions, IReadOnlyList<CommentVersion>>
{
    private const string SelectSql =
        """
        SELECT c.version, c.comment_text, c.recorded_at, c.recorded_by, k.name AS recorded_by_name
        FROM report_comments c
        LEFT JOIN api_keys k ON k.public_id = c.recorded_by
        WHERE c.project_id = @Project AND c.tertial = @Tertial
        ORDER BY c.version
        """;

    public async Task<IReadOnlyList<CommentVersion>> Handle(ListCommentVersions request, CancellationToken cancellationToken) =>
    [
        .. (await session.QueryAsync<CommentVersionRow>(SelectSql, new { request.Project, Tertial = request.Tertial.Index }, cancellationToken)).Select(row => new CommentVersion
        {
            Version = row.Version,
            Text = row.CommentText,
            RecordedAt = row.RecordedAt,
            RecordedBy = row.RecordedBy,
            RecordedByName = row.RecordedByName,
        })
    ];

    private sealed record CommentVersionRow
    {
        public required int Version { get; init; }

        public string? CommentText { get; init; }

        public required DateTimeOffset RecordedAt { get; init; }

        public required string RecordedBy { get; init; }

        public string? RecordedByName { get; init; }
    }
}
