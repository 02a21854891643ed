using Xunit.Abstractions;

namespace OutcomeApi.Domain.Tests.Disclosure;

public sealed class DisclosureControlTests(ITestOutputHelper output)
{
    private const int Tables = 3000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void An_attacker_who_knows_everything_shown_keeps_enough_values_for_every_other_cell(int threshold)
    {
        var first = Random.Shared.Next(1_000_000);
        output.WriteLine($"k = {threshold}, seeds {first} to {first + Tables - 1}");
        int shown = 0, showable = 0, notSmall = 0;
        for (var seed = first; seed < first + Tables; seed++)
        {
            var published = GeneratedTables.Of(seed).Publish(threshold);
            Attack(published);
            shown += published.Shown.Count(s => s);
            showable += published.Table.Cells.Count(_ => true);
            notSmall += published.Table.Cells.Count(c => c.Value == 0 || c.Value >= threshold);
        }

        output.WriteLine($"shown {shown} of {showable} cells, of which {notSmall} are not small: {100.0 * shown / notSmall:0.0} % of these");
    }

    private static void Attack(CountedTable.Published published)
    {
        var attacker = new Attacker(published);
        foreach (var (cell, index) in published.Table.Cells.Select((cell, index) => (cell, index)))
        {
            if (published.Shown[index])
            {
                IsSmall(cell.Value, published.Threshold).ShouldBeFalse($"{cell.Name} is small and shown\n{published}");
                continue;
            }

            var values = attacker.PossibleValues(cell, AtLeast(published.Threshold));
            values.Count.ShouldBeGreaterThanOrEqualTo(AtLeast(published.Threshold), $"{cell.Name} can only be {string.Join(", ", values)}\n{published}");
        }
    }

    private static int AtLeast(int threshold) => Math.Max(2, threshold - 1);

    private static bool IsSmall(int value, int threshold) => value >= 1 && value < threshold;
}
