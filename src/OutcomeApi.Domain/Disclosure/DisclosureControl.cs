namespace OutcomeApi.Domain.Disclosure;

/// <summary>
/// Decides which figures about people are shown, so that nobody can be told from small numbers (domain rule "Small numbers", decision 7).
/// </summary>
/// <remarks>
/// <para>A number is small from 1 to one less than the threshold k. Figures are taken in order of rank. One is shown exactly if none of its cells is
/// small and every cell that stays withheld – also one that is shown nowhere but follows from two that are, such as a rest – keeps at least k − 1
/// possible values for an attacker who knows everything shown and every definition. A cell that would follow from the rest without being small is shown
/// with it. Zeros are not small; one is withheld only where it would give another cell away, so a withheld cell can be zero.</para>
/// <para>Somebody who guesses which cells are small must not be able to tell one either: where all other registers can be surveyed, a small cell keeps a
/// second value even for those who take every small cell to be small.</para>
/// <para>What has been told earlier, in a version that is frozen, can not be taken back. A cell that differs from what was told of it by a small number
/// is withheld like a small one, and what was told is considered before all else. So two versions together tell no more than each does: whatever one of
/// them withholds keeps its values in that one, and what both show differs by no small number.</para>
/// <para>Nothing rests on a bound that is only believed: each possible value is a register that was found (<see cref="Possibilities"/>). Where none is
/// found, the figure is withheld. The same universe always gives the same publication.</para>
/// </remarks>
public sealed class DisclosureControl
{
    private readonly int _threshold;
    private readonly Universe _universe;
    private readonly int[] _people;

    // Cells that count the same whatever the register are one.
    private readonly int[] _one;
    private readonly int[] _values;
    private readonly bool[] _small;

    // Small, or by a small number different from what was told earlier: never shown.
    private readonly bool[] _barred;
    private readonly Possibilities _possibilities;
    private readonly int[][] _figures;
    private readonly bool[] _refused;
    private readonly int[] _inTheWay;
    private readonly int[][][] _figuresOf;
    private readonly int[] _protected;
    private readonly Witness?[] _witnesses;
    private readonly Witness?[] _seconds;

    private DisclosureControl(Universe universe, int threshold, IReadOnlyList<ToldEarlier> told)
    {
        (_universe, _threshold) = (universe, threshold);
        _people = [.. universe.People];
        var values = universe.Cells.Select(cell => cell.Sum(m => m.Times * _people[m.Kind])).ToArray();
        (_one, var changes) = Merged(values, ChangesOfCells());
        _values = values;
        _small = [.. values.Select(IsSmall)];
        _barred = [.. _small];
        foreach (var earlier in told)
        {
            _barred[_one[earlier.Cell]] |= IsSmall(Math.Abs(values[earlier.Cell] - earlier.Value));
        }

        _possibilities = new Possibilities(threshold, _people, values, _small, changes);
        var wasTold = told.Select(earlier => earlier.Cell).ToHashSet();
        _figures =
        [
            .. universe.Figures.Select((figure, index) => (figure, index))
                .OrderBy(f => f.figure.Cells.All(wasTold.Contains) ? 0 : 1)
                .ThenBy(f => f.figure.Rank).ThenBy(f => f.index)
                .Select(f => f.figure.Cells.Select(cell => _one[cell]).Distinct().ToArray())
        ];
        var figuresOf = _figures.SelectMany(figure => figure.Select(cell => (cell, figure))).ToLookup(f => f.cell, f => f.figure);
        _figuresOf = [.. values.Select((_, cell) => figuresOf[cell].ToArray())];
        _refused = new bool[values.Length];
        _inTheWay = new int[values.Length];
        _witnesses = new Witness?[values.Length];
        _seconds = new Witness?[values.Length];
        _protected = [.. Enumerable.Range(0, values.Length).Where(cell => _one[cell] == cell && MustBeProtected(cell))];
    }

    /// <summary>How many other values a withheld cell must have: k − 1 with its own, and never none.</summary>
    private int Wanted => _threshold == 1 ? 0 : Math.Max(1, _threshold - 2);

