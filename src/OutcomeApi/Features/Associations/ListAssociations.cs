using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Associations;

/// <summary>Lists the associations that the caller reaches.</summary>
public sealed record ListAssociations(Caller Caller) : IRequest<IReadOnlyList<AssociationRow>>
{
    /// <summary>Maps <c>GET /associations</c>.</summary>
    public static void Map(RouteGroupBuilder associations) =>
        associations.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var reached = await mediator.Send(new ListAssociations(Caller.From(http)), http.RequestAborted);
                AssociationSummary[] items = [.. reached.Skip(query.Skip).Take(query.Limit).Select(row => row.Show(http))];
                var meta = PageMeta.From(query, items.Length, reached.Count);
                return TypedResults.Ok(new AssociationList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.ReadAssociations)
            .WithName("list-associations")
            .WithSummary("List associations.")
            .WithDescription("Returns a page of the associations that the caller reaches, ordered by id. Administrators reach all.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>An association in a list.</summary>
public sealed record AssociationSummary
{
    /// <summary>Id of the association.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the association. Null when none is stated.</summary>
    public required LocalizedText? Name { get; init; }

    /// <summary>Links to the association and to the reports of its projects.</summary>
    [JsonPropertyName("_links")]
    public required AssociationLinks Links { get; init; }
}

/// <summary>Links from an association in a list.</summary>
/// <param name="Self">The association.</param>
/// <param name="TertialReports">The states of the reports of its projects.</param>
public sealed record AssociationLinks(Link Self, Link TertialReports);

/// <summary>A page of associations.</summary>
public sealed record AssociationList
{
    /// <summary>The associations of this page.</summary>
    public required IReadOnlyList<AssociationSummary> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>Holds a row of the table of associations.</summary>
public sealed record AssociationRow
{
    public required string Id { get; init; }

    public required string Content { get; init; }

    public AssociationSummary Show(HttpContext http)
    {
        var address = http.UrlOf("/associations/" + Id);
        return new AssociationSummary
        {
            Id = Id,
            Name = JsonSerializer.Deserialize<AssociationFile>(Content, Json.Options)!.Name,
            Links = new AssociationLinks(new Link(address), new Link(address + "/tertial-reports")),
        };
    }
}

public sealed class ListAssociationsHandler(DbSession session) : IRequestHandler<ListAssociations, IReadOnlyList<AssociationRow>>
{
    private const string SelectSql = "SELECT id, content FROM associations ORDER BY id";

    public async Task<IReadOnlyList<AssociationRow>> Handle(ListAssociations request, CancellationToken cancellationToken) =>
        [.. (await session.QueryAsync<AssociationRow>(SelectSql, null, cancellationToken)).Where(row => request.Caller.ReachesAssociation(row.Id))];
}
