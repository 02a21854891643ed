namespace OutcomeApi.Domain.Disclosure;

/// <summary>Which figures of a universe are shown.</summary>
public sealed class Publication
{
    private readonly bool[] _figures;
    private readonly int[] _values;

    internal Publication(bool[] figures, int[] values) => (_figures, _values) = (figures, values);

    /// <summary>Is the figure shown?</summary>
    public bool Shows(int figure) => _figures[figure];

    /// <summary>What the cell counts, shown or not.</summary>
    internal int ValueOf(int cell) => _values[cell];
}
