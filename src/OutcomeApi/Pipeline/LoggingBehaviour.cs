using System.Diagnostics;
using MediatR;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Pipeline;

/// <summary>Logs the name of every request, how long it took and how it ended. Never what was in it.</summary>
public sealed class LoggingBehaviour<TRequest, TResponse>(ILogger<TRequest> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var started = Stopwatch.GetTimestamp();
        var response = await next();
        var outcome = response is IOutcome { IsSuccess: false } ? "refused" : "done";
        log.LogDebug("{Request} {Outcome} in {Milliseconds:0.0} ms", typeof(TRequest).Name, outcome, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return response;
    }
}
