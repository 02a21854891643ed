using System.Globalization;
using System.Threading.RateLimiting;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>
/// Lets only some requests of one credential be worked on at the same time. Its next ones wait for their turn, and more than those are refused (429). Each
/// node counts on its own.
/// </summary>
/// <param name="atOnce">Maximum number of requests of a credential that are worked on.</param>
/// <param name="waiting">Maximum number of requests of a credential that wait.</param>
/// <param name="refusal">Code of the refusal.</param>
/// <param name="retryAfterSeconds">How long a refused caller is asked to wait.</param>
public sealed class CredentialTurns(int atOnce, int waiting, string refusal, int retryAfterSeconds) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetConcurrencyLimiter(Caller.From(http).Credential, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = atOnce,
            QueueLimit = waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    /// <summary>Works on a request when its turn has come, or refuses it.</summary>
    public async Task TakeAsync(HttpContext http, RequestDelegate next)
    {
        using var lease = await _limiter.AcquireAsync(http, 1, http.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await Problems.WriteAsync(http, new Fault(refusal, string.Empty));
    }

    public void Dispose() => _limiter.Dispose();
}
