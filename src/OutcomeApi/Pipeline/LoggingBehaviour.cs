using System.Diagnostics;

namespace OutcomeApi.Pipeline;

/// <summary>Logs and traces the name, the duration and the outcome of every request, but never its content.</summary>
public sealed class LoggingBehaviour<TRequest, TResponse>(ILogger<TRequest> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly string Name = typeof(TRequest).IsGenericType
        ? $"{typeof(TRequest).Name.Split('`')[0]} {string.Join(", ", typeof(TRequest).GetGenericArguments().Select(type => type.Name))}"
        : typeof(TRequest).Name;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var activity = Measurements.Source.StartActivity(Name);
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var response = await next();
            outcome = response is IOutcome { IsSuccess: false } ? "refused" : "done";
            return response;
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            if (outcome == "failed")
            {
                activity?.SetStatus(ActivityStatusCode.Error);
            }

            if (log.IsEnabled(LogLevel.Debug))
            {
                log.LogDebug("{Request} {Outcome} in {Milliseconds:0.0} ms", Name, outcome, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }
}
