using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>
/// Requests all work that the tables show as undone and that Hangfire does not have, at startup and then every 15 seconds. It finds work that no
/// change announces, for example at midnight. It also finds work that was lost because a process died between its commit and the request.
/// </summary>
public sealed class Sweeper(
    IServiceScopeFactory scopes, HangfireJobs jobs, RecurringJobs recurring, IEnumerable<IUndoneWork> rooms, ILogger<Sweeper> log)
    : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Sweeps once.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        var missing = jobs.IfMissing();
        foreach (var room in rooms)
        {
            await room.AskAsync(session, missing, ct);
        }

        // In the end: when they cannot be scheduled, what is undone has been asked for all the same.
        recurring.Keep();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "What is undone could not be found out, and is looked for again in {Every}", Every);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
