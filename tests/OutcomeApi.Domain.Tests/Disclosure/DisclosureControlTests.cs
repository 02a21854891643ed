using System.Globalization;
using Xunit.Abstractions;

namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>Generated tables against an attacker, and what must always hold.</summary>
public sealed class DisclosureControlTests(ITestOutputHelper output)
{
    private const int Tables = 800;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void An_attacker_who_knows_everything_shown_keeps_enough_values_for_every_other_cell(int threshold)
    {
        var first = Random.Shared.Next(1_000_000);
        output.WriteLine($"k = {threshold}, seeds {first} to {first + Tables - 1}");
        int shown = 0, cells = 0, notSmall = 0;
        for (var seed = first; seed < first + Tables; seed++)
        {
            var published = GeneratedTables.Of(seed).Publish(threshold);
            Attack(published);
            shown += published.Shown.Count(s => s);
            cells += published.Table.Cells.Count;
            notSmall += published.Table.Cells.Count(c => !IsSmall(c.Value, threshold));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"shown {shown} of {cells} cells, of which {notSmall} are not small: {100.0 * shown / notSmall:0.0} % of these"));
    }

    [Fact]
    public void With_a_threshold_of_one_nothing_is_small_and_everything_is_shown()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var published = GeneratedTables.Of(seed).Publish(1);
            published.Shown.ShouldAllBe(shown => shown, published.ToString());
        }
    }

    [Fact]
    public void The_same_table_is_always_published_alike()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            GeneratedTables.Of(seed).Publish(5).Shown.ShouldBe(GeneratedTables.Of(seed).Publish(5).Shown, $"seed {seed}");
        }
    }

    [Fact]
    public void A_table_without_small_numbers_is_shown_altogether()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var table = GeneratedTables.Of(seed);
            if (!table.Cells.Any(c => IsSmall(c.Value, 5)))
            {
                table.Publish(5).Shown.ShouldAllBe(shown => shown, table.ToString());
            }
        }
    }

    [Fact]
    public void What_is_ranked_last_never_costs_what_is_ranked_before()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (table, shorter) = (GeneratedTables.Of(seed), GeneratedTables.Of(seed).WithoutLastFigure());
            var (all, some) = (table.Publish(5), shorter.Publish(5));
            foreach (var name in some.Names)
            {
                all.Names.ShouldContain(name, $"seed {seed}\n{all}");
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Two_versions_that_are_held_against_each_other_tell_no_small_difference(int threshold)
    {
        var first = Random.Shared.Next(1_000_000);
        output.WriteLine($"k = {threshold}, seeds {first} to {first + Tables - 1}");
        int both = 0, changed = 0;
        for (var seed = first; seed < first + Tables; seed++)
        {
            var versions = new List<CountedTable.Published> { GeneratedTables.Of(seed).Publish(threshold) };
            for (var restated = 0; restated < 2; restated++)
            {
                var next = versions[0].Table.Of(Restated(versions[^1].Table.Inner, new Random((seed * 2) + restated))).Publish(threshold, [.. versions]);
                Attack(next);
                foreach (var earlier in versions)
                {
                    var told = Enumerable.Range(0, next.Shown.Length).Where(i => earlier.Shown[i] && next.Shown[i]).ToArray();
                    both += told.Length;
                    foreach (var i in told)
                    {
                        var difference = Math.Abs(next.Table.Cells[i].Value - earlier.Table.Cells[i].Value);
                        changed += difference > 0 ? 1 : 0;
                        IsSmall(difference, threshold).ShouldBeFalse($"{next.Table.Cells[i].Name} differs by {difference}\n{earlier}\n{next}");
                    }
                }

                versions.Add(next);
            }
        }

        output.WriteLine($"{both} cells are shown in two versions, {changed} of them with another number");
        changed.ShouldBeGreaterThan(Tables / 10);
    }

    [Fact]
    public void As_long_as_nothing_changes_the_same_is_told_again()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var before = GeneratedTables.Of(seed).Publish(5);
            before.Table.Publish(5, before).Shown.ShouldBe(before.Shown, before.ToString());
        }
    }

    /// <summary>A few people more or fewer here and there.</summary>
    private static int[] Restated(int[] numbers, Random random) =>
        [.. numbers.Select(number => random.Next(3) == 0 ? Math.Max(0, number + random.Next(-4, 9)) : number)];

    private static void Attack(CountedTable.Published published)
    {
        var attacker = new Attacker(published);
        var atLeast = Math.Max(2, published.Threshold - 1);
        foreach (var (cell, index) in published.Table.Cells.Select((cell, index) => (cell, index)))
        {
            if (published.Shown[index])
            {
                IsSmall(cell.Value, published.Threshold).ShouldBeFalse($"{cell.Name} is small and shown\n{published}");
                continue;
            }

            var values = attacker.PossibleValues(cell, atLeast);
            values.Count.ShouldBeGreaterThanOrEqualTo(atLeast, $"{cell.Name} can only be {string.Join(", ", values)}\n{published}");
        }
    }

    private static bool IsSmall(int value, int threshold) => value >= 1 && value < threshold;
}
