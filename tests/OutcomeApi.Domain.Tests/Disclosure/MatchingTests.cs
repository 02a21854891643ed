using Xunit.Abstractions;

namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>
/// The attacker who has the program: of every table that could be behind a publication, publishes it and keeps those that come out alike. No control that
/// always decides the same way can promise that such an attacker keeps k − 1 values; but no small number may be left with its true value alone.
/// </summary>
public sealed class MatchingTests(ITestOutputHelper output)
{
    private const int Threshold = 5;

    private readonly Dictionary<string, bool[]> _published = [];

    [Theory]
    [InlineData(2, 14)]
    [InlineData(3, 10)]
    public void Whoever_tries_all_tables_does_not_learn_a_small_number(int parts, int upTo)
    {
        int withheld = 0, narrow = 0;
        foreach (var inner in AllTables(parts, upTo, parts * upTo))
        {
            var table = Of(inner);
            var shown = ShownIn(table);
            var alike = AllTables(parts, (upTo * parts) + 1, inner.Sum() + 2)
                .Where(other => table.Cells.Zip(shown).All(c => !c.Second || c.First.Of(other) == c.First.Value))
                .Where(other => ShownIn(Of(other)).SequenceEqual(shown))
                .ToArray();
            foreach (var (cell, _) in table.Cells.Zip(shown).Where(c => !c.Second))
            {
                var values = alike.Select(cell.Of).Distinct().Count();
                withheld++;
                narrow += values < Threshold - 1 ? 1 : 0;
                values.ShouldBeGreaterThan(1, $"{cell.Name} of {table}");
            }
        }

        output.WriteLine($"{withheld} withheld cells, {narrow} of them with fewer than {Threshold - 1} values");
    }

    private static CountedTable Of(int[] inner)
    {
        var table = new CountedTable([.. inner]).Add("total", 0, [.. Enumerable.Range(0, inner.Length)]);
        for (var i = 0; i < inner.Length; i++)
        {
            table.Add($"part {i}", 1, i);
        }

        return table;
    }

    private bool[] ShownIn(CountedTable table)
    {
        var key = string.Join(' ', table.Inner);
        return _published.TryGetValue(key, out var shown) ? shown : _published[key] = table.Publish(Threshold).Shown;
    }

    private static IEnumerable<int[]> AllTables(int parts, int upTo, int most) =>
        parts == 0
            ? [[]]
            : AllTables(parts - 1, upTo, most).SelectMany(rest => Enumerable.Range(0, Math.Min(upTo, most - rest.Sum()) + 1).Select(n => (int[])[.. rest, n]));
}
