using OutcomeApi.Jobs;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Jobs;

/// <summary>What Hangfire is told, and what it does when a job fails or the program stops.</summary>
public sealed class HangfireTests(Databases databases) : IClassFixture<Databases>
{
    [Fact]
    public async Task It_is_told_the_number_of_a_row_and_not_what_the_row_is_about()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => Task.CompletedTask);
        await room.EnqueueAsync("the argument");
        await room.DispatchAsync(take: false);
        var row = (await room.RowsAsync()).ShouldHaveSingleItem();
        var told = room.Told().ShouldHaveSingleItem();
        told.Type.ShouldBe(typeof(HangfireEngine.OutboxJob));
        told.Args.ShouldBe([row.Id, CancellationToken.None]);
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_when_the_outbox_says_so_and_not_by_Hangfire()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => throw new InvalidOperationException("not yet"));
        await room.EnqueueAsync("a");
        await room.StartAsync();
        await Eventually.HoldsAsync(async () => (await room.RowsAsync()).Single() is { Attempts: 1, StartedAt: null });
        await Eventually.HoldsAsync(() => Task.FromResult(room.Statistics().Succeeded == 1));
        var done = room.Statistics();
        (done.Enqueued, done.Scheduled, done.Failed).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_job_that_is_running_when_the_program_stops_is_finished()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var room = await JobRoom.OpenAsync(databases, async (_, _, ct) =>
        {
            began.SetResult();
            await release.Task.WaitAsync(ct);
            return JobRoom.Done;
        });
        await room.EnqueueAsync("a");
        await room.StartAsync();
        await Eventually.HappensAsync(began.Task);

        // A stop that cuts off has done so when the job goes on.
        var stopping = room.StopAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var tick = 0; tick < 20; tick++)
        {
            await timer.WaitForNextTickAsync();
        }

        stopping.IsCompleted.ShouldBeFalse();
        release.SetResult();
        await Eventually.HappensAsync(stopping);
        (await room.RowsAsync()).ShouldBeEmpty();
    }
}
