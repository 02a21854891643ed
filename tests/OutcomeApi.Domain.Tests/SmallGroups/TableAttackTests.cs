using OutcomeApi.Domain.SmallGroups;
using Xunit.Abstractions;

namespace OutcomeApi.Domain.Tests.SmallGroups;

/// <summary>One table of one window against somebody who has the program.</summary>
public class TableAttackTests(ITestOutputHelper output)
{
    private const int Most = 14;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Nothing_withheld_can_be_told_from_a_table(int k)
    {
        for (var categories = 1; categories <= 5; categories++)
        {
            var attack = TableAttacker.Attack(MergeRule.Apply, k, categories, Most);
            output.WriteLine(
                $"k={k}, {categories} categories: {attack.Tables} tables, {attack.Publications} published, {attack.Shown} lines shown");
            attack.Findings.ShouldBeEmpty();
        }
    }

    // The flow's lines without their balance, and the referral lines: nothing is merged, and totals are exact.
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Women_and_men_cannot_be_told_from_totals_alone(int k)
    {
        for (var lines = 1; lines <= 4; lines++)
        {
            var attack = TableAttacker.Attack(NothingMerged, k, lines, lines == 4 ? 10 : Most);
            output.WriteLine($"k={k}, {lines} lines: {attack.Tables} tables, {attack.Publications} published");
            attack.Findings.ShouldBeEmpty();
        }
    }

    // All flows of at most 14 people: ongoing at the start + started − exited = ongoing at the end, of women and of men.
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Women_and_men_cannot_be_told_from_totals_that_balance(int k)
    {
        var knowledge = new Knowledge(8);
        var flows = Flows().ToArray();
        foreach (var women in flows)
        {
            foreach (var men in flows.Where(men => women[0] + women[1] + men[0] + men[1] <= Most))
            {
                People[] lines = [.. women.Zip(men, (w, m) => new People(w, m))];
                var isSplit = MergeRule.Splits(lines, k);
                var published = isSplit ? UInt128.One : 0;
                foreach (var line in lines)
                {
                    published = (published << 8) | (uint)((line.Total * 16) + (isSplit ? line.Woman : 0));
                }

                knowledge.Learn(published, [.. women, .. men]);
            }
        }

        output.WriteLine($"k={k}: {knowledge.Registers} flows, {knowledge.Publications} published");
        foreach (var (register, values) in knowledge.All())
        {
            People[] lines = [.. Enumerable.Range(0, 4).Select(i => new People(register[i], register[i + 4]))];
            for (var i = 0; i < 4 && !MergeRule.Splits(lines, k); i++)
            {
                (lines[i].Total == 0 || (values[i] > 1 && values[i + 4] > 1)).ShouldBeTrue($"k={k} {string.Join(", ", lines)}: line {i}");
            }
        }
    }

    // The attacker is worth something only if it finds what weaker rules give away.
    [Fact]
    public void A_line_of_one_small_category_that_nothing_joins_is_found() =>
        Findings(NothingJoins, k: 3, categories: 2, people: 6).ShouldContain("k=3 {0+1, 0+3}: total of category 0");

    [Fact]
    public void A_line_that_is_full_and_that_nothing_joins_is_found() =>
        Findings(NothingJoins, k: 3, categories: 3, people: 8).ShouldContain("k=3 {0+2, 0+2, 0+3}: total of category 0");

    [Fact]
    public void One_each_is_found_where_categories_of_nobody_are_shown()
    {
        // Five people over five withheld reasons: whoever sees which reasons have nobody knows that each of the others has somebody.
        Findings(ZerosAreShown, k: 5, categories: 5, people: 5).ShouldContain("k=5 {0+1, 0+1, 0+1, 0+1, 0+1}: total of category 0");
        Findings(MergeRule.Apply, k: 5, categories: 5, people: 5).ShouldBeEmpty();
    }

    [Fact]
    public void Only_one_of_those_that_tie_joining_is_found() =>
        Findings(FirstOfTiesJoins, k: 3, categories: 3, people: 10).ShouldNotBeEmpty();

    [Fact]
    public void Listing_those_that_joined_last_is_found() =>
        Findings(JoinedAreListedLast, k: 3, categories: 2, people: 6).ShouldNotBeEmpty();

    [Fact]
    public void Splitting_lines_that_have_a_few_women_is_found() =>
        Findings((table, k) => MergeRule.Apply(table, k) with { IsSplit = true }, k: 3, categories: 1, people: 4)
            .ShouldContain("k=3 {1+2}: a few women or men of line [0] are shown");

