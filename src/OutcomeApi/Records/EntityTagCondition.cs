using System.Globalization;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Records;

/// <summary>The <c>If-Match</c> and the <c>If-None-Match</c> of a request (RFC 9110). A record's ETag is its version in quotes.</summary>
/// <param name="Match">What must be stored; null: the header is not there.</param>
/// <param name="NoneMatch">What must not be stored; null: the header is not there.</param>
public sealed record EntityTagCondition(EntityTags? Match, EntityTags? NoneMatch)
{
    public static string TagOf(int version) => "\"" + version.ToString(CultureInfo.InvariantCulture) + "\"";

    /// <summary>Reads the headers.</summary>
    public static EntityTagCondition From(HttpRequest request) =>
        new(EntityTags.From(request.Headers.IfMatch, weakToo: false), EntityTags.From(request.Headers.IfNoneMatch, weakToo: true));

    /// <summary>What is wrong with a PUT under this condition: nothing is stored and none is needed, or the stored version must be named.</summary>
    /// <param name="condition">The condition; null: none.</param>
    /// <param name="storedVersion">The version that is stored; null: none is.</param>
    /// <param name="mustMatch">A stored version must be named.</param>
    public static Fault? Fault(EntityTagCondition? condition, int? storedVersion, bool mustMatch = true)
    {
        if (condition?.Match?.Name(storedVersion) == false || (condition?.NoneMatch?.Name(storedVersion) == true))
        {
            return new Fault(FaultCodes.VersionStale, string.Empty);
        }

        return mustMatch && condition?.Match is null && storedVersion is not null ? new Fault(FaultCodes.IfMatchRequired, string.Empty) : null;
    }
}

/// <summary>The ETags of a header.</summary>
/// <param name="Tags">The tags; null: any (<c>*</c>).</param>
public sealed record EntityTags(IReadOnlyList<string>? Tags)
{
    /// <summary>Reads a header; null when it is not there. One that can not be read names no version.</summary>
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

    /// <summary>Is the version among them? What is not stored is not.</summary>
    public bool Name(int? version) => version is { } stored && (Tags is null || Tags.Contains(EntityTagCondition.TagOf(stored)));
}
