using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.Server;
using Hangfire.SqlServer;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Pipeline;
using ILog = Hangfire.Logging.ILog;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace OutcomeApi.Jobs;

/// <summary>
/// Sets up Hangfire in a node. All settings are passed explicitly, because all hosts of a process would share Hangfire's static configuration.
/// </summary>
public static class JobServer
{
    /// <summary>How long the dashboard shows completed jobs.</summary>
    private static readonly TimeSpan KeepDone = TimeSpan.FromHours(1);

    /// <summary>
    /// Time without a sign of life from its worker after which a job may be taken by another worker. Workers send signs of life automatically, five
    /// times as often.
    /// </summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(30);

    /// <summary>Lets a node request jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services
            .AddSingleton(provider => StorageBeside(provider.GetRequiredService<ISqlDialect>()))
            .AddSingleton<HangfireJobs>()
            .AddSingleton<IJobs>(provider => provider.GetRequiredService<HangfireJobs>())
            .AddSingleton<IJobsState, HangfireState>()
            .AddSingleton<JobTables>()
            .AddSingleton<RecurringJobs>();

    /// <summary>Lets a node run jobs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="statementTime">How long a statement of a job may take.</param>
    public static IServiceCollection AddJobServer(this IServiceCollection services, TimeSpan statementTime) =>
        services
            .AddSingleton<OneAtATime>()
            .AddScoped(provider =>
            {
                provider.GetRequiredService<DbSession>().StatementTime = statementTime;
                return ActivatorUtilities.CreateInstance<BackgroundJobs>(provider);
            })
            .AddHostedService(ServerOf)
            .AddSingleton<Sweeper>()
            .AddHostedService(provider => provider.GetRequiredService<Sweeper>());

    /// <summary>
    /// Chooses the storage of the jobs. On SQL Server, it has its own tables, which every node sees. With the embedded database, it is in memory. Both
    /// notify a worker at once.
    /// </summary>
    private static JobStorage StorageBeside(ISqlDialect dialect)
    {
        JobStorage storage = dialect is SqlServerDialect
            ? new SqlServerStorage(
                dialect.Connect,
                new SqlServerStorageOptions
                {
                    QueuePollInterval = TimeSpan.Zero,
                    SlidingInvisibilityTimeout = GivenUp,
                    SchemaName = JobTables.Schema,

                    // The account of the service may be one that does not change the schema: JobTables makes it.
                    PrepareSchemaIfNecessary = false,
                })
            : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = KeepDone });
        storage.JobExpirationTimeout = KeepDone;
        return storage;
    }

    private static BackgroundJobServerHostedService ServerOf(IServiceProvider provider)
    {
        LogProvider.SetCurrentLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Hangfire")));
        var options = new BackgroundJobServerOptions
        {
            Activator = new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()),
            WorkerCount = 10,

            // The first retry of a failed job comes after one second.
            SchedulePollingInterval = TimeSpan.FromSeconds(1),

            // A node that has not sent a heartbeat for the server timeout counts as dead.
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            ServerCheckInterval = TimeSpan.FromSeconds(15),
            ServerTimeout = TimeSpan.FromSeconds(40),

            // On shutdown, a running job may finish within the 20 seconds that the host waits. After that it is cancelled and run again later.
            StopTimeout = TimeSpan.FromSeconds(10),
            ShutdownTimeout = TimeSpan.FromSeconds(15),
        };
        return new BackgroundJobServerHostedService(
            provider.GetRequiredService<JobStorage>(), options, Array.Empty<IBackgroundProcess>(), provider.GetService<IHostApplicationLifetime>());
    }

    /// <summary>
    /// Gives Hangfire one logger that is created in advance. Hangfire requests loggers at any time, even after the host that they belong to has been
    /// disposed of.
    /// </summary>
    private sealed class HangfireLog(ILogger logger) : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(global::Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            // Both enums have the same levels in the same order, so a cast is enough.
            var level = (LogLevel)logLevel;
            if (messageFunc is null)
            {
                return logger.IsEnabled(level);
            }

            logger.Log(level, exception, "{Message}", messageFunc());
            return true;
        }
    }
}
