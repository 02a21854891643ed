namespace OutcomeApi.Tests.Support;

/// <summary>Waits for what happens on other threads.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until it is so.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Waits for a task, but not for ever.</summary>
    public static Task HappensAsync(Task task) => task.WaitAsync(Patience);
}
