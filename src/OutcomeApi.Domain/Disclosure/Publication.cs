namespace OutcomeApi.Domain.Disclosure;

/// <summary>A register that could exist as well: so many more (or fewer) of each kind than there are.</summary>
public sealed record OtherRegister(IReadOnlyDictionary<int, int> MoreOf);

/// <summary>Which figures of a universe are shown, and why nobody can tell the others.</summary>
public sealed class Publication
{
    private readonly bool[] _figures;
    private readonly bool[] _known;
    private readonly int[] _values;
    private readonly Func<int, IReadOnlyList<OtherRegister>> _others;

    internal Publication(bool[] figures, bool[] known, int[] values, Func<int, IReadOnlyList<OtherRegister>> others) =>
        (_figures, _known, _values, _others) = (figures, known, values, others);

    /// <summary>Is the figure shown?</summary>
    public bool Shows(int figure) => _figures[figure];

    /// <summary>Is the cell shown, or does it follow from what is shown?</summary>
    public bool Gives(int cell) => _known[cell];

    /// <summary>What the cell counts, shown or not.</summary>
    internal int ValueOf(int cell) => _values[cell];

    /// <summary>
    /// Registers in which everything shown is the same and a withheld cell is different: from the true one and in each of them. There are at least
    /// the threshold less two, unless the cell is zero.
    /// </summary>
    public IReadOnlyList<OtherRegister> OthersFor(int cell) => _others(cell);
}
