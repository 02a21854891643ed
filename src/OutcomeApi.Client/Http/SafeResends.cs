using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace OutcomeApi.Client.Http;

/// <summary>
/// Sends again what is safe to send again: the same method, address, body and <c>Idempotency-Key</c>, when the service is not ready for it or the connection
/// breaks. A record's own reference makes this safe: what is stored already is answered with what is stored.
/// </summary>
internal static class SafeResends
{
    /// <summary>Marks a request that may be sent again. Nothing else is: the body of a batch is read once.</summary>
    public static readonly HttpRequestOptionsKey<bool> MayResend = new("OutcomeApi.MayResend");

    private static readonly HashSet<HttpStatusCode> NotNow =
        [HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable, HttpStatusCode.InsufficientStorage];

    /// <summary>Builds the handlers around those that talk to the network.</summary>
    public static DelegatingHandler Around(HttpMessageHandler inner, OutcomeApiOptions options, TimeProvider time) =>
        new ResilienceHandler(Pipeline(options, time)) { InnerHandler = new WholeAnswers { InnerHandler = inner } };

    public static ResiliencePipeline<HttpResponseMessage> Pipeline(OutcomeApiOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(MayBeSentAgain(args.Context) ? options.TotalTimeout : options.BatchTimeout),
            })
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Math.Max(1, options.MostResends),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstWait,
                ShouldHandle = async args => options.MostResends > 0
                    && MayBeSentAgain(args.Context)
                    && await IsForNowAsync(args.Outcome)
                    && !(WaitOf(args.Outcome.Result, time) > options.TotalTimeout),
                DelayGenerator = args => ValueTask.FromResult(WaitOf(args.Outcome.Result, time)),
            })
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(MayBeSentAgain(args.Context) ? options.AttemptTimeout : options.BatchTimeout),
            })
            .Build();

    private static bool MayBeSentAgain(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(MayResend, out var may) && may;

    /// <summary>Will the same request be taken later? While an earlier attempt is still being worked at, the service says so with 409.</summary>
    private static async Task<bool> IsForNowAsync(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.Conflict } =>
            (await outcome.Result.Content.ReadAsStringAsync()).Contains("\"request-in-progress\"", StringComparison.Ordinal),
        { Result: { } answer } => NotNow.Contains(answer.StatusCode),
        _ => false,
    };

    /// <summary>How long the service asks to wait. Null: it does not say.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage? answer, TimeProvider time) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>Reads answers to their end, so that a connection that breaks in the middle of one counts as broken.</summary>
internal sealed class WholeAnswers : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
