using Microsoft.Extensions.Diagnostics.HealthChecks;
using OutcomeApi.Data;

namespace OutcomeApi.Hosting;

/// <summary>Can the database be asked?</summary>
public sealed class DatabaseHealth(DbSession session) : IHealthCheck
{
    private const string AskSql = "SELECT COUNT(*) FROM schema_migrations";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await session.ScalarAsync<int>(AskSql, null, cancellationToken) > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