    /// <summary>Decides for a whole universe.</summary>
    /// <param name="universe">Everything that is counted.</param>
    /// <param name="threshold">Numbers from 1 to this less one are small; 1: no number is, and everything is shown.</param>
    /// <param name="told">What earlier versions, that can not be taken back, have told of the cells.</param>
    public static Publication Publish(Universe universe, int threshold, IReadOnlyList<ToldEarlier> told)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        return new DisclosureControl(universe, threshold, told).Publish();
    }

    private bool IsSmall(int number) => number >= 1 && number < _threshold;

    private Publication Publish()
    {
        foreach (var cell in _protected)
        {
            _witnesses[cell] = _possibilities.Find(cell, Wanted, smallStaysSmall: false, null);
            _seconds[cell] = _small[cell] && _possibilities.IsSurveyable ? SecondValueOf(cell, null) : null;
        }

        Array.ForEach(_figures, Consider);

        bool IsKnown(int cell) => _possibilities.IsShown(_one[cell]);
        return new Publication(
            [.. _universe.Figures.Select(figure => figure.Cells.All(IsKnown))],
            _values);
    }

    /// <summary>Shows these cells and what follows from them, or changes nothing.</summary>
    private void Consider(IReadOnlyList<int> cells)
    {
        var shown = new List<int>();
        var replaced = new List<(int Cell, Witness? Witness, Witness? Second)>();
        var toShow = new Queue<int>(cells);
        if (!ShowAll())
        {
            shown.ForEach(_possibilities.Withhold);
            if (cells.Count == 1)
            {
                // What can not be shown now can not be shown later, when more is known.
                _refused[cells[0]] = true;
            }

            foreach (var (cell, witness, second) in Enumerable.Reverse(replaced))
            {
                (_witnesses[cell], _seconds[cell]) = (witness, second);
            }
        }

        bool ShowAll()
        {
            if (cells.Any(cell => _barred[cell] || _refused[cell]))
            {
                return false;
            }

            while (toShow.Count > 0)
            {
                var affected = new SortedSet<int>();
                while (toShow.TryDequeue(out var cell))
                {
                    if (!_possibilities.IsShown(cell))
                    {
                        _possibilities.Show(cell);
                        shown.Add(cell);
                        affected.UnionWith(WhoseWitnessTouches(cell));
                    }
                }

                // First those that have stood in the way before, then the smallest: they are most often left without another value.
                foreach (var cell in affected.Where(cell => !_possibilities.IsShown(cell)).OrderByDescending(cell => _inTheWay[cell]).ThenBy(cell => _values[cell]))
                {
                    replaced.Add((cell, _witnesses[cell], _seconds[cell]));
                    if (!Protect(cell) && !ShowToo(cell))
                    {
                        _inTheWay[cell]++;
                        return false;
                    }
                }
            }

            return true;
        }

        // What can be told anyway is shown, with the figure that it belongs to.
        bool ShowToo(int cell)
        {
            if (_possibilities.IsExhausted || _figuresOf[cell].FirstOrDefault(figure => !figure.Any(part => _barred[part])) is not { } figure)
            {
                return false;
            }

            Array.ForEach(figure, toShow.Enqueue);
            return true;
        }
    }

    /// <summary>Finds new witnesses for a cell, some of whose old ones differ in a cell that is shown now.</summary>
    private bool Protect(int cell)
    {
        _witnesses[cell] = _possibilities.Find(cell, Wanted, smallStaysSmall: false, _witnesses[cell]);
        if (_witnesses[cell]!.Found < Wanted)
        {
            return false;
        }

        if (_seconds[cell] is { } second)
        {
            _seconds[cell] = SecondValueOf(cell, second);
            return _seconds[cell] is not null;
        }

        return true;
    }

    private IEnumerable<int> WhoseWitnessTouches(int shown) =>
        _protected.Where(cell => _witnesses[cell]!.Touches[shown] || _seconds[cell]?.Touches[shown] == true);

    private Witness? SecondValueOf(int cell, Witness? before) =>
        _possibilities.Find(cell, 1, smallStaysSmall: true, before) is { Found: > 0 } witness ? witness : null;

    /// <summary>A number that is the same in every register, such as the zero of what nobody ever did, gives nobody away.</summary>
    private bool MustBeProtected(int cell) => _possibilities.IsAltered(cell) && Wanted > 0;

    private Change[] ChangesOfCells()
    {
        var cellsOf = new List<Member>[_people.Length];
        for (var cell = 0; cell < _universe.Cells.Count; cell++)
        {
            foreach (var member in _universe.Cells[cell])
            {
                (cellsOf[member.Kind] ??= []).Add(new Member(cell, member.Times));
            }
        }

        var changes = new List<Change>();
        var alters = new SortedDictionary<int, int>();
        foreach (var change in _universe.Changes)
        {
            alters.Clear();
            foreach (var kind in change)
            {
                foreach (var (cell, times) in cellsOf[kind.Kind] ?? [])
                {
                    alters[cell] = alters.GetValueOrDefault(cell) + (kind.Times * times);
                }
            }

            var altered = alters.Where(a => a.Value != 0).ToArray();
            if (altered.Length > 0)
            {
                changes.Add(new Change(change, [.. altered.Select(a => a.Key)], [.. altered.Select(a => a.Value)]));
            }
        }

        return [.. changes];
    }

    /// <summary>Cells of the same value that every change alters alike are the same in every register: the first stands for all.</summary>
    private static (int[] One, Change[] Changes) Merged(int[] values, Change[] changes)
    {
        var labels = new ulong[values.Length];
        for (var change = 0; change < changes.Length; change++)
        {
            for (var i = 0; i < changes[change].Cells.Length; i++)
            {
                labels[changes[change].Cells[i]] += unchecked(Labels.Of(change) * (ulong)(long)changes[change].Alters[i]);
            }
        }

        var first = new Dictionary<(int Value, ulong Label), int>();
        var one = new int[values.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            one[cell] = first.TryAdd((values[cell], labels[cell]), cell) ? cell : first[(values[cell], labels[cell])];
        }

        return (one, [.. changes.Select(OnlyFirst)]);

        Change OnlyFirst(Change change)
        {
            var kept = Enumerable.Range(0, change.Cells.Length).Where(i => one[change.Cells[i]] == change.Cells[i]).ToArray();
            return new Change(change.Kinds, [.. kept.Select(i => change.Cells[i])], [.. kept.Select(i => change.Alters[i])]);
        }
    }
}

/// <summary>What a version that can not be taken back told of a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Value">What it was.</param>
public readonly record struct ToldEarlier(int Cell, int Value);
