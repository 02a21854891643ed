using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Lists API keys, without the keys themselves.</summary>
public sealed record ListApiKeys(int Skip, int Take) : IRequest<ApiKeyPage>
{
    /// <summary><c>GET /api-keys</c></summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var page = await mediator.Send(new ListApiKeys(query.Skip, query.Limit), http.RequestAborted);
                var meta = PageMeta.From(query, page.Items.Count, page.Total);
                return TypedResults.Ok(new ApiKeyList { Items = [.. page.Items.Select(k => k.Show(http))], Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("list-api-keys")
            .WithSummary("Lists API keys.")
            .WithDescription("A page of the keys, revoked ones included, oldest first. The keys themselves are never shown again.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>A page of API keys.</summary>
public sealed record ApiKeyList
{
    /// <summary>The keys of this page.</summary>
    public required IReadOnlyList<ApiKeyResource> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A page of rows, and how many there are in all.</summary>
public sealed record ApiKeyPage(IReadOnlyList<ApiKeyRow> Items, int Total);

public sealed class ListApiKeysHandler(DbSession session) : IRequestHandler<ListApiKeys, ApiKeyPage>
{
    private const string SelectSql =
        """
        SELECT public_id, name, role, projects, associations, referrers, created_at, expires_on, revoked_at, last_used_at, works_until, replaces
        FROM api_keys
        ORDER BY id
        """;

    private const string CountSql = "SELECT COUNT(*) FROM api_keys";

    public async Task<ApiKeyPage> Handle(ListApiKeys request, CancellationToken cancellationToken) => new(
        await session.QueryAsync<ApiKeyRow>(session.Dialect.Page(SelectSql), request, cancellationToken),
        await session.ScalarAsync<int>(CountSql, null, cancellationToken));
}
