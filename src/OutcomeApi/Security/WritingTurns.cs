using System.Threading.RateLimiting;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>
/// Lets credentials take turns when they write: only a few requests of one credential are worked on at the same time, and its next ones wait. Whoever
/// sends a single record waits for those few of everybody else, however many the others send. Each node counts on its own.
/// </summary>
public sealed class WritingTurns : IDisposable
{
    /// <summary>Maximum number of writing requests of a credential that are worked on at the same time: enough to share a commit.</summary>
    private const int AtOnce = 8;

    /// <summary>Maximum number of writing requests of a credential that wait.</summary>
    private const int Waiting = 2_000;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetConcurrencyLimiter(Caller.From(http).Credential, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = AtOnce,
            QueueLimit = Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    /// <summary>Middleware that gives turns. Register it after authorization, because it counts per credential.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.User.Identity is not CallerIdentity)
        {
            await next(http);
            return;
        }

        using var lease = await _limiter.AcquireAsync(http, 1, http.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = "5";
        await Problems.WriteAsync(http, new Fault(FaultCodes.TooManyRequests, string.Empty));
    }

    public void Dispose() => _limiter.Dispose();
}
