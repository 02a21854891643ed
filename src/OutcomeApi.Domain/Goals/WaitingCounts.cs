using System.Runtime.InteropServices;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// How many people have waited how many days. It grows with the number of different waits, not with the number of people, and those of several
/// tertials or genders can be put together.
/// </summary>
internal sealed class WaitingCounts
{
    private readonly Dictionary<int, int> _people = [];

    public void Add(int days) => CollectionsMarshal.GetValueRefOrAddDefault(_people, days, out _)++;

    public void Add(WaitingCounts? others)
    {
        foreach (var (days, people) in others?._people ?? [])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_people, days, out _) += people;
        }
    }

    /// <summary>Null when nobody has waited.</summary>
    public WaitingDays? Sum()
    {
        if (_people.Count == 0)
        {
            return null;
        }

        var ordered = _people.OrderBy(p => p.Key).ToArray();
        var count = ordered.Sum(p => p.Value);
        return new WaitingDays(count, DaysOf((count - 1) / 2) + DaysOf(count / 2), ordered[^1].Key);

        int DaysOf(int position)
        {
            var index = 0;
            for (var passed = ordered[0].Value; passed <= position; passed += ordered[index].Value)
            {
                index++;
            }

            return ordered[index].Key;
        }
    }
}
