using System.Collections.Concurrent;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// Parses large bodies one after the other, on a thread of its own. The parser borrows buffers of one and two megabytes, and the runtime leaves them with the
/// thread that has used them: with the threads of the requests, they would add up.
/// </summary>
internal static class LargeBodies
{
    /// <summary>Size from which a body is large, in bytes.</summary>
    public const int From = 64 * 1024;

    private static readonly BlockingCollection<Action> Waiting = StartWork();

    /// <summary>Parses a body when its turn comes.</summary>
    public static Task<T> ParseAsync<T>(Func<T> parse)
    {
        var parsed = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(() =>
        {
            try
            {
                parsed.SetResult(parse());
            }
            catch (Exception e)
            {
                parsed.SetException(e);
            }
        });
        return parsed.Task;
    }

    private static BlockingCollection<Action> StartWork()
    {
        var waiting = new BlockingCollection<Action>();
        var thread = new Thread(Work) { IsBackground = true, Name = "Large bodies" };
        thread.Start();
        return waiting;

        void Work()
        {
            foreach (var work in waiting.GetConsumingEnumerable())
            {
                work();
            }
        }
    }
}
