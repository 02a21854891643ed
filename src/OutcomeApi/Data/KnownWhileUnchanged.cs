using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data;

/// <summary>
/// Remembers what was read as long as nothing has been committed. On the embedded database this process is the only writer and counts its commits, so a reader never
/// sees less than was answered before; on a database with several nodes nothing is remembered.
/// </summary>
/// <param name="dialect">The database.</param>
/// <param name="clock">The clock.</param>
public sealed class KnownWhileUnchanged<TKey, TValue>(ISqlDialect dialect, TimeProvider clock)
    where TKey : notnull
{
    // A command of this program that runs beside the service writes to the same file unseen.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    private readonly BoundedMemory<TKey, Entry> _known = new(10_000);

    /// <summary>Finds what is known of a key, or reads it.</summary>
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
