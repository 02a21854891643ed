using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>The certified versions of a report, oldest first.</summary>
public sealed record ListVersions(string Project, Tertial Tertial) : IRequest<IReadOnlyList<CertifiedVersionRow>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/versions</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions", async (string project, string tertial, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                var versions = await mediator.Send(new ListVersions(project, wanted), http.RequestAborted);
                CertifiedVersion[] items = [.. versions.Skip(query.Skip).Take(query.Limit).Select(version => version.Show(http, project, wanted))];
                var meta = PageMeta.From(query, items.Length, versions.Count);
                return Results.Json(new CertifiedVersionList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) }, Json.Options);
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("list-report-versions")
            .WithSummary("Lists the certified versions of a report.")
            .WithDescription("Oldest first: who certified when, from what, and the SHA-256 of the bytes. None while the report is open.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<CertifiedVersionList>();
}

/// <summary>A page of certified versions.</summary>
public sealed record CertifiedVersionList
{
    /// <summary>The versions of this page, oldest first.</summary>
    public required IReadOnlyList<CertifiedVersion> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListVersionsHandler(DbSession session) : IRequestHandler<ListVersions, IReadOnlyList<CertifiedVersionRow>>
{
    public Task<IReadOnlyList<CertifiedVersionRow>> Handle(ListVersions request, CancellationToken cancellationToken) =>
        CertifiedVersionRow.AllAsync(session, request.Project, request.Tertial, cancellationToken);
}
