using System.Collections;
using System.Runtime.InteropServices;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>
/// What somebody who knows the shown cells, the rule and every definition must still hold possible. A register is certainly possible when it is reached
/// from the true one by changes that leave every shown cell as it is and take nobody away who is not there.
/// </summary>
/// <remarks>
/// Registers are looked for among sums of at most two changes, repeated. That may overlook some – then less is shown than could be – but never invents one:
/// what is found has been checked cell by cell, with integers.
/// </remarks>
internal sealed class Possibilities
{
    /// <summary>How many moves are tried before a cell is taken to have no further value.</summary>
    private const int Patience = 400;

    private readonly int _threshold;
    private readonly int[] _values;
    private readonly bool[] _small;
    private readonly Change[] _changes;
    private readonly int[][] _changesOf;
    private readonly bool[] _shown;

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
    private int _tries;

    public Possibilities(int threshold, int[] people, int[] values, bool[] small, Change[] changes)
    {
        (_threshold, _values, _small, _changes) = (threshold, values, small, changes);
        _shown = new bool[values.Length];
        _keys = new ulong[changes.Length];
        _place = new int[changes.Length];
        _peopleNow = [.. people];
        _valuesNow = [.. values];
        _alters = new int[values.Length];
        _changesOf = IndexByCell();
        for (var change = 0; change < changes.Length; change++)
        {
            Enter(change);
        }
    }

    public bool IsShown(int cell) => _shown[cell];

    /// <summary>Can any register differ in the cell?</summary>
    public bool IsAltered(int cell) => _changesOf[cell].Length > 0;

    /// <summary>From now on the attacker knows the cell.</summary>
    public void Show(int cell) => Mark(cell, true);

    /// <summary>Takes back what <see cref="Show"/> did.</summary>
    public void Withhold(int cell) => Mark(cell, false);

    /// <summary>Looks for registers in which a withheld cell has other values.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="wanted">How many other values.</param>
    /// <param name="smallStaysSmall">
    /// Only registers in which every small cell is small too: what somebody must hold possible who has guessed which cells are the small ones.
    /// </param>
    public Witness? Find(int cell, int wanted, bool smallStaysSmall)
    {
        var moves = new List<Move>();
        var found = 0;
        var touched = new BitArray(_values.Length);
        _tries = 0;
        foreach (var direction in (ReadOnlySpan<int>)[1, -1])
        {
            while (found < wanted && NextMove(cell, direction, wanted - found, smallStaysSmall) is { } move)
            {
                Apply(move, move.Times);
                foreach (var altered in _altered)
                {
                    touched[altered] |= _alters[altered] != 0;
                }

                moves.Add(move);
                found += move.Times;
            }

            foreach (var move in moves.Where(m => m.Direction == direction))
            {
                Apply(move, -move.Times);
            }
        }

        return new Witness(found, touched, moves);
    }

    /// <summary>The registers of a witness.</summary>
    public IReadOnlyList<OtherRegister> RegistersOf(Witness witness)
    {
        var registers = new List<OtherRegister>();
        foreach (var direction in (ReadOnlySpan<int>)[1, -1])
        {
            var more = new SortedDictionary<int, int>();
            foreach (var move in witness.Moves.Where(m => m.Direction == direction))
            {
                for (var time = 0; time < move.Times; time++)
                {
                    AddTo(more, move.First, move.FirstBy);
                    AddTo(more, move.Second, move.SecondBy);
                    registers.Add(new OtherRegister(more.Where(m => m.Value != 0).ToDictionary(m => m.Key, m => m.Value)));
                }
            }
        }

        return registers;
    }

    private void AddTo(SortedDictionary<int, int> more, int change, int by)
    {
        if (change < 0)
        {
            return;
        }

        foreach (var kind in _changes[change].Kinds)
        {
            more[kind.Kind] = more.GetValueOrDefault(kind.Kind) + (kind.Times * by);
        }
    }

    private int[][] IndexByCell()
    {
        var lists = new List<int>[_values.Length];
        foreach (var change in Enumerable.Range(0, _changes.Length).OrderBy(c => _changes[c].Cells.Length))
        {
            foreach (var cell in _changes[change].Cells)
            {
                (lists[cell] ??= []).Add(change);
            }
        }

        return [.. lists.Select(list => list?.ToArray() ?? [])];
    }