    // Any size: an exhaustive search ends at 14 people, the reason given at the rule does not.
    [Fact]
    public void Every_merged_category_of_a_table_of_any_size_has_another_total_in_another_table_that_is_published_the_same()
    {
        var random = new Random(20260101);
        int merged = 0, equal = 0, full = 0;
        for (var made = 0; made < 20_000; made++)
        {
            var k = random.Next(GroupSize.Least, 21);
            var table = RandomTable(random, k);
            var published = MergeRule.Apply(table, k);
            foreach (var line in published.Lines.Where(line => line.IsMerged && line.People.Total > 0 && table.Length > 1))
            {
                foreach (var category in line.Categories)
                {
                    var other = line.Categories.Where(i => table[i].Total != table[category].Total).Append(-1).First();
                    var twin = (People[])table.Clone();
                    if (other >= 0)
                    {
                        (twin[category], twin[other]) = (table[other], table[category]);
                    }
                    else
                    {
                        equal++;
                        full += table[category].Total == k - 1 ? 1 : 0;
                        other = line.Categories.First(i => i != category);
                        var one = table[other].Woman > 0 ? new People(1, 0) : new People(0, 1);
                        twin[category] += one;
                        twin[other] = new People(table[other].Woman - one.Woman, table[other].Man - one.Man);
                    }

                    merged++;
                    twin[category].Total.ShouldNotBe(table[category].Total);
                    Text(MergeRule.Apply(twin, k)).ShouldBe(Text(published));
                }
            }
        }

        output.WriteLine($"{merged} merged categories; in {equal} cases all of the line have the same total, in {full} of them k − 1");
        full.ShouldBeGreaterThan(100);
        equal.ShouldBeGreaterThan(full + 100);
    }

    private static People[] RandomTable(Random random, int k)
    {
        var same = random.Next(3) == 0 ? random.Next(1, k) : -1;
        var most = random.Next(1, 3 * k);
        var shown = same > 0 ? random.Next(3) : 0;
        var table = new People[random.Next(2, 13)];
        for (var i = 0; i < table.Length; i++)
        {
            var total = same < 0 ? random.Next(most + 1) : i < shown ? random.Next(k, 3 * k) : same;
            var women = random.Next(total + 1);
            table[i] = new People(women, total - women);
        }

        return table;
    }

    private static string Text(MergedTable published) =>
        $"{published.IsSplit}: "
        + string.Join("; ", published.Lines.Select(line => $"{line.IsMerged} {string.Join(" ", line.Categories)} {line.People}"));

    private static IEnumerable<int[]> Flows() =>
        from start in Enumerable.Range(0, Most + 1)
        from started in Enumerable.Range(0, Most + 1 - start)
        from exited in Enumerable.Range(0, start + started + 1)
        select (int[])[start, started, exited, start + started - exited];

    private static IReadOnlyList<string> Findings(Func<IReadOnlyList<People>, int, MergedTable> rule, int k, int categories, int people) =>
        TableAttacker.Attack(rule, k, categories, people).Findings;

    private static MergedTable NothingMerged(IReadOnlyList<People> table, int k) => Table(table, k, _ => false);

    private static MergedTable NothingJoins(IReadOnlyList<People> table, int k) => Table(table, k, i => table[i].Total < k);

    /// <summary>The rule among the categories that somebody is in; those of nobody stand for themselves.</summary>
    private static MergedTable ZerosAreShown(IReadOnlyList<People> table, int k)
    {
        int[] some = [.. Enumerable.Range(0, table.Count).Where(i => table[i].Total > 0)];
        var merged = Merged([.. some.Select(i => table[i])], k).Select(i => some[i]).ToArray();
        return Table(table, k, i => merged.Contains(i));
    }

    private static MergedTable FirstOfTiesJoins(IReadOnlyList<People> table, int k)
    {
        int[] joined = [.. Merged(table, k).Where(i => table[i].Total >= k).Take(1)];
        return Table(table, k, i => table[i].Total < k || joined.Contains(i));
    }

    private static MergedTable JoinedAreListedLast(IReadOnlyList<People> table, int k)
    {
        var published = MergeRule.Apply(table, k);
        var lines = published.Lines.Select(line => line with { Categories = [.. line.Categories.OrderBy(i => table[i].Total >= k)] });
        return published with { Lines = [.. lines] };
    }

    private static IEnumerable<int> Merged(IReadOnlyList<People> table, int k) =>
        MergeRule.Apply(table, k).Lines.Where(line => line.IsMerged).SelectMany(line => line.Categories);

    private static MergedTable Table(IReadOnlyList<People> table, int k, Func<int, bool> isMerged)
    {
        int[] merged = [.. Enumerable.Range(0, table.Count).Where(isMerged)];
        List<Line> lines = [.. Enumerable.Range(0, table.Count).Except(merged).Select(i => new Line([i], false, table[i]))];
        if (merged.Length > 0)
        {
            lines.Add(new Line(merged, true, merged.Aggregate(new People(0, 0), (sum, i) => sum + table[i])));
        }

        return new MergedTable(lines, MergeRule.Splits(lines.Select(line => line.People), k));
    }
}
