using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Extensions;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Http;

/// <summary>A link.</summary>
/// <param name="Href">Absolute URL.</param>
public sealed record Link(string Href);

/// <summary>Where a page stands in its list.</summary>
public sealed record PageMeta
{
    /// <summary>Page number, from 1.</summary>
    public required int Page { get; init; }

    /// <summary>Items that a page holds at most.</summary>
    public required int Limit { get; init; }

    /// <summary>Items on this page.</summary>
    public required int Count { get; init; }

    /// <summary>Items on all pages.</summary>
    public required int TotalRecords { get; init; }

    /// <summary>Pages in all.</summary>
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

/// <summary>Links of a page; <c>next</c> and <c>prev</c> where there are such pages.</summary>
public sealed record PageLinks
{
    /// <summary>This page.</summary>
    public required Link Self { get; init; }

    /// <summary>The next page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Next { get; init; }

    /// <summary>The page before; beyond the end the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Prev { get; init; }

    /// <param name="http">The request, whose address is repeated.</param>
    /// <param name="meta">The page.</param>
    /// <param name="pinned">A parameter that the other pages need to belong to the same answer.</param>
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

/// <summary>Addresses of this service as the caller sees it.</summary>
public static class Addresses
{
    /// <summary>The versioned root of the interface.</summary>
    public const string Base = "/outcome-api/v1";

    public static string AbsoluteUrl(this HttpContext http, string path) => $"{http.Request.Scheme}://{http.Request.Host}{path}";

    /// <summary>The absolute address of a path below the versioned root.</summary>
    public static string UrlOf(this HttpContext http, string path) => http.AbsoluteUrl(Base + path);
}
