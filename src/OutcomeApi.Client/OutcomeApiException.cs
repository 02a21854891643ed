using System.Net;
using System.Text.Json;

namespace OutcomeApi.Client;

/// <summary>
/// The service has refused a request. The message can stand in a log: it names the operation, the codes and how to fix them, and nothing about a person.
/// </summary>
public class OutcomeApiException : Exception
{
    private const int MostInMessage = 5;

    public OutcomeApiException(string operation, HttpStatusCode status, string? traceId, IReadOnlyList<Finding> errors)
        : base(Say(operation, status, traceId, errors)) => (Status, TraceId, Errors) = (status, traceId, errors);

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The id by which the service's operator finds the request. Null when something else than the service has answered.</summary>
    public string? TraceId { get; }

    /// <summary>All faults of the request. Empty when something else than the service has answered.</summary>
    public IReadOnlyList<Finding> Errors { get; }

    /// <summary>Is a code among the faults?</summary>
    public bool Has(string code) => Errors.Any(error => error.Code == code);

    internal static async Task<OutcomeApiException> FromAsync(string operation, HttpResponseMessage answer, CancellationToken ct)
    {
        var problem = Read(await answer.Content.ReadAsStringAsync(ct));
        return problem?.Errors?.Any(error => error.Code == VersionStaleException.Code) == true
            ? new VersionStaleException(operation, answer.StatusCode, problem.TraceId, problem.Errors)
            : new OutcomeApiException(operation, answer.StatusCode, problem?.TraceId, problem?.Errors ?? []);
    }

    private static Problem? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(text, WireJson.Options);
        }
        catch (JsonException)
        {
            // A proxy has answered. What it said helps nobody.
            return null;
        }
    }

    private static string Say(string operation, HttpStatusCode status, string? traceId, IReadOnlyList<Finding> errors)
    {
        var said = errors.Take(MostInMessage).Select(error => $"{error.Code} {error.Pointer}".TrimEnd() + $": {error.Message} {error.HowToFix}");
        var more = errors.Count > MostInMessage ? $" (and {errors.Count - MostInMessage} more)" : string.Empty;
        var trace = traceId is null ? string.Empty : $" [trace {traceId}]";
        return $"{operation} was refused with {(int)status}. {string.Join(" ", said)}{more}{trace}".TrimEnd();
    }

    private sealed record Problem
    {
        public string? TraceId { get; init; }

        public IReadOnlyList<Finding>? Errors { get; init; }
    }
}

/// <summary>Somebody else has corrected the record. Read it again, see whether the correction still makes sense, and correct the newer version.</summary>
public sealed class VersionStaleException(string operation, HttpStatusCode status, string? traceId, IReadOnlyList<Finding> errors)
    : OutcomeApiException(operation, status, traceId, errors)
{
    internal const string Code = "version-stale";
}
