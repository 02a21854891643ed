using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Lists the states of a project's tertial reports, newest first.</summary>
public sealed record ListTertialReports(Caller Caller, string Project) : IRequest<IReadOnlyList<ListedReport>>
{
    /// <summary>Maps <c>GET /projects/{project}/tertial-reports</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/tertial-reports", async (string project, Query query, HttpContext http, IMediator mediator) =>
                ReportStateList.From(http, query, await mediator.Send(new ListTertialReports(Caller.From(http), project), http.RequestAborted)))
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithTags("tertial-reports")
            .WithName("list-tertial-reports")
            .WithSummary("List the tertial reports of a project.")
            .WithDescription(
                "Returns the state of the report of every tertial that has begun, newest first: open or certified, the version and who certified it, whether "
                + "figures have changed since, the deadline, and whether the report is late. The list has no figures.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<ReportStateList>();
}

/// <summary>The state of a tertial report.</summary>
public sealed record ReportStateItem
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The tertial.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: the report shows the current run. certified: it is frozen.</summary>
    [CodeOf(typeof(ReportStatus))]
    public required string Status { get; init; }

    /// <summary>Number of the newest certified version. Null when the report is open.</summary>
    public required int? Version { get; init; }

    /// <summary>When that version was certified. Null when the report is open.</summary>
    public required DateTimeOffset? CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified it. Null when the report is open.</summary>
    public required string? CertifiedBy { get; init; }

    /// <summary>Name of that credential. Null when the report is open, or when the credential is not an API key of the service.</summary>
    public required string? CertifiedByName { get; init; }

    /// <summary>
    /// True when the current figures differ from the certified version, in what the caller reaches. Null when the report is open, and until the first run
    /// of the project.
    /// </summary>
    public required bool? ChangedSince { get; init; }

    /// <summary>Day by which the report must be submitted.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>True when the report is still open although that day has passed.</summary>
    public required bool Late { get; init; }

    /// <summary>Link to the report.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }

    internal static ReportStateItem From(HttpContext http, ListedReport listed) => new()
    {
        Project = listed.Project,
        Tertial = listed.State.Tertial.ToString(),
        Status = Code.Format(listed.State.CertifiedVersion is null ? ReportStatus.Open : ReportStatus.Certified),
        Version = listed.State.CertifiedVersion,
        CertifiedAt = listed.Certified?.CertifiedAt,
        CertifiedBy = listed.Certified?.CertifiedBy,
        CertifiedByName = listed.Certified?.CertifiedByName,
        ChangedSince = listed.ChangedSince,
        Deadline = listed.State.Deadline,
        Late = listed.IsLate,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{listed.Project}/tertial-reports/{listed.State.Tertial}"))),
    };
}

/// <summary>A page of the states of tertial reports.</summary>
public sealed record ReportStateList
{
    /// <summary>The reports of this page.</summary>
    public required IReadOnlyList<ReportStateItem> Items { get; init; }

    /// <summary>Position of the page in the whole list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and its neighbours.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }

    internal static IResult From(HttpContext http, Query query, IReadOnlyList<ListedReport> all)
    {
        ReportStateItem[] items = [.. all.Skip(query.Skip).Take(query.Limit).Select(listed => ReportStateItem.From(http, listed))];
        var meta = PageMeta.From(query, items.Length, all.Count);
        return Reply.Ok(new ReportStateList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
    }
}

public sealed class ListTertialReportsHandler(DbSession session, ProjectStore projects, ReportStates states)
    : IRequestHandler<ListTertialReports, IReadOnlyList<ListedReport>>
{
    public async Task<IReadOnlyList<ListedReport>> Handle(ListTertialReports request, CancellationToken cancellationToken) =>
        await states.OfAsync(request.Caller, (await projects.FindAsync(session, request.Project, cancellationToken))!.Definition, cancellationToken);
}
