using System.Globalization;
using System.Text;
using OutcomeApi.Domain.Disclosure;

namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>
/// A small table as an attacker sees it: inner numbers, and named cells that are sums of them. It is fed to the disclosure control, and its publication to
/// the attacker, who knows nothing of how it was decided.
/// </summary>
internal sealed class CountedTable(int[] inner, string seed = "by hand")
{
    private readonly List<Cell> _cells = [];
    private readonly List<(int Rank, int[] Cells)> _figures = [];

    public int[] Inner { get; } = inner;

    public IReadOnlyList<Cell> Cells => _cells;

    /// <summary>A cell that is shown by itself: the sum of these inner numbers.</summary>
    public CountedTable Add(string name, int rank, params int[] of)
    {
        _figures.Add((rank, [AddCell(name, of)]));
        return this;
    }

    /// <summary>A numerator and its denominator, which are shown together; and so is the rest.</summary>
    public CountedTable AddShare(string name, int rank, int[] numerator, int[] denominator)
    {
        int[] rest = [.. denominator.Except(numerator)];
        _figures.Add((rank, [AddCell(name, numerator), AddCell(name + " of", denominator), AddCell(name + " rest", rest)]));
        return this;
    }

    /// <summary>The same without the figure that is ranked last.</summary>
    public CountedTable WithoutLastFigure()
    {
        var last = _figures.OrderBy(f => f.Rank).Last();
        var table = new CountedTable(Inner, seed);
        table._cells.AddRange(_cells);
        table._figures.AddRange(_figures.Where(f => f != last));
        return table;
    }

    /// <summary>The same table of another register.</summary>
    public CountedTable Of(int[] numbers)
    {
        var table = new CountedTable(numbers, seed);
        table._cells.AddRange(_cells.Select(cell => cell with { Value = cell.Of(numbers) }));
        table._figures.AddRange(_figures);
        return table;
    }

    /// <summary>The cells that are published.</summary>
    /// <param name="threshold">Numbers from 1 to this less one are small.</param>
    /// <param name="earlier">Versions that were published before and can not be taken back, oldest first.</param>
    public Published Publish(int threshold, params Published[] earlier)
    {
        var universe = new Universe();
        var kinds = Inner.Select(universe.AddKind).ToArray();
        var cells = _cells.Select(c => universe.AddCell(c.Weights.Select((w, i) => new Member(kinds[i], w)))).ToArray();
        _figures.ForEach(figure => universe.AddFigure(figure.Rank, [.. figure.Cells.Select(c => cells[c])]));
        foreach (var kind in kinds)
        {
            universe.AddChange([new Member(kind, 1)]);
            foreach (var other in kinds.Where(other => other > kind))
            {
                universe.AddChange([new Member(kind, 1), new Member(other, -1)]);
            }
        }

        var told = earlier.SelectMany(version => version.Table.Cells.Select((cell, i) => (version.Shown[i], new ToldEarlier(cells[i], cell.Value))).Where(t => t.Item1).Select(t => t.Item2));
        var publication = DisclosureControl.Publish(universe, threshold, [.. told]);
        var shown = _figures.Where((_, index) => publication.Shows(index)).SelectMany(figure => figure.Cells).ToArray();

        // The numerator of one goal may be the denominator of another, and is known when either is shown.
        return new Published(this, threshold, [.. _cells.Select(cell => shown.Any(other => _cells[other].Weights.SequenceEqual(cell.Weights)))]);
    }

    private int AddCell(string name, int[] of)
    {
        var weights = new int[Inner.Length];
        Array.ForEach(of, i => weights[i]++);
        _cells.Add(new Cell(name, weights, of.Sum(i => Inner[i])));
        return _cells.Count - 1;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"table of seed {seed}: inner {string.Join(' ', Inner)}");
        foreach (var cell in _cells)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {cell.Name} = {cell.Value} ({string.Join(' ', cell.Weights)})");
        }

        return text.ToString();
    }

    internal sealed record Cell(string Name, int[] Weights, int Value)
    {
        /// <summary>The cell's value in another table.</summary>
        public int Of(int[] inner) => Weights.Select((weight, i) => weight * inner[i]).Sum();
    }

    internal sealed record Published(CountedTable Table, int Threshold, bool[] Shown)
    {
        public IEnumerable<string> Names => Table.Cells.Where((_, i) => Shown[i]).Select(c => c.Name);

        public IEnumerable<string> Withheld => Table.Cells.Where((_, i) => !Shown[i]).Select(c => c.Name);

        public override string ToString() =>
            Table + $"  k = {Threshold}, shown: {string.Join(", ", Names)}";
    }
}
