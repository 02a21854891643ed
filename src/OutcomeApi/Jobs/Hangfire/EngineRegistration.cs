using Hangfire;
using Hangfire.SqlServer;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Jobs.Hangfire;

/// <summary>Registers Hangfire with its tables in the service's own SQL Server database, where every node finds them.</summary>
public static class EngineRegistration
{
    public static IServiceCollection AddJobEngine(this IServiceCollection services)
    {
        services.AddHangfire((provider, hangfire) => hangfire.UseStorage(StorageIn(provider.GetRequiredService<ISqlDialect>())));
        services.AddHangfireServer();
        return services.AddSingleton<IJobEngine, HangfireEngine>();
    }

    /// <exception cref="InvalidOperationException">The database is another than SQL Server: the start fails.</exception>
    private static SqlServerStorage StorageIn(ISqlDialect dialect) => dialect is SqlServerDialect
        ? new SqlServerStorage(dialect.Connect)
        : throw new InvalidOperationException(
            "This build runs its jobs with Hangfire, which needs SQL Server (Database__Provider=sqlserver). "
            + "For the embedded database build with -p:JobEngine=Quartz, or let another node run the jobs (Jobs__RunServer=false).");
}
