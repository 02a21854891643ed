using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Lists API keys without the secrets.</summary>
public sealed record ListApiKeys(int Skip, int Take) : IRequest<ApiKeyPage>
{
    /// <summary>Maps <c>GET /api-keys</c>.</summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var page = await mediator.Send(new ListApiKeys(query.Skip, query.Limit), http.RequestAborted);
                var meta = PageMeta.From(query, page.Items.Count, page.Total);
                return TypedResults.Ok(new ApiKeyList { Items = [.. page.Items.Select(k => k.Show(http))], Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("list-api-keys")
            .WithSummary("List API keys.")
            .WithDescription("Returns a page of the keys, oldest first, including revoked ones. The keys themselves are never returned again.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>A page of API keys.</summary>
public sealed record ApiKeyList
{
    /// <summary>The keys of this page.</summary>
    public required IReadOnlyList<ApiKeyResource> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A page of rows, with the total number of rows.</summary>
public sealed record ApiKeyPage(IReadOnlyList<ApiKeyRow> Items, int Total);

public sealed class ListApiKeysHandler(DbSession session) : IRequestHandler<ListApiKeys, ApiKeyPage>
{
    private const string SelectSql =
        """
        SELECT public_id, name, role, projects, associations, referrers, subprojects, created_at, expires_on, revoked_at, last_used_at, works_until, replaces
        FROM api_keys
        ORDER BY id
        """;

    private const string CountSql = "SELECT COUNT(*) FROM api_keys";

    public async Task<ApiKeyPage> Handle(ListApiKeys request, CancellationToken cancellationToken) => new(
        await session.QueryAsync<ApiKeyRow>(session.Dialect.Page(SelectSql), request, cancellationToken),
        await session.ScalarAsync<int>(CountSql, null, cancellationToken));
}
