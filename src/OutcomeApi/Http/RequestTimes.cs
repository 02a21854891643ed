using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace OutcomeApi.Http;

/// <summary>Configuration section <c>RequestTime</c>.</summary>
[Section("RequestTime")]
public sealed class RequestTimeOptions
{
    /// <summary>Maximum duration of a request in seconds, including the time to receive its body.</summary>
    [Range(1, 3600)]
    public int Seconds { get; set; } = 60;

    /// <summary>Maximum duration in seconds of requests that compute figures, or that receive or remove many records.</summary>
    [Range(1, 3600)]
    public int LongSeconds { get; set; } = 300;
}

/// <summary>
/// Limits how long a request may take, from its headers to its answer. A request that exceeds the limit is cancelled at its next asynchronous
/// wait. Its transaction is rolled back, and the answer (503) says when to try again. A commit that has begun is not cancelled.
/// </summary>
public sealed class RequestTimes(IOptions<RequestTimeOptions> options)
{
    private const int RetryAfterSeconds = 30;

    /// <summary>Middleware that enforces the limit. Register it after routing, because the limit depends on the endpoint.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var mayTakeLong = http.GetEndpoint()?.Metadata.GetMetadata<MayTakeLongAttribute>() is not null;
        var client = http.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(client);
        limit.CancelAfter(TimeSpan.FromSeconds(mayTakeLong ? options.Value.LongSeconds : options.Value.Seconds));
        http.RequestAborted = limit.Token;
        try
        {
            await next(http);
        }
        catch (Exception) when (limit.IsCancellationRequested && !client.IsCancellationRequested && !http.Response.HasStarted)
        {
            // Catch any exception: some database drivers throw exceptions of their own when they are cancelled.
            http.RequestAborted = client;
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await Problems.Problems.WriteAsync(http, new Fault(FaultCodes.RequestTimedOut, string.Empty));
        }
        finally
        {
            http.RequestAborted = client;
        }
    }
}

/// <summary>Marks an endpoint that computes figures, or that receives or removes many records. It has the longer time limit.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayTakeLongAttribute : Attribute;

/// <summary>Marks endpoints that have the longer time limit.</summary>
public static class MayTakeLongExtensions
{
    /// <summary>Gives an endpoint the longer time limit.</summary>
    public static RouteHandlerBuilder MayTakeLong(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new MayTakeLongAttribute());
}
