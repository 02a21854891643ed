using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Extensions;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Http;

/// <summary>A link to a resource.</summary>
/// <param name="Href">Absolute URL.</param>
public sealed record Link(string Href);

/// <summary>The position of a page within its list.</summary>
public sealed record PageMeta
{
    /// <summary>Page number. The first page is 1.</summary>
    public required int Page { get; init; }

    /// <summary>Maximum number of items per page.</summary>
    public required int Limit { get; init; }

    /// <summary>Number of items on this page.</summary>
    public required int Count { get; init; }

    /// <summary>Number of items on all pages together.</summary>
    public required int TotalRecords { get; init; }

    /// <summary>Total number of pages.</summary>
    public required int TotalPages { get; init; }

    public static PageMeta From(Query query, int count, int total) => new()
    {
        Page = query.Page,
        Limit = query.Limit,
        Count = count,
        TotalRecords = total,
        TotalPages = (total + query.Limit - 1) / query.Limit,
    };
}

/// <summary>Links of a page. <c>next</c> and <c>prev</c> are present only when such pages exist.</summary>
public sealed record PageLinks
{
    /// <summary>This page.</summary>
    public required Link Self { get; init; }

    /// <summary>The next page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Next { get; init; }

    /// <summary>The previous page. When the requested page lies beyond the end, the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Prev { get; init; }

    /// <summary>Builds the links of a page from the address of the request.</summary>
    /// <param name="http">The request. Its address and query are repeated in the links.</param>
    /// <param name="meta">The page.</param>
    /// <param name="pinned">
    /// A query parameter to add to the links to other pages, so that they belong to the same answer. Example: the id of the computation
    /// that the first page came from.
    /// </param>
    public static PageLinks From(HttpContext http, PageMeta meta, (string Name, string Value)? pinned = null) => new()
    {
        Self = new Link(http.Request.GetEncodedUrl()),
        Next = meta.Page < meta.TotalPages ? To(http, meta.Page + 1, pinned) : null,
        Prev = meta.Page > 1 ? To(http, Math.Clamp(meta.TotalPages, 1, meta.Page - 1), pinned) : null,
    };

    private static Link To(HttpContext http, int page, (string Name, string Value)? pinned)
    {
        var query = http.Request.Query
            .Where(q => q.Key != "page" && q.Key != pinned?.Name)
            .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)));
        var builder = new QueryBuilder(query!) { { "page", page.ToString(CultureInfo.InvariantCulture) } };
        if (pinned is var (name, value))
        {
            builder.Add(name, value);
        }

        return new Link(http.AbsoluteUrl(http.Request.PathBase + http.Request.Path) + builder);
    }
}

/// <summary>Builds addresses of this service as the caller sees them.</summary>
public static class Addresses
{
    /// <summary>The versioned root path of the API.</summary>
    public const string Base = "/outcome-api/v1";

    /// <summary>Reads the address of a service that somebody has typed, with a slash at its end. Null when it is none of http or https.</summary>
    public static Uri? OfService(string typed) =>
        Uri.TryCreate(typed.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>Returns the absolute address of a path on the host that the caller used.</summary>
    public static string AbsoluteUrl(this HttpContext http, string path) => $"{http.Request.Scheme}://{http.Request.Host}{path}";

    /// <summary>Returns the absolute address of a path below the versioned root.</summary>
    public static string UrlOf(this HttpContext http, string path) => http.AbsoluteUrl(Base + path);
}
