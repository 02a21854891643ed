using System.Globalization;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Register;

/// <summary>The <c>If-Match</c> of a request. A record's ETag is its version in quotes.</summary>
/// <param name="Versions">The versions that are fine; null: any (<c>*</c>).</param>
public sealed record EntityTagCondition(IReadOnlyList<string>? Versions)
{
    public static string TagOf(int version) => "\"" + version.ToString(CultureInfo.InvariantCulture) + "\"";

    /// <summary>Reads the header; null when it is not there.</summary>
    public static EntityTagCondition? Of(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags)
            ? new EntityTagCondition(tags.Any(t => t == EntityTagHeaderValue.Any) ? null : [.. tags.Where(t => !t.IsWeak).Select(t => t.Tag.ToString())])
            : new EntityTagCondition([]);
    }

    /// <summary>What is wrong with a PUT under this condition: nothing is stored and none is needed, or the stored version must be named.</summary>
    public static Fault? Fault(EntityTagCondition? condition, int? storedVersion) => (condition, storedVersion) switch
    {
        (null, null) => null,
        (null, _) => new Fault(FaultCodes.IfMatchRequired, string.Empty),
        (_, null) => new Fault(FaultCodes.VersionStale, string.Empty),
        ({ Versions: null }, _) => null,
        ({ Versions: { } versions }, { } stored) => versions.Contains(TagOf(stored)) ? null : new Fault(FaultCodes.VersionStale, string.Empty),
    };
}
