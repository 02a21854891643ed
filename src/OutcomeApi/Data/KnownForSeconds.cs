namespace OutcomeApi.Data;

/// <summary>
/// Caches values that were read from the database for five seconds. Changes on this node take effect at once, by <see cref="Forget"/>. A change on another
/// node takes effect when the cached value expires.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed class KnownForSeconds<TKey, TValue>(TimeProvider clock)
    where TKey : notnull
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private readonly BoundedMemory<TKey, (TValue Value, long ReadAt)> _known = new(10_000);
    private long _state;

    /// <summary>Returns the cached value of a key, or reads the value and caches it.</summary>
    public async ValueTask<TValue> FindAsync(TKey key, Func<TKey, Task<TValue>> read)
    {
        var now = clock.GetTimestamp();
        if (_known.TryFind(key, out var known) && clock.GetElapsedTime(known.ReadAt, now) < AtMost)
        {
            return known.Value;
        }

        var state = Interlocked.Read(ref _state);
        var value = await read(key);
        _known.Remember(key, (value, now));
        if (Interlocked.Read(ref _state) != state)
        {
            // What was read may be older than the change.
            _known.Forget(key);
        }

        return value;
    }

    /// <summary>Empties the cache. Call it after a change has been committed.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _state);
        _known.ForgetAll();
    }
}
