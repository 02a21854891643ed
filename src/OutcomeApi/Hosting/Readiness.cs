using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OutcomeApi.Hosting;

/// <summary>Knows whether the program has started completely. It listens before that: an address that is taken must show before anything is made.</summary>
public sealed class Readiness
{
    private volatile string? _waitsFor = "the start";

    /// <summary>What is not done yet, in a few words. Null when the program is ready.</summary>
    public string? WaitsFor
    {
        get => _waitsFor;
        set => _waitsFor = value;
    }

    /// <summary>Whether the program is ready.</summary>
    public bool IsReady => _waitsFor is null;
}

/// <summary>Says what the program waits for while it starts.</summary>
public sealed class StartHealth(Readiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.WaitsFor is { } wait ? HealthCheckResult.Unhealthy(wait) : HealthCheckResult.Healthy());
}
