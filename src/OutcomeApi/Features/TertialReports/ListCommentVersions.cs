using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Lists all versions of a project's comment on a tertial, oldest first.</summary>
public sealed record ListCommentVersions(string Project, Tertial Tertial) : IRequest<IReadOnlyList<CommentVersion>>
{
    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}/comment/versions</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/comment/versions", async (string project, Tertial tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                var versions = await mediator.Send(new ListCommentVersions(project, tertial), http.RequestAborted);
                CommentVersion[] items = [.. versions.Skip(query.Skip).Take(query.Limit)];
                var meta = PageMeta.From(query, items.Length, versions.Count);
                return Reply.Ok(new CommentVersionList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.ReadComments)
            .WithName("list-report-comment-versions")
            .WithSummary("List the versions of the comment on a tertial report.")
            .WithDescription(
                "Returns every version of the comment, oldest first: its text, and when and by which credential it was written. "
                + "The list is empty when the tertial has never had a comment.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<CommentVersionList>();
}

/// <summary>A version of the comment on a tertial report.</summary>
public sealed record CommentVersion
{
    /// <summary>Version number, starting at 1.</summary>
    public required int Version { get; init; }

    /// <summary>Text of the comment. Null when the comment was removed.</summary>
    public required string? Text { get; init; }

    /// <summary>When the version was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the credential that wrote the version.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Name of the credential. Null when the credential is not an API key of the service.</summary>
    public required string? RecordedByName { get; init; }
}

/// <summary>A page of the versions of a comment.</summary>
public sealed record CommentVersionList
{
    /// <summary>Versions on this page, oldest first.</summary>
    public required IReadOnlyList<CommentVersion> Items { get; init; }

    /// <summary>Position of the page in the whole list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and its neighbours.</summary>
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
        .. (await session.QueryAsync<CommentVersionRow>(SelectSql, new { request.Project, Tertial = request.Tertial.Index }, cancellationToken))
            .Select(row => new CommentVersion
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
