using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.Server;
using Hangfire.SqlServer;
using OutcomeApi.Data.Dialects;
using ILog = Hangfire.Logging.ILog;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace OutcomeApi.Jobs;

/// <summary>
/// Puts Hangfire and the dispatcher that feeds it into a node that runs jobs. Everything is given to Hangfire by hand and nothing by its static
/// configuration, which all hosts of a process would share.
/// </summary>
public static class HangfireServer
{
    /// <summary>What has been done is of no use to anybody: the outbox has forgotten it.</summary>
    private static readonly TimeSpan KeepDone = TimeSpan.FromHours(1);

    public static IServiceCollection AddJobServer(this IServiceCollection services) =>
        services
            .AddSingleton(provider => StorageBeside(provider.GetRequiredService<ISqlDialect>()))
            .AddSingleton<HangfireEngine>()
            .AddHostedService(ServerOf)
            .AddHostedService<OutboxDispatcher>();

    /// <summary>On SQL Server in tables of its own, where every node finds them; beside the embedded database in memory. Both tell a worker at once.</summary>
    private static JobStorage StorageBeside(ISqlDialect dialect)
    {
        JobStorage storage = dialect is SqlServerDialect
            ? new SqlServerStorage(dialect.Connect, new SqlServerStorageOptions { QueuePollInterval = TimeSpan.Zero })
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

            // What runs when the program is told to stop is finished, within the 30 seconds that the host waits; then it is cancelled, and its row stays.
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
