using System.Runtime.InteropServices;

namespace OutcomeApi.Domain.Reports;

/// <summary>Counts people by what they have in common, in one pass. Whatever nobody has is counted as nobody.</summary>
internal sealed class Tally<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, GenderCounts> _counts = [];

    /// <summary>Counts people.</summary>
    /// <param name="people">The people. Each counts once.</param>
    /// <param name="keyOf">Says what somebody is counted as.</param>
    public Tally(IEnumerable<Participation> people, Func<Participation, TKey> keyOf)
    {
        foreach (var person in people)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, keyOf(person), out _) += GenderCounts.One(person.Gender);
        }
    }

    /// <summary>What occurs.</summary>
    public IReadOnlyCollection<TKey> Keys => _counts.Keys;

    public GenderCounts Total => Sum(_ => true);

    public GenderCounts this[TKey key] => _counts.GetValueOrDefault(key);

    /// <summary>Counts those whose key meets a condition.</summary>
    public GenderCounts Sum(Func<TKey, bool> counts)
    {
        var sum = default(GenderCounts);
        foreach (var (key, people) in _counts)
        {
            sum += counts(key) ? people : default;
        }

        return sum;
    }
}
