using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Lists the certified versions of a report, oldest first.</summary>
public sealed record ListVersions(string Project, Tertial Tertial) : IRequest<IReadOnlyList<CertifiedVersionRow>>
{
    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}/versions</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions", async (string project, Tertial tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                var versions = await mediator.Send(new ListVersions(project, tertial), http.RequestAborted);
                CertifiedVersion[] items = [.. versions.Skip(query.Skip).Take(query.Limit).Select(version => version.Show(http, project, tertial))];
                var meta = PageMeta.From(query, items.Length, versions.Count);
                return Reply.Ok(new CertifiedVersionList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("list-report-versions")
            .WithSummary("List the certified versions of a tertial report.")
            .WithDescription(
                "Returns the versions, oldest first: who certified the version and when, its data cut-off, and the SHA-256 of its bytes. "
                + "The list is empty while the report is open.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<CertifiedVersionList>();
}

/// <summary>A page of the certified versions of a report.</summary>
public sealed record CertifiedVersionList
{
    /// <summary>Versions on this page, oldest first.</summary>
    public required IReadOnlyList<CertifiedVersion> Items { get; init; }

    /// <summary>Position of the page in the whole list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and its neighbours.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListVersionsHandler(DbSession session) : IRequestHandler<ListVersions, IReadOnlyList<CertifiedVersionRow>>
{
    public Task<IReadOnlyList<CertifiedVersionRow>> Handle(ListVersions request, CancellationToken cancellationToken) =>
        CertifiedVersionRow.AllAsync(session, request.Project, request.Tertial, cancellationToken);
}
