using System.Collections;
using System.Runtime.InteropServices;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>
/// What somebody who knows the shown cells, the rule and every definition must still hold possible. A register is certainly possible when it is reached
/// from the true one by changes that leave every shown cell as it is and take nobody away who is not there.
/// </summary>
/// <remarks>
/// Registers are looked for among moves of one change, of two that cancel out, and of more (<see cref="Repair"/>), repeated and one after the other. That may
/// overlook some – then less is shown than could be – but never invents one: what is found has been checked cell by cell, with integers.
/// </remarks>
internal sealed class Possibilities
{
    /// <summary>How many moves are tried before a cell is taken to have no further value.</summary>
    private const int Patience = 400;

    private const int Surveyable = 200;

    /// <summary>
    /// How much is looked at in all before only what is at hand is taken. A bound on the work, not on time: the same universe must always give the same
    /// publication. What is ranked first is looked for first, so what is left out is the finest.
    /// </summary>
    private const long Effort = 20_000_000;
    private const int EffortOfSearch = 200;
    private const int EffortOfTry = 40;

    private static readonly List<int> Nothing = [];

    private readonly int _threshold;
    private readonly bool[] _small;
    private readonly Change[] _changes;
    private readonly Step[][] _changesOf;
    private readonly bool[] _shown;
    private readonly Repair _repair;

    // A change's key is the sum of the labels of the shown cells that it alters: zero when it alters none. Two changes that cancel out in every shown
    // cell have opposite keys.
    private readonly ulong[] _keys;
    private readonly Dictionary<ulong, List<int>> _byKey = [];
    private readonly int[] _place;

    // The register under consideration, and the move under consideration.
    private readonly int[] _peopleNow;
    private readonly int[] _valuesNow;
    private readonly int[] _alters;
    private readonly List<int> _altered = [];
    private readonly bool[] _isAltered;
    private readonly Dictionary<int, int> _change = [];
    private int _tries;
    private long _effort;

    public Possibilities(int threshold, int[] people, int[] values, bool[] small, Change[] changes)
    {
        (_threshold, _small, _changes) = (threshold, small, changes);
        _shown = new bool[values.Length];
        _keys = new ulong[changes.Length];
        _place = new int[changes.Length];
        _peopleNow = [.. people];
        _valuesNow = [.. values];
        _alters = new int[values.Length];
        _isAltered = new bool[values.Length];
        _changesOf = IndexByCell(values.Length);
        _repair = new Repair(changes, _changesOf, _shown, _peopleNow);
        for (var change = 0; change < changes.Length; change++)
        {
            Enter(change);
        }
    }

    public bool IsShown(int cell) => _shown[cell];

    /// <summary>Can any register differ in the cell?</summary>
    public bool IsAltered(int cell) => _changesOf[cell].Length > 0;

    /// <summary>Are the changes so few that <see cref="Find"/> looks at all of them?</summary>
    public bool IsSurveyable => _changes.Length <= Surveyable;

    /// <summary>Has so much been looked at that only what is at hand is taken?</summary>
    public bool IsExhausted => _effort + _repair.Weighed > Effort;

    /// <summary>From now on the attacker knows the cell.</summary>
    public void Show(int cell) => Mark(cell, true);

    /// <summary>Takes back what <see cref="Show"/> did.</summary>
    public void Withhold(int cell) => Mark(cell, false);

    /// <summary>Looks for registers in which a withheld cell has other values.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="wanted">How many other values.</param>
    /// <param name="smallStaysSmall">Only registers in which no small cell grows out of the small numbers.</param>
    /// <param name="before">Registers that were found when less was shown: those of them that are still possible are kept.</param>
    public Witness Find(int cell, int wanted, bool smallStaysSmall, Witness? before)
    {
        var moves = new List<Move>();
        var touched = new BitArray(_shown.Length);
        var found = 0;
        _tries = 0;
        _effort += EffortOfSearch;
        foreach (var direction in (ReadOnlySpan<int>)[1, -1])
        {
            foreach (var earlier in before?.Moves ?? [])
            {
                if (earlier.Direction == direction && found < wanted && Math.Min(Math.Min(earlier.Times, wanted - found), TimesPossible(earlier.Steps, smallStaysSmall)) is var times and > 0)
                {
                    Take(earlier with { Times = times });
                }
            }

            while (found < wanted && NextMove(cell, direction, wanted - found, smallStaysSmall) is { } move)
            {
                Take(move);
            }

            foreach (var move in moves.Where(m => m.Direction == direction))
            {
                Apply(move, -move.Times);
            }
        }

        return new Witness(found, touched, moves);

        void Take(Move move)
        {
            Apply(move, move.Times);
            foreach (var altered in _altered)
            {
                touched[altered] |= _alters[altered] != 0;
            }

            moves.Add(move);
            found += move.Times;
        }
    }

    /// <summary>The changes that alter each cell, with by how much; those that alter the fewest cells first.</summary>
    private Step[][] IndexByCell(int count)
    {
        var lists = new List<Step>[count];
        foreach (var change in Enumerable.Range(0, _changes.Length).OrderBy(c => _changes[c].Cells.Length))
        {
            var (cells, alters) = (_changes[change].Cells, _changes[change].Alters);
            for (var i = 0; i < cells.Length; i++)
            {
                (lists[cells[i]] ??= []).Add(new Step(change, alters[i]));
            }
        }

        return [.. lists.Select(list => list?.ToArray() ?? [])];
    }

