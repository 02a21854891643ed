using System.Globalization;

namespace OutcomeApi.Security;

/// <summary>Endpoint metadata: a request to it computes much. A credential has only few such requests at a time.</summary>
/// <param name="Applies">Returns whether a request is costly. Some addresses are costly only in one form.</param>
/// <param name="Form">What makes a request costly, in words. Null when every request is.</param>
public sealed record CostlyRequest(Func<HttpContext, bool> Applies, string? Form)
{
    /// <summary>Describes the limit, for the contract.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Form is null ? "A costly request" : "A costly request " + Form)}: at most {CostlyRequests.AtOnce} costly requests of one credential are worked on "
            + $"at a time, {CostlyRequests.Waiting} wait, and more are refused with too-many-costly-requests. Of several nodes each counts on its own.");
}

/// <summary>Declares costly endpoints.</summary>
public static class CostlyRequestExtensions
{
    /// <summary>Declares that requests to an endpoint compute much.</summary>
    public static T IsCostly<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new CostlyRequest(_ => true, null));

    /// <summary>Declares that some requests to an endpoint compute much.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="applies">Returns whether a request is costly.</param>
    /// <param name="form">What makes it costly, in words.</param>
    public static T IsCostly<T>(this T endpoint, Func<HttpContext, bool> applies, string form)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new CostlyRequest(applies, form));
}

/// <summary>
/// Limits how many costly requests of one credential are worked on at the same time, so that nobody occupies the machine alone. The next ones wait for
/// their turn, and more than that are refused (429). Each node counts on its own.
/// </summary>
public sealed class CostlyRequests : IDisposable
{
    /// <summary>Maximum number of costly requests of a credential that are worked on at the same time.</summary>
    public const int AtOnce = 2;

    /// <summary>Maximum number of costly requests of a credential that wait.</summary>
    public const int Waiting = 2;

    private readonly CredentialTurns _turns = new(AtOnce, Waiting, FaultCodes.TooManyCostlyRequests, retryAfterSeconds: 2);

    /// <summary>Middleware that enforces the limit. Register it after authorization, because it counts per credential.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<CostlyRequest>()?.Applies(http) is true ? _turns.TakeAsync(http, next) : next(http);

    public void Dispose() => _turns.Dispose();
}
