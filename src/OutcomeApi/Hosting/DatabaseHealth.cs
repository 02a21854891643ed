using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OutcomeApi.Hosting;

/// <summary>Checks that the database can be written and that it returns what was written.</summary>
public sealed class DatabaseHealth(DbSession session, BusinessDay day) : IHealthCheck
{
    private const string WriteSql = "UPDATE readiness SET written_at = @Now WHERE id = 1";

    private const string ReadSql = "SELECT written_at FROM readiness WHERE id = 1";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = day.Now;
        try
        {
            await session.WriteAsync(() => session.ExecuteAsync(WriteSql, new { Now = now }, cancellationToken), cancellationToken);

            // Another node may have written a later time in between.
            return await session.ScalarAsync<DateTimeOffset>(ReadSql, null, cancellationToken) >= now
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("not-kept");
        }
        catch (DbException e)
        {
            return HealthCheckResult.Unhealthy(session.Dialect.WhyNotWritten(e) ?? "unreachable", e);
        }
        catch (DatabaseBusyException e)
        {
            return HealthCheckResult.Unhealthy("busy", e);
        }
    }

    /// <summary>
    /// Writes the status, and the reason if the service is not healthy. Example: <c>{"status":"Unhealthy","database":"disk-full"}</c>.
    /// </summary>
    public static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        report.Entries
            .ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? "ok")
            .Prepend(KeyValuePair.Create("status", report.Status.ToString()))
            .ToDictionary(),
        http.RequestAborted);
}
