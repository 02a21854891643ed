namespace OutcomeApi.Tests.Features.Disclosure;

/// <summary>
/// Somebody who writes down everything that can be read, and every sum that must hold, and narrows what each withheld number can be until nothing narrows.
/// Knows nothing of how it was decided what is shown.
/// </summary>
internal sealed class ReadingAttacker
{
    private readonly Dictionary<string, int> _index = [];
    private readonly List<string> _names = [];
    private readonly List<long> _low = [];
    private readonly List<long> _high = [];
    private readonly List<(int Number, int Weight)[]> _zeroSums = [];

    /// <summary>Numbers that were read.</summary>
    public void Reads(string name, int value)
    {
        var number = NumberOf(name);
        (_low[number], _high[number]) = (Math.Max(_low[number], value), Math.Min(_high[number], value));
    }

    /// <summary>The whole is the sum of its parts.</summary>
    public void Knows(string whole, IEnumerable<string> parts) => _zeroSums.Add([(NumberOf(whole), -1), .. parts.Select(part => (NumberOf(part), 1))]);

    /// <summary>Narrows, and gives the numbers that can not be told exactly with their lowest and highest values.</summary>
    public IReadOnlyDictionary<string, (long Low, long High)> Narrowed()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var sum in _zeroSums)
            {
                changed |= Narrow(sum);
            }
        }

        return _names.ToDictionary(name => name, name => (_low[_index[name]], _high[_index[name]]));
    }

    /// <summary>Numbers that follow from what was read by adding and subtracting alone, found by elimination modulo a prime.</summary>
    public IReadOnlySet<string> Told()
    {
        const long Prime = 2_147_483_647;
        var open = Enumerable.Range(0, _names.Count).Where(n => _low[n] != _high[n]).ToArray();
        var column = open.Select((n, c) => (n, c)).ToDictionary(x => x.n, x => x.c);
        var rows = new Dictionary<int, SortedDictionary<int, long>>();
        foreach (var sum in _zeroSums)
        {
            var row = new SortedDictionary<int, long>();
            foreach (var (number, weight) in sum.Where(s => column.ContainsKey(s.Number)))
            {
                Add(row, column[number], weight);
            }

            while (row.Count > 0 && rows.TryGetValue(row.First().Key, out var pivot))
            {
                var (at, factor) = (row.First().Key, row.First().Value);
                foreach (var (c, value) in pivot)
                {
                    Add(row, c, Prime - (factor * value % Prime));
                }

                row.ContainsKey(at).ShouldBeFalse();
            }

            if (row.Count > 0)
            {
                var inverse = Power(row.First().Value, Prime - 2);
                rows.Add(row.First().Key, new SortedDictionary<int, long>(row.ToDictionary(r => r.Key, r => r.Value * inverse % Prime)));
            }
        }

        // From the last pivot up: whatever is left with itself alone is told.
        foreach (var pivot in rows.Keys.OrderDescending())
        {
            foreach (var c in rows[pivot].Keys.Where(c => c != pivot && rows.ContainsKey(c)).ToArray())
            {
                if (!rows[pivot].TryGetValue(c, out var factor))
                {
                    continue;
                }

                foreach (var (other, value) in rows[c].ToArray())
                {
                    Add(rows[pivot], other, Prime - (factor * value % Prime));
                }
            }
        }

        return rows.Where(r => r.Value.Count == 1).Select(r => _names[open[r.Key]]).ToHashSet();

        static void Add(SortedDictionary<int, long> row, int column, long value)
        {
            var sum = (row.GetValueOrDefault(column) + value + Prime) % Prime;
            if (sum == 0)
            {
                row.Remove(column);
            }
            else
            {
                row[column] = sum;
            }
        }

        static long Power(long number, long exponent)
        {
            var result = 1L;
            for (; exponent > 0; exponent >>= 1, number = number * number % Prime)
            {
                result = (exponent & 1) == 1 ? result * number % Prime : result;
            }

            return result;
        }
    }

    private bool Narrow((int Number, int Weight)[] sum)
    {
        var changed = false;
        foreach (var (number, weight) in sum)
        {
            // weight × number = −(the others).
            long low = 0, high = 0;
            foreach (var (other, own) in sum.Where(s => s.Number != number))
            {
                low += own > 0 ? _low[other] : -_high[other];
                high += own > 0 ? _high[other] : -_low[other];
            }

            var (from, to) = weight > 0 ? (-high, -low) : (low, high);
            if (from > _low[number])
            {
                (_low[number], changed) = (from, true);
            }

            if (to < _high[number])
            {
                (_high[number], changed) = (to, true);
            }

            _low[number].ShouldBeLessThanOrEqualTo(_high[number], $"what is read does not add up at {_names[number]}");
        }

        return changed;
    }

    private int NumberOf(string name)
    {
        if (!_index.TryGetValue(name, out var number))
        {
            _index.Add(name, number = _names.Count);
            _names.Add(name);
            _low.Add(0);
            _high.Add(100_000);
        }

        return number;
    }
}
