using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Tests.SmallGroups;

public class BaseRuleTests
{
    [Theory]
    [InlineData(0, 0, RowsShown.All)]
    [InlineData(5, 0, RowsShown.All)]
    [InlineData(0, 5, RowsShown.All)]
    [InlineData(5, 5, RowsShown.All)]
    [InlineData(4, 1, RowsShown.TotalOnly)]
    [InlineData(40, 4, RowsShown.TotalOnly)]
    [InlineData(1, 400, RowsShown.TotalOnly)]
    [InlineData(4, 0, RowsShown.None)]
    [InlineData(2, 2, RowsShown.None)]
    [InlineData(0, 1, RowsShown.None)]
    public void A_figure_shows_what_its_base_allows(int women, int men, RowsShown shown) =>
        BaseRule.Apply(new People(women, men), 5).ShouldBe(shown);

    [Fact]
    public void Two_is_too_few() => Should.Throw<ArgumentOutOfRangeException>(() => BaseRule.Apply(new People(1, 1), 2));

    // All shares of at most 14 people, by somebody who has the program.
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Nothing_withheld_can_be_told_from_a_share(int k) => Findings(BaseRule.Apply, k).ShouldBeEmpty();

    [Fact]
    public void A_total_of_one_that_is_told_by_a_smaller_k_is_found() =>
        Findings((people, _) => people.Total == 1 ? RowsShown.None : RowsShown.All, 3).ShouldContain("k=3 0/0 women 0/1 men: total");

    [Fact]
    public void Rows_that_are_withheld_only_where_a_single_woman_is_alone_among_men_are_found() =>
        Findings((people, k) => people.Woman == 1 && people.Man >= k ? RowsShown.TotalOnly : RowsShown.All, 3)
            .ShouldContain("k=3 0/1 women 0/3 men: women and men");

    private static IReadOnlyList<string> Findings(Func<People, int, RowsShown> rule, int k)
    {
        // Women and men in the base, women and men counted of them, both totals.
        var knowledge = new Knowledge(6);
        foreach (var (women, men) in Pairs(14, 14).Where(p => p.First + p.Second <= 14))
        {
            foreach (var (womenCounted, menCounted) in Pairs(women, men))
            {
                int[] register = [women, men, womenCounted, menCounted, women + men, womenCounted + menCounted];
                UInt128 published = 0;
                var shown = rule(new People(women, men), k);
                foreach (var number in shown switch { RowsShown.All => register, RowsShown.TotalOnly => register[4..], _ => [] })
                {
                    published = (published << 4) | (uint)number;
                }

                knowledge.Learn((published << 2) | (uint)shown, register);
            }
        }

        var findings = new List<string>();
        foreach (var (register, values) in knowledge.All())
        {
            var shown = rule(new People(register[0], register[1]), k);
            var text = $"k={k} {register[2]}/{register[0]} women {register[3]}/{register[1]} men: ";

            // 0 of n is 0 of the women and 0 of the men. n of n leaves open how many each of them are, so it needs no exception.
            var nobodyCounted = shown is RowsShown.TotalOnly && register[5] == 0;
            if (shown is not RowsShown.All && values[..(nobodyCounted ? 2 : 4)].Any(n => n < 2))
            {
                findings.Add(text + "women and men");
            }

            if (shown is RowsShown.None && values[4..].Any(n => n < 2))
            {
                findings.Add(text + "total");
            }
        }

        return findings;
    }

    private static IEnumerable<(int First, int Second)> Pairs(int most, int mostOfSecond) =>
        from first in Enumerable.Range(0, most + 1) from second in Enumerable.Range(0, mostOfSecond + 1) select (first, second);
}
