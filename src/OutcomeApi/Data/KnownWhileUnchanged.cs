using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data;

/// <summary>
/// Caches values that were read from the database until the next commit. On the embedded database this process is the only writer and counts
/// its commits, so a reader never sees older data than before. On a database with several nodes nothing is cached.
/// </summary>
/// <param name="dialect">The database, which counts the commits.</param>
/// <param name="clock">The clock, for the maximum age of a value.</param>
public sealed class KnownWhileUnchanged<TKey, TValue>(ISqlDialect dialect, TimeProvider clock)
    where TKey : notnull
{
    // Limits the age of a value. A command of this program that runs beside the service writes to the same file, and its commits are not counted.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    private readonly BoundedMemory<TKey, Entry> _known = new(10_000);

    /// <summary>Returns the cached value of a key, or reads the value and caches it.</summary>
    public async ValueTask<TValue> FindAsync(TKey key, Func<TKey, Task<TValue>> read)
    {
        if (dialect.Commits is not { } commits)
        {
            return await read(key);
        }

        var now = clock.GetTimestamp();
        if (_known.TryFind(key, out var entry) && entry.Commits == commits && clock.GetElapsedTime(entry.ReadAt, now) < AtMost)
        {
            return entry.Value;
        }

        var value = await read(key);
        _known.Remember(key, new Entry(commits, now, value));
        return value;
    }

    private sealed record Entry(long Commits, long ReadAt, TValue Value);
}
