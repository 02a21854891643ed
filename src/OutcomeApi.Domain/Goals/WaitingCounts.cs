namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Counts how many people have waited how many days. Its size grows with the longest wait and not with the number of people. The counts of
/// several tertials or genders can be added together.
/// </summary>
internal sealed class WaitingCounts
{
    private const int Quarter = 90;

    // The number of people for each number of days, starting at _first. A start before its referral is refused, but a correction can still
    // produce one, so the number of days can be negative.
    private int[] _people = [];
    private int _first;

    public void Add(int days)
    {
        Cover(days, days);
        _people[days - _first]++;
    }

    public void Add(WaitingCounts? others)
    {
        if (others is not { _people.Length: > 0 })
        {
            return;
        }

        Cover(others._first, others._first + others._people.Length - 1);
        for (var i = 0; i < others._people.Length; i++)
        {
            _people[others._first - _first + i] += others._people[i];
        }
    }

    /// <summary>Summarizes the waits. Returns null when nobody has waited.</summary>
    public WaitingDays? Sum()
    {
        var count = 0;
        var longest = 0;
        for (var i = 0; i < _people.Length; i++)
        {
            count += _people[i];
            longest = _people[i] > 0 ? i : longest;
        }

        return count == 0 ? null : new WaitingDays(count, DaysOf((count - 1) / 2) + DaysOf(count / 2), _first + longest);
    }

    /// <summary>Returns the days waited by the person at a position, counted from the shortest wait.</summary>
    private int DaysOf(int position)
    {
        var index = 0;
        for (var passed = _people[0]; passed <= position; passed += _people[index])
        {
            index++;
        }

        return _first + index;
    }

    /// <summary>
    /// Extends the array to cover a range of days. It grows by quarters of a year (90 days), so that it seldom needs to grow.
    /// </summary>
    private void Cover(int from, int to)
    {
        var length = _people.Length;
        if (length > 0 && from >= _first && to < _first + length)
        {
            return;
        }

        var first = Math.Min(length > 0 ? _first : from, (int)Math.Floor(from / (double)Quarter) * Quarter);
        var end = Math.Max(length > 0 ? _first + length : to, ((int)Math.Floor(to / (double)Quarter) + 1) * Quarter);
        var wider = new int[end - first];
        _people.CopyTo(wider, length > 0 ? _first - first : 0);
        (_people, _first) = (wider, first);
    }
}