    private void Mark(int cell, bool shown)
    {
        _shown[cell] = shown;
        var label = Labels.Of(cell);
        foreach (var (change, alters) in _changesOf[cell])
        {
            Leave(change);
            var by = (ulong)(long)alters;
            _keys[change] = unchecked(shown ? _keys[change] + (label * by) : _keys[change] - (label * by));
            Enter(change);
        }
    }

    private void Enter(int change)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, Unsigned(_keys[change]), out _);
        group ??= [];
        _place[change] = group.Count;
        group.Add(change);
    }

    private void Leave(int change)
    {
        var group = _byKey[Unsigned(_keys[change])];
        var last = group[^1];
        group[_place[change]] = last;
        _place[last] = _place[change];
        group.RemoveAt(group.Count - 1);
    }

    /// <summary>The same for a key and its opposite.</summary>
    private static ulong Unsigned(ulong key) => Math.Min(key, unchecked(0UL - key));

    /// <summary>The next move by which the cell grows (direction 1) or shrinks (−1), from the register under consideration.</summary>
    private Move? NextMove(int cell, int direction, int wanted, bool smallStaysSmall)
    {
        foreach (var (change, alters) in _changesOf[cell])
        {
            if (_keys[change] == 0 && new Step(change, direction * Math.Sign(alters)) is var step && IsPossible(step) && Try(step) is { } move)
            {
                return move;
            }
        }

        if (IsExhausted)
        {
            return null;
        }

        foreach (var (change, alters) in _changesOf[cell])
        {
            var first = new Step(change, direction * Math.Sign(alters));
            if (!IsPossible(first))
            {
                continue;
            }

            foreach (var other in CancelledBy(KeyOf(first)))
            {
                if (other != change && Cancelling(other, KeyOf(first)) is var second && IsPossible(second) && Try(first, second) is { } move)
                {
                    return move;
                }

                if (_tries > Patience)
                {
                    return null;
                }
            }
        }

        foreach (var steps in _repair.MovesOf(cell, direction))
        {
            if (Try(steps) is { } move)
            {
                return move;
            }
        }

        return null;

        Move? Try(params Step[] steps)
        {
            if (direction * steps.Sum(step => step.By * _changes[step.Change].By(cell)) <= 0)
            {
                return null;
            }

            var times = Math.Min(wanted, TimesPossible(steps, smallStaysSmall));
            return times < 1 ? null : new Move(direction, steps, times);
        }
    }

    private ulong KeyOf(Step step) => unchecked(_keys[step.Change] * (ulong)(long)step.By);

    /// <summary>The changes whose keys make up for this one. An empty key needs no making up.</summary>
    private List<int> CancelledBy(ulong key) => key != 0 && _byKey.TryGetValue(Unsigned(key), out var changes) ? changes : Nothing;

    private Step Cancelling(int change, ulong key) => new(change, _keys[change] == key ? -1 : 1);

    private bool IsPossible(Step step) => step.IsPossible(_changes, _peopleNow);

    /// <summary>How often the steps can be taken together. Leaves in <see cref="_alters"/> what they do once.</summary>
    private int TimesPossible(Step[] steps, bool smallStaysSmall)
    {
        var times = int.MaxValue;
        _change.Clear();
        foreach (var step in steps)
        {
            foreach (var kind in _changes[step.Change].Kinds)
            {
                _change[kind.Kind] = _change.GetValueOrDefault(kind.Kind) + (kind.Times * step.By);
            }
        }

        foreach (var (kind, by) in _change)
        {
            times = by < 0 ? Math.Min(times, _peopleNow[kind] / -by) : times;
        }

        if (times < 1)
        {
            return 0;
        }

        _tries++;
        _effort += EffortOfTry;
        Compose(steps);
        foreach (var cell in _altered)
        {
            if (_alters[cell] != 0 && _shown[cell])
            {
                return 0;
            }

            if (smallStaysSmall && _small[cell] && _alters[cell] > 0)
            {
                times = Math.Min(times, (_threshold - 1 - _valuesNow[cell]) / _alters[cell]);
            }
        }

        return times;
    }

    private void Compose(Step[] steps)
    {
        foreach (var cell in _altered)
        {
            _alters[cell] = 0;
            _isAltered[cell] = false;
        }

        _altered.Clear();
        foreach (var step in steps)
        {
            var (cells, alters) = (_changes[step.Change].Cells, _changes[step.Change].Alters);
            for (var i = 0; i < cells.Length; i++)
            {
                if (!_isAltered[cells[i]])
                {
                    _isAltered[cells[i]] = true;
                    _altered.Add(cells[i]);
                }

                _alters[cells[i]] += alters[i] * step.By;
            }
        }
    }

    private void Apply(Move move, int times)
    {
        Compose(move.Steps);
        foreach (var cell in _altered)
        {
            _valuesNow[cell] += _alters[cell] * times;
        }

        foreach (var step in move.Steps)
        {
            foreach (var kind in _changes[step.Change].Kinds)
            {
                _peopleNow[kind.Kind] += kind.Times * step.By * times;
            }
        }
    }
}
