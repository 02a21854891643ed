namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>
/// Somebody who holds everything published and every definition against each other. Finds by exact search over integers which values a cell can have.
/// Independent of how the publication was decided: it knows inner numbers that are not negative, and sums that are known.
/// </summary>
internal sealed class Attacker
{
    private readonly int _numbers;
    private readonly List<(int[] Weights, int Low, int High)> _known = [];
    private readonly int _most;

    public Attacker(CountedTable.Published published)
    {
        var table = published.Table;
        _numbers = table.Inner.Length;
        _most = table.Inner.Sum() + (2 * published.Threshold) + 2;
        foreach (var (cell, index) in table.Cells.Select((cell, index) => (cell, index)))
        {
            _known.Add(published.Shown[index] ? (cell.Weights, cell.Value, cell.Value) : (cell.Weights, 0, int.MaxValue));
        }
    }

    /// <summary>Values that the cell can have: all of them, or as many as were asked for.</summary>
    public IReadOnlyList<int> PossibleValues(CountedTable.Cell cell, int enough)
    {
        var values = new List<int>();
        foreach (var value in Enumerable.Range(0, _most).OrderBy(v => Math.Abs(v - cell.Value)))
        {
            if (values.Count < enough && IsPossible([.. _known, (cell.Weights, value, value)]))
            {
                values.Add(value);
            }
        }

        return values;
    }

    private bool IsPossible(List<(int[] Weights, int Low, int High)> known)
    {
        var low = new int[_numbers];
        var high = new int[_numbers];
        Array.Fill(high, _most);
        return Search(known, low, high);
    }

    /// <summary>Narrows what each number can be until nothing narrows, then tries the values of one number.</summary>
    private bool Search(List<(int[] Weights, int Low, int High)> known, int[] low, int[] high)
    {
        if (!Narrow(known, low, high))
        {
            return false;
        }

        var open = -1;
        for (var i = 0; i < _numbers; i++)
        {
            if (low[i] < high[i] && (open < 0 || high[i] - low[i] < high[open] - low[open]))
            {
                open = i;
            }
        }

        if (open < 0)
        {
            return true;
        }

        for (var value = low[open]; value <= high[open]; value++)
        {
            var (nextLow, nextHigh) = ((int[])low.Clone(), (int[])high.Clone());
            nextLow[open] = nextHigh[open] = value;
            if (Search(known, nextLow, nextHigh))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Narrow(List<(int[] Weights, int Low, int High)> known, int[] low, int[] high)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (weights, least, most) in known)
            {
                long sumLow = 0, sumHigh = 0;
                for (var i = 0; i < weights.Length; i++)
                {
                    sumLow += weights[i] * (long)(weights[i] > 0 ? low[i] : high[i]);
                    sumHigh += weights[i] * (long)(weights[i] > 0 ? high[i] : low[i]);
                }

                if (sumLow > most || sumHigh < least)
                {
                    return false;
                }

                for (var i = 0; i < weights.Length; i++)
                {
                    var (w, l, h) = (weights[i], low[i], high[i]);
                    if (w == 0)
                    {
                        continue;
                    }

                    // The weights are 1 and −1.
                    var others = (Low: sumLow - (w * (long)(w > 0 ? l : h)), High: sumHigh - (w * (long)(w > 0 ? h : l)));
                    var (from, to) = w > 0 ? (least - others.High, most - others.Low) : (others.Low - most, others.High - least);
                    if (from > l)
                    {
                        low[i] = (int)from;
                        changed = true;
                    }

                    if (to < h)
                    {
                        high[i] = (int)to;
                        changed = true;
                    }

                    if (low[i] > high[i])
                    {
                        return false;
                    }

                    if (changed && (low[i] != l || high[i] != h))
                    {
                        sumLow += w * (long)(w > 0 ? low[i] - l : high[i] - h);
                        sumHigh += w * (long)(w > 0 ? high[i] - h : low[i] - l);
                    }
                }
            }
        }

        return true;
    }
}
