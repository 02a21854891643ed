using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OutcomeApi.Data;

/// <summary>Remembers small facts that can be found out again. When there are too many it forgets all.</summary>
/// <param name="most">How many it holds.</param>
public sealed class BoundedMemory<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) => _known.TryGetValue(key, out value);

    public void Remember(TKey key, TValue value)
    {
        if (_known.Count >= most)
        {
            _known.Clear();
        }

        _known[key] = value;
    }

    public void Forget(TKey key) => _known.TryRemove(key, out _);

    public void ForgetAll() => _known.Clear();
}
