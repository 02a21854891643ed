using Hangfire;
using Hangfire.Common;
using Hangfire.Storage.Monitoring;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Jobs;
using OutcomeApi.Pipeline;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Jobs;

/// <summary>
/// The outbox, its dispatcher, its runner and Hangfire on a database of their own, without the rest of the service. The clock stands still until the
/// test moves it, and what was handed to Hangfire runs when the test says so, unless it starts Hangfire's server.
/// </summary>
public sealed class JobRoom : IAsyncDisposable
{
    public const string Job = "work";

    private readonly ServiceProvider _services;

    private JobRoom(ISqlDialect dialect, Func<IServiceProvider, string, CancellationToken, Task<IOutcome>> work)
    {
        Dialect = dialect;
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(TimeZoneInfo.Utc).AddSingleton<BusinessDay>();
        services.AddSingleton(dialect).AddScoped<DbSession>().AddMetrics().AddSingleton<Measurements>();
        services.AddSingleton<OutboxBell>().AddSingleton<OutboxRunner>().AddScoped<IJobQueue, Outbox>().AddJobServer();
        services.AddScoped<ServiceFactory>(p => p.GetRequiredService).AddScoped<IMediator, ScopedMediator>();
        services.AddSingleton(new JobDefinition(Job, (mediator, argument, ct) => work(((ScopedMediator)mediator).Scope, argument, ct)));
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public StillClock Clock { get; } = new();

    public ISqlDialect Dialect { get; }

    public OutboxDispatcher Dispatcher => HostedServices.OfType<OutboxDispatcher>().Single();

    private IEnumerable<IHostedService> HostedServices => _services.GetServices<IHostedService>();

    private JobStorage Storage => _services.GetRequiredService<JobStorage>();

    /// <summary>A room whose job does some work on its argument.</summary>
    public static Task<JobRoom> OpenAsync(Databases databases, Func<string, Task> work) => OpenAsync(databases, async (_, argument, _) =>
    {
        await work(argument);
        return Done;
    });

    /// <summary>A room whose job does some work in the scope of its command.</summary>
    public static async Task<JobRoom> OpenAsync(Databases databases, Func<IServiceProvider, string, CancellationToken, Task<IOutcome>> work)
    {
        var room = new JobRoom(await databases.EmptyAsync("sqlite"), work);
        await new Migrator(room.Dialect, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
        return room;
    }

    public static Result<DoneWork> Done => new DoneWork();

    /// <summary>Asks for the job in a transaction of its own.</summary>
    public async Task EnqueueAsync(string argument, bool commit = true)
    {
        await using var scope = _services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await session.BeginWriteAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<IJobQueue>().EnqueueAsync(session, Job, argument, CancellationToken.None);
        if (commit)
        {
            await session.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Dispatches once; gives the rows that were handed to Hangfire, and takes them out of its queue.</summary>
    public async Task<long[]> DispatchAsync(bool take = true)
    {
        await Dispatcher.DispatchAsync(CancellationToken.None);
        var told = Told().Select(job => (long)job.Args[0]).ToArray();
        using var connection = Storage.GetConnection();
        for (var i = 0; take && i < told.Length; i++)
        {
            connection.FetchNextJob(["default"], CancellationToken.None).RemoveFromQueue();
        }

        return told;
    }

    /// <summary>What waits in Hangfire's queue, in its order.</summary>
    public Job[] Told() => [.. Storage.GetMonitoringApi().EnqueuedJobs("default", 0, 1000).Select(job => job.Value.Job)];

    /// <summary>How many jobs of Hangfire's are in which state.</summary>
    public StatisticsDto Statistics() => Storage.GetMonitoringApi().GetStatistics();

    public Task RunAsync(long id, CancellationToken ct = default) => _services.GetRequiredService<OutboxRunner>().RunAsync(id, ct);

    /// <summary>Starts Hangfire's server and the dispatcher, as the service does.</summary>
    public async Task StartAsync()
    {
        foreach (var hosted in HostedServices)
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops them, as the service does.</summary>
    public async Task StopAsync()
    {
        foreach (var hosted in HostedServices.Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }
    }

    public async Task<IReadOnlyList<OutboxRow>> RowsAsync()
    {
        await using var session = new DbSession(Dialect);
        return await session.QueryAsync<OutboxRow>("SELECT id, argument, started_at, not_before, attempts FROM outbox ORDER BY id", null, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var session = new DbSession(Dialect);
        await session.WriteAsync(() => session.ExecuteAsync(sql, parameters, CancellationToken.None), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }

    public sealed record DoneWork;

    public sealed record OutboxRow
    {
        public long Id { get; init; }

        public required string Argument { get; init; }

        public DateTimeOffset? StartedAt { get; init; }

        public DateTimeOffset? NotBefore { get; init; }

        public int Attempts { get; init; }
    }

    private sealed class ScopedMediator(ServiceFactory factory, IServiceProvider scope) : Mediator(factory)
    {
        public IServiceProvider Scope { get; } = scope;
    }
}

/// <summary>A clock that stands still until it is moved. Its timers fire when they are told to.</summary>
public sealed class StillClock : TimeProvider
{
    private readonly List<(TimerCallback Callback, object? State)> _timers = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add((callback, state));
        return new NoTimer();
    }

    public void FireTimers() => _timers.ForEach(timer => timer.Callback(timer.State));

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
