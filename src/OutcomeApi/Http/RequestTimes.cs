using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http;

/// <summary>Section <c>RequestTime</c>.</summary>
public sealed class RequestTimeOptions
{
    /// <summary>Seconds that a request may take, its body included.</summary>
    [Range(1, 3600)]
    public int Seconds { get; set; } = 60;

    /// <summary>Seconds for what computes figures, or takes or removes many records.</summary>
    [Range(1, 3600)]
    public int LongSeconds { get; set; } = 300;
}

/// <summary>
/// How long a request may take from its headers to its answer. One that runs out of time is broken off where it next waits; its transaction is undone,
/// and the answer says when to try again. A commit that has begun is not broken off.
/// </summary>
public sealed class RequestTimes(IOptions<RequestTimeOptions> options)
{
    private const int RetryAfterSeconds = 30;

    /// <summary>Middleware, after routing.</summary>
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
            // Any exception: a database driver has words of its own for being cancelled.
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

/// <summary>The endpoint computes figures, or takes or removes many records: it has the longer time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayTakeLongAttribute : Attribute;

/// <summary>Marks endpoints.</summary>
public static class MayTakeLongExtensions
{
    public static RouteHandlerBuilder MayTakeLong(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new MayTakeLongAttribute());
}
