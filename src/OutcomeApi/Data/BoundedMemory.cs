using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OutcomeApi.Data;

/// <summary>A cache of limited size for values that can be read again. When it is full, it is emptied completely.</summary>
/// <param name="most">Maximum number of values.</param>
public sealed class BoundedMemory<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();

    /// <summary>Finds the value of a key.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) => _known.TryGetValue(key, out value);

    /// <summary>Stores the value of a key.</summary>
    public void Remember(TKey key, TValue value)
    {
        if (_known.Count >= most)
        {
            _known.Clear();
        }

        _known[key] = value;
    }

    /// <summary>Removes a key.</summary>
    public void Forget(TKey key) => _known.TryRemove(key, out _);

    /// <summary>Removes all keys.</summary>
    public void ForgetAll() => _known.Clear();
}