    private void Mark(int cell, bool shown)
    {
        _shown[cell] = shown;
        var label = Labels.Of(cell);
        foreach (var change in _changesOf[cell])
        {
            Leave(change);
            var by = (ulong)(long)_changes[change].By(cell);
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

    private Move? NextMove(int cell, int direction, int wanted, bool smallStaysSmall)
    {
        foreach (var first in _changesOf[cell])
        {
            if (_keys[first] == 0)
            {
                var by = direction * Math.Sign(_changes[first].By(cell));
                if (Try(new Move(direction, first, by, -1, 0, 0), wanted, smallStaysSmall) is { } move)
                {
                    return move;
                }
            }
        }

        foreach (var first in _changesOf[cell])
        {
            foreach (var second in _byKey[Unsigned(_keys[first])])
            {
                if (second == first)
                {
                    continue;
                }

                var same = _keys[first] == _keys[second];
                var opposite = _keys[first] == unchecked(0UL - _keys[second]);
                foreach (var sign in (ReadOnlySpan<int>)[-1, 1])
                {
                    // The two keys must cancel out.
                    if (!(sign < 0 ? same : opposite))
                    {
                        continue;
                    }

                    var alters = _changes[first].By(cell) + (sign * _changes[second].By(cell));
                    if (alters == 0)
                    {
                        continue;
                    }

                    if (_tries > Patience)
                    {
                        return null;
                    }

                    var by = direction * Math.Sign(alters);
                    if (Try(new Move(direction, first, by, second, by * sign, 0), wanted, smallStaysSmall) is { } move)
                    {
                        return move;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The move as often as it is possible and wanted; null when it is not possible once. Leaves in <see cref="_alters"/> what it does.</summary>
    private Move? Try(Move move, int wanted, bool smallStaysSmall)
    {
        var times = Math.Min(wanted, Available(move.First, move.FirstBy, move.Second, move.SecondBy));
        if (times < 1)
        {
            return null;
        }

        _tries++;
        Compose(move);
        foreach (var cell in _altered)
        {
            var alters = _alters[cell];
            if (alters == 0)
            {
                continue;
            }

            if (_shown[cell])
            {
                return null;
            }

            if (smallStaysSmall && _small[cell])
            {
                times = Math.Min(times, alters < 0 ? (_valuesNow[cell] - 1) / -alters : (_threshold - 1 - _valuesNow[cell]) / alters);
            }

            if (times < 1)
            {
                return null;
            }
        }

        return move with { Times = times };
    }

    /// <summary>How often the people allow it.</summary>
    private int Available(int first, int firstBy, int second, int secondBy)
    {
        var times = int.MaxValue;
        foreach (var kind in _changes[first].Kinds)
        {
            var by = kind.Times * firstBy;
            if (second >= 0)
            {
                foreach (var other in _changes[second].Kinds)
                {
                    by += other.Kind == kind.Kind ? other.Times * secondBy : 0;
                }
            }

            times = by < 0 ? Math.Min(times, _peopleNow[kind.Kind] / -by) : times;
        }

        if (second >= 0)
        {
            foreach (var kind in _changes[second].Kinds)
            {
                var by = kind.Times * secondBy;
                foreach (var other in _changes[first].Kinds)
                {
                    by += other.Kind == kind.Kind ? other.Times * firstBy : 0;
                }

                times = by < 0 ? Math.Min(times, _peopleNow[kind.Kind] / -by) : times;
            }
        }

        return times;
    }

    private void Compose(Move move)
    {
        foreach (var cell in _altered)
        {
            _alters[cell] = 0;
        }

        _altered.Clear();
        Add(move.First, move.FirstBy);
        Add(move.Second, move.SecondBy);

        void Add(int change, int by)
        {
            if (change < 0)
            {
                return;
            }

            var (cells, alters) = (_changes[change].Cells, _changes[change].Alters);
            for (var i = 0; i < cells.Length; i++)
            {
                if (_alters[cells[i]] == 0)
                {
                    _altered.Add(cells[i]);
                }

                _alters[cells[i]] += alters[i] * by;
            }
        }
    }

    private void Apply(Move move, int times)
    {
        Compose(move);
        foreach (var cell in _altered.Distinct())
        {
            _valuesNow[cell] += _alters[cell] * times;
        }

        foreach (var (change, by) in (ReadOnlySpan<(int, int)>)[(move.First, move.FirstBy), (move.Second, move.SecondBy)])
        {
            if (change >= 0)
            {
                foreach (var kind in _changes[change].Kinds)
                {
                    _peopleNow[kind.Kind] += kind.Times * by * times;
                }
            }
        }
    }
}

/// <summary>A change and what it does to the cells.</summary>
internal sealed class Change(Member[] kinds, int[] cells, int[] alters)
{
    public Member[] Kinds { get; } = kinds;

    /// <summary>The cells that it alters, in order.</summary>
    public int[] Cells { get; } = cells;

    /// <summary>By how much.</summary>
    public int[] Alters { get; } = alters;

    public int By(int cell) => Array.BinarySearch(Cells, cell) is var i and >= 0 ? Alters[i] : 0;
}

/// <summary>One or two changes together, so often.</summary>
/// <param name="Direction">1: the cell in question grows; −1: it shrinks.</param>
internal readonly record struct Move(int Direction, int First, int FirstBy, int Second, int SecondBy, int Times);

/// <summary>Registers that show how many other values a cell can have.</summary>
/// <param name="Found">How many.</param>
/// <param name="Touches">The cells that differ in any of them: while none of these is shown, the registers stay possible.</param>
internal sealed record Witness(int Found, BitArray Touches, IReadOnlyList<Move> Moves);
