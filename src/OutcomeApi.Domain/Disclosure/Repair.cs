namespace OutcomeApi.Domain.Disclosure;

/// <summary>
/// Looks for moves of many changes: begins with one that alters the cell in question, and as long as a shown cell differs, adds the change that brings the
/// shown cells nearest to what they were. It goes down, with few detours, and gives up early: a short move that leaves most cells as they are
/// stays possible for longer.
/// </summary>
internal sealed class Repair(Change[] changes, Step[][] changesOf, bool[] shown, int[] peopleNow)
{
    private const int Beginnings = 12;
    private const int Longest = 10;
    private const int Candidates = 400;
    private const int Detours = 2;

    private readonly int[] _off = new int[shown.Length];
    private readonly List<int> _differing = [];
    private readonly List<Step> _steps = [];

    /// <summary>How many changes have been weighed.</summary>
    public long Weighed { get; private set; }

    /// <summary>Moves by which a cell grows (direction 1) or shrinks (−1) and no shown cell differs. No change of them takes anybody away who is not there.</summary>
    public IEnumerable<Step[]> MovesOf(int cell, int direction)
    {
        var begun = 0;
        foreach (var (change, alters) in changesOf[cell])
        {
            var first = new Step(change, direction * Math.Sign(alters));
            if (!first.IsPossible(changes, peopleNow))
            {
                continue;
            }

            if (++begun > Beginnings)
            {
                yield break;
            }

            if (IsRepaired(first, cell, direction))
            {
                yield return [.. _steps];
            }
        }
    }

    private bool IsRepaired(Step first, int cell, int direction)
    {
        _differing.ForEach(c => _off[c] = 0);
        _differing.Clear();
        _steps.Clear();
        var distance = Take(first);
        var detours = 0;
        while (distance > 0 && _steps.Count < Longest && Nearest(cell, direction) is var (step, nearer))
        {
            if (nearer >= 0 && ++detours > Detours)
            {
                break;
            }

            distance += Take(step);
        }

        foreach (var step in _steps)
        {
            AddPeople(step, -1);
        }

        return distance == 0;
    }

    /// <summary>The change that brings shown cells nearest to what they were, among those that make up for the one that the fewest changes alter.</summary>
    private (Step Step, int Nearer)? Nearest(int cell, int direction)
    {
        var scarcest = -1;
        foreach (var differing in _differing)
        {
            if (_off[differing] != 0 && shown[differing] && (scarcest < 0 || changesOf[differing].Length < changesOf[scarcest].Length))
            {
                scarcest = differing;
            }
        }

        (Step, int)? nearest = null;
        var least = int.MaxValue;
        var back = -Math.Sign(_off[scarcest]);
        foreach (var (change, alters) in changesOf[scarcest].AsSpan(0, Math.Min(Candidates, changesOf[scarcest].Length)))
        {
            var step = new Step(change, back * Math.Sign(alters));
            if (step.IsPossible(changes, peopleNow) && !_steps.Contains(step with { By = -step.By }) && Weigh(step, cell, direction, least) is var nearer && nearer < least)
            {
                nearest = (step, least = nearer);
            }
        }

        return nearest;
    }

    /// <summary>By how much the shown cells would differ more than they do; at least <paramref name="least"/> when the cell in question would not differ any more.</summary>
    private int Weigh(Step step, int cell, int direction, int least)
    {
        Weighed++;
        var (cells, alters) = (changes[step.Change].Cells, changes[step.Change].Alters);
        var more = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            var off = _off[cells[i]];
            if (shown[cells[i]])
            {
                more += Math.Abs(off + (alters[i] * step.By)) - Math.Abs(off);
            }
            else if (cells[i] == cell && direction * (off + (alters[i] * step.By)) <= 0)
            {
                return least;
            }
        }

        return more;
    }

    private int Take(Step step)
    {
        var (cells, alters) = (changes[step.Change].Cells, changes[step.Change].Alters);
        var more = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            ref var off = ref _off[cells[i]];
            if (off == 0)
            {
                _differing.Add(cells[i]);
            }

            more += shown[cells[i]] ? Math.Abs(off + (alters[i] * step.By)) - Math.Abs(off) : 0;
            off += alters[i] * step.By;
        }

        _steps.Add(step);
        AddPeople(step, 1);
        return more;
    }

    private void AddPeople(Step step, int times)
    {
        foreach (var (kind, by) in changes[step.Change].Kinds)
        {
            peopleNow[kind] += by * step.By * times;
        }
    }
}
