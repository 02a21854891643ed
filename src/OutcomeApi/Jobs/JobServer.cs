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
/// Puts Hangfire into a node. Everything is given to it by hand and nothing by its static configuration, which all hosts of a process would share.
/// </summary>
public static class JobServer
{
    /// <summary>For how long the dashboard shows what has been done.</summary>
    private static readonly TimeSpan KeepDone = TimeSpan.FromHours(1);

    /// <summary>A job that its worker has not said to be alive for so long is somebody else's. Workers say so by themselves, five times as often.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(30);

    /// <summary>Lets a node ask for jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services
            .AddSingleton(provider => StorageBeside(provider.GetRequiredService<ISqlDialect>()))
            .AddSingleton<HangfireJobs>()
            .AddSingleton<IJobs>(provider => provider.GetRequiredService<HangfireJobs>())
            .AddSingleton<IJobsState, HangfireState>()
            .AddSingleton<RecurringJobs>();

    /// <summary>Lets a node do jobs.</summary>
    public static IServiceCollection AddJobServer(this IServiceCollection services) =>
        services
            .AddSingleton<OneAtATime>()
            .AddScoped<BackgroundJobs>()
            .AddHostedService(ServerOf)
            .AddSingleton<Sweeper>()
            .AddHostedService(provider => provider.GetRequiredService<Sweeper>());

    /// <summary>On SQL Server in tables of its own, where every node finds them; beside the embedded database in memory. Both tell a worker at once.</summary>
    private static JobStorage StorageBeside(ISqlDialect dialect)
    {
        JobStorage storage = dialect is SqlServerDialect
            ? new SqlServerStorage(dialect.Connect, new SqlServerStorageOptions { QueuePollInterval = TimeSpan.Zero, SlidingInvisibilityTimeout = GivenUp })
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

            // What has failed is tried again after a second the first time.
            SchedulePollingInterval = TimeSpan.FromSeconds(1),

            // A node that has not said for so long that it lives is dead.
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            ServerCheckInterval = TimeSpan.FromSeconds(15),
            ServerTimeout = TimeSpan.FromSeconds(40),

            // What runs when the program is told to stop is finished, within the 30 seconds that the host waits; then it is cancelled, and is done anew.
            StopTimeout = TimeSpan.FromSeconds(20),
            ShutdownTimeout = TimeSpan.FromSeconds(25),
        };
        return new BackgroundJobServerHostedService(
            provider.GetRequiredService<JobStorage>(), options, Array.Empty<IBackgroundProcess>(), provider.GetService<IHostApplicationLifetime>());
    }

    /// <summary>Hangfire asks for loggers at any time, also when the host whose they are has gone: there is one, made beforehand.</summary>
    private sealed class HangfireLog(ILogger logger) : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(global::Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            // Both have the same levels in the same order.
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
