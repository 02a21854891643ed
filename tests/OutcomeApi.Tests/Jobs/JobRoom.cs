using System.Collections.Concurrent;
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
/// The outbox, its dispatcher and its runner on a database of their own, without the rest of the service. The clock stands still until the test
/// moves it, and jobs run when the test says so, unless it asks for threads.
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
        services.AddSingleton<OutboxBell>().AddSingleton<OutboxRunner>().AddScoped<IJobQueue, Outbox>().AddSingleton<IJobEngine>(Engine).AddSingleton<OutboxDispatcher>();
        services.AddScoped<ServiceFactory>(p => p.GetRequiredService).AddScoped<IMediator, ScopedMediator>();
        services.AddSingleton(new JobDefinition(Job, (mediator, argument, ct) => work(((ScopedMediator)mediator).Scope, argument, ct)));
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public StillClock Clock { get; } = new();

    public HandEngine Engine { get; } = new();

    public ISqlDialect Dialect { get; }

    public OutboxDispatcher Dispatcher => _services.GetRequiredService<OutboxDispatcher>();

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

    /// <summary>Dispatches once; gives the rows that were handed to the engine.</summary>
    public async Task<long[]> DispatchAsync()
    {
        await Dispatcher.DispatchAsync(CancellationToken.None);
        return Engine.Take();
    }

    public Task RunAsync(long id, CancellationToken ct = default) => _services.GetRequiredService<OutboxRunner>().RunAsync(id, ct);

    /// <summary>Starts the dispatcher as the service does, with jobs on threads.</summary>
    public Task StartAsync()
    {
        Engine.Run = id => RunAsync(id);
        return Dispatcher.StartAsync(CancellationToken.None);
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
        await ((IHostedService)Dispatcher).StopAsync(CancellationToken.None);
        await Engine.FinishAsync();
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

/// <summary>An engine that notes what it is to run, for the test's hand; or runs it on threads.</summary>
public sealed class HandEngine : IJobEngine
{
    private readonly ConcurrentQueue<long> _started = new();
    private readonly ConcurrentBag<Task> _running = [];

    public Func<long, Task>? Run { get; set; }

    public IReadOnlyList<RecurringJob> Recurring { get; private set; } = [];

    public Task StartAsync(long outboxId, CancellationToken ct)
    {
        if (Run is { } run)
        {
            _running.Add(Task.Run(() => run(outboxId), CancellationToken.None));
        }
        else
        {
            _started.Enqueue(outboxId);
        }

        return Task.CompletedTask;
    }

    public Task ScheduleAsync(IReadOnlyList<RecurringJob> jobs, CancellationToken ct)
    {
        Recurring = jobs;
        return Task.CompletedTask;
    }

    public long[] Take()
    {
        var ids = new List<long>();
        while (_started.TryDequeue(out var id))
        {
            ids.Add(id);
        }

        return [.. ids];
    }

    public Task FinishAsync() => Task.WhenAll(_running);
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
