using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Jobs;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Jobs;

/// <summary>Work for later: asked for with the change that makes it necessary, never lost, and never twice at the same time.</summary>
public sealed class OutboxTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_transaction_that_is_rolled_back_asks_for_nothing()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => Task.CompletedTask);
        await room.EnqueueAsync("a", commit: false);
        (await room.RowsAsync()).ShouldBeEmpty();
        (await room.DispatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_job_waits_once()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => Task.CompletedTask);
        await room.EnqueueAsync("a");
        await room.EnqueueAsync("a");
        await room.EnqueueAsync("b");
        (await room.RowsAsync()).Select(r => r.Argument).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_job_that_is_running_can_be_asked_for_again()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => Task.CompletedTask);
        await room.EnqueueAsync("a");
        var first = (await room.DispatchAsync()).ShouldHaveSingleItem();
        await room.EnqueueAsync("a");
        (await room.RowsAsync()).Count.ShouldBe(2);

        (await room.DispatchAsync()).ShouldBeEmpty();
        await room.RunAsync(first);
        var second = (await room.DispatchAsync()).ShouldHaveSingleItem();
        await room.RunAsync(second);
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_throws_is_tried_again_after_a_growing_while_and_never_lost()
    {
        var runs = 0;
        await using var room = await JobRoom.OpenAsync(databases, _ => ++runs <= 10 ? throw new InvalidOperationException("not yet") : Task.CompletedTask);
        await room.EnqueueAsync("a");
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
            var row = (await room.RowsAsync()).ShouldHaveSingleItem();
            row.Attempts.ShouldBe(attempt);
            row.StartedAt.ShouldBeNull();
            waits.Add((row.NotBefore!.Value - room.Clock.Now).TotalSeconds);

            room.Clock.Now = row.NotBefore.Value - Second / 2;
            (await room.DispatchAsync()).ShouldBeEmpty();
            room.Clock.Now = row.NotBefore.Value;
        }

        waits.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        runs.ShouldBe(11);
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_gives_up_by_itself_is_tried_again()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => throw new TaskCanceledException("somebody else's timeout"));
        await room.EnqueueAsync("a");
        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        (await room.RowsAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_is_refused_is_dropped()
    {
        await using var room = await JobRoom.OpenAsync(databases, (_, _, _) => Task.FromResult<IOutcome>((Result<JobRoom.DoneWork>)new Fault(FaultCodes.NotFound, string.Empty)));
        await room.EnqueueAsync("a");
        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_is_done_however_its_command_leaves_the_session(bool writing)
    {
        await using var room = await JobRoom.OpenAsync(databases, async (scope, _, ct) =>
        {
            var session = scope.GetRequiredService<DbSession>();
            await (writing ? session.BeginWriteAsync(ct) : session.BeginSnapshotAsync(ct));
            await session.ScalarAsync<int>("SELECT COUNT(*) FROM outbox", null, ct);
            return JobRoom.Done;
        });
        await room.EnqueueAsync("a");
        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_failed_and_its_successor_do_not_run_together()
    {
        var fails = true;
        await using var room = await JobRoom.OpenAsync(databases, _ => fails ? throw new InvalidOperationException("the first time") : Task.CompletedTask);
        await room.EnqueueAsync("a");
        var first = (await room.DispatchAsync()).ShouldHaveSingleItem();
        await room.EnqueueAsync("a");
        await room.RunAsync(first);
        fails = false;

        // Both wait now, and both are due.
        room.Clock.Now += TimeSpan.FromHours(1);
        (await room.DispatchAsync()).ShouldBe([first]);
        await room.RunAsync(first);
        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_of_a_process_that_died_is_taken_up_at_the_next_start()
    {
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var room = await JobRoom.OpenAsync(databases, argument =>
        {
            done.TrySetResult(argument);
            return Task.CompletedTask;
        });
        await room.EnqueueAsync("a");
        (await room.DispatchAsync()).ShouldHaveSingleItem();
        (await room.DispatchAsync()).ShouldBeEmpty();

        // Its clock may have been ahead of ours.
        await room.ExecuteAsync("UPDATE outbox SET started_at = @At", new { At = room.Clock.Now.AddHours(1) });
        await room.StartAsync();
        (await done.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("a");
        await Eventually.HoldsAsync(async () => (await room.RowsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_job_that_is_cut_off_by_the_end_of_the_process_stays()
    {
        using var stopping = new CancellationTokenSource();
        await using var room = await JobRoom.OpenAsync(databases, async (_, _, ct) =>
        {
            await stopping.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return JobRoom.Done;
        });
        await room.EnqueueAsync("a");
        var id = (await room.DispatchAsync()).ShouldHaveSingleItem();
        await Should.ThrowAsync<OperationCanceledException>(room.RunAsync(id, stopping.Token));
        (await room.RowsAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_of_another_node_is_given_up_when_it_has_been_silent_for_ten_minutes()
    {
        await using var room = await JobRoom.OpenAsync(databases, _ => Task.CompletedTask);
        await room.EnqueueAsync("a");
        var id = (await room.DispatchAsync()).ShouldHaveSingleItem();
        room.Clock.Now += TimeSpan.FromMinutes(10);
        (await room.DispatchAsync()).ShouldBeEmpty();
        room.Clock.Now += Second;
        (await room.DispatchAsync()).ShouldBe([id]);
    }

    [Fact]
    public async Task A_long_job_says_that_it_is_running()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var room = await JobRoom.OpenAsync(databases, _ => release.Task);
        await room.EnqueueAsync("a");
        var running = room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());

        room.Clock.Now += TimeSpan.FromMinutes(9);
        room.Clock.FireTimers();
        await Eventually.HoldsAsync(async () => (await room.RowsAsync())[0].StartedAt == room.Clock.Now);
        room.Clock.Now += TimeSpan.FromMinutes(9);
        (await room.DispatchAsync()).ShouldBeEmpty();

        release.SetResult();
        await running;
        (await room.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Equal_jobs_never_overlap_and_the_next_one_sees_what_was_written_meanwhile()
    {
        int running = 0, most = 0, otherRuns = 0;
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<int>();
        var written = 0;
        await using var room = await JobRoom.OpenAsync(databases, async argument =>
        {
            if (argument == "other")
            {
                Interlocked.Increment(ref otherRuns);
                return;
            }

            most = Math.Max(most, Interlocked.Increment(ref running));
            var sees = Volatile.Read(ref written);
            began.TrySetResult();
            await release.Task;
            seen.Add(sees);
            Interlocked.Decrement(ref running);
        });
        await room.StartAsync();
        await room.EnqueueAsync("a");
        await Eventually.HappensAsync(began.Task);

        for (var i = 1; i <= 5; i++)
        {
            Volatile.Write(ref written, i);
            await room.EnqueueAsync("a");
        }

        // Another job is not held up, so the dispatcher has looked at the waiting row, too.
        await room.EnqueueAsync("other");
        await Eventually.HoldsAsync(() => Task.FromResult(otherRuns == 1));
        (await room.RowsAsync()).Count(r => r.Argument == "a").ShouldBe(2);

        release.SetResult();
        await Eventually.HoldsAsync(async () => (await room.RowsAsync()).Count == 0);
        most.ShouldBe(1);
        seen.ShouldBe([0, 5]);
    }

    [Fact]
    public async Task A_job_belongs_to_the_trace_of_what_asked_for_it()
    {
        var traces = new List<(ActivityTraceId Trace, string? Parent, ActivityKind Kind, string Name)>();
        await using var room = await JobRoom.OpenAsync(databases, _ =>
        {
            traces.Add((Activity.Current!.TraceId, Activity.Current.ParentId, Activity.Current.Kind, Activity.Current.OperationName));
            return Task.CompletedTask;
        });
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OutboxRunner.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);

        using var request = new Activity("request").Start();
        await room.EnqueueAsync("a");
        request.Stop();

        await room.RunAsync((await room.DispatchAsync()).ShouldHaveSingleItem());
        traces.ShouldBe([(request.TraceId, request.Id, ActivityKind.Consumer, JobRoom.Job)]);
    }

    [Fact]
    public async Task Many_rows_of_many_writers_are_all_done_once()
    {
        var done = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var room = await JobRoom.OpenAsync(databases, argument =>
        {
            done.Add(argument);
            return Task.CompletedTask;
        });
        await room.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => room.EnqueueAsync($"job-{i:00}"))));
        await Eventually.HoldsAsync(async () => (await room.RowsAsync()).Count == 0);
        done.Order().ShouldBe(Enumerable.Range(0, 40).Select(i => $"job-{i:00}"));
    }
}
