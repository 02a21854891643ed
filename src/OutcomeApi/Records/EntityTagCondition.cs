using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Records;

/// <summary>
/// Holds the conditions <c>If-Match</c> and <c>If-None-Match</c> of a request (RFC 9110). The ETag of a record is its version in quotes, for
/// example <c>"3"</c>.
/// </summary>
/// <param name="Match">The tags of which the stored version must be one. Null if the header is absent.</param>
/// <param name="NoneMatch">The tags of which the stored version must be none. Null if the header is absent.</param>
public sealed record EntityTagCondition(EntityTags? Match, EntityTags? NoneMatch)
{
    /// <summary>Reads the headers of a request.</summary>
    public static EntityTagCondition From(HttpRequest request) =>
        new(EntityTags.From(request.Headers.IfMatch, weakToo: false), EntityTags.From(request.Headers.IfNoneMatch, weakToo: true));

    /// <summary>
    /// Returns the fault of a PUT under this condition. Returns null if the PUT may proceed. If nothing is stored, a PUT needs no condition. To
    /// change what is stored, it must name the stored version.
    /// </summary>
    /// <param name="condition">The condition. Null if there is none.</param>
    /// <param name="storedVersion">The stored version. Null if nothing is stored.</param>
    /// <param name="mustMatch">True if <c>If-Match</c> is required to change what is stored.</param>
    public static Fault? Fault(EntityTagCondition? condition, int? storedVersion, bool mustMatch = true)
    {
        if (condition?.Match?.Name(storedVersion) == false || (condition?.NoneMatch?.Name(storedVersion) == true))
        {
            return new Fault(FaultCodes.VersionStale, string.Empty);
        }

        return mustMatch && condition?.Match is null && storedVersion is not null ? new Fault(FaultCodes.IfMatchRequired, string.Empty) : null;
    }
}

/// <summary>Holds the ETags of a header.</summary>
/// <param name="Tags">The tags. Null means any version (<c>*</c>).</param>
public sealed record EntityTags(IReadOnlyList<string>? Tags)
{
    /// <summary>Reads a header. Returns null if the header is absent. A header that cannot be parsed matches no version.</summary>
    /// <param name="header">The header.</param>
    /// <param name="weakToo">True to include weak tags.</param>
    public static EntityTags? From(Microsoft.Extensions.Primitives.StringValues header, bool weakToo)
    {
        if (header.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseStrictList(header, out var tags)
            ? new EntityTags(tags.Any(t => t == EntityTagHeaderValue.Any) ? null : [.. tags.Where(t => weakToo || !t.IsWeak).Select(t => t.Tag.ToString())])
            : new EntityTags([]);
    }

    /// <summary>Returns true if the version is one of the tags. Returns false if nothing is stored.</summary>
    public bool Name(int? version) => version is { } stored && (Tags is null || Tags.Contains(Reply.TagOf(stored)));
}
