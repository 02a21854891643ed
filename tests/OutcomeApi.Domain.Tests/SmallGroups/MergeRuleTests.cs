using System.Globalization;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Tests.SmallGroups;

/// <summary>Tables by hand. A line is written as its number and, where merged, the categories in it.</summary>
public class MergeRuleTests
{
    [Theory]
    // Three people are a small group: the smallest shown category joins.
    [InlineData("12 7 3 0 0", "12; 10 of 1 2 3 4")]
    // Six people of three categories could be 4 + 2 + 0, 2 + 2 + 2 and more: nothing joins.
    [InlineData("9 3 2 1", "9; 6 of 1 2 3")]
    // A single small category could be had by subtraction.
    [InlineData("9 8 4", "9; 12 of 1 2")]
    // Each of three has at most 4. Eight people can leave one of them empty, nine cannot: then every one is known to have somebody.
    [InlineData("9 4 4 0", "9; 8 of 1 2 3")]
    [InlineData("9 4 4 1", "18 of 0 1 2 3")]
    [InlineData("20 4 9 4", "20; 17 of 1 2 3")]
    // Those that tie join together, wherever they stand.
    [InlineData("7 12 3 7 0", "12; 17 of 0 2 3 4")]
    // Once: nobody asks whether the line that came about is a good one. The smallest shown has five, that is enough.
    [InlineData("20 5 1 6", "20; 6; 6 of 1 2")]
    // Nobody is in any of them: that is told.
    [InlineData("8 0 0", "8; 0 of 1 2")]
    [InlineData("8 0", "8; 0 of 1")]
    [InlineData("0 0 0", "0 of 0 1 2")]
    // None is shown: the line stands alone.
    [InlineData("2 1 0", "3 of 0 1 2")]
    [InlineData("4 4", "8 of 0 1")]
    [InlineData("3", "3 of 0")]
    // None is small.
    [InlineData("5 6 5", "5; 6; 5")]
    [InlineData("", "")]
    public void Small_categories_are_one_line(string totals, string lines) => Lines(totals, 5).ShouldBe(lines);

    [Theory]
    [InlineData(3, "12; 7; 5; 0 of 3 4")]
    [InlineData(6, "12; 12 of 1 2 3 4")]
    [InlineData(8, "12; 12 of 1 2 3 4")]
    [InlineData(13, "24 of 0 1 2 3 4")]
    public void What_is_small_is_for_the_association_to_say(int k, string lines) => Lines("12 7 5 0 0", k).ShouldBe(lines);

    [Fact]
    public void Five_people_over_five_reasons_could_be_one_each_or_four_and_one()
    {
        Lines("1 1 1 1 1", 5).ShouldBe("5 of 0 1 2 3 4");
        Lines("4 1 0 0 0", 5).ShouldBe("5 of 0 1 2 3 4");
        Lines("0 0 0 2 3", 5).ShouldBe("5 of 0 1 2 3 4");
    }

    [Fact]
    public void A_merged_line_does_not_say_which_of_its_categories_joined()
    {
        Lines("12 3 7", 5).ShouldBe("12; 10 of 1 2");
        Lines("12 7 3", 5).ShouldBe("12; 10 of 1 2");
    }

    // The table of the README beside the rules.
    [Fact]
    public void A_line_has_the_women_and_men_of_its_categories()
    {
        var table = MergeRule.Apply([new People(8, 7), new People(5, 5), new People(2, 1), new People(0, 0)], 5);
        table.Lines.Select(line => line.People).ShouldBe([new People(8, 7), new People(7, 6)]);
        table.Lines.Select(line => line.IsMerged).ShouldBe([false, true]);
        table.IsSplit.ShouldBeTrue();
    }

    [Theory]
    [InlineData("5+5 0+7 0+0", true)]
    [InlineData("", true)]
    [InlineData("5+5 9+4", false)]
    [InlineData("1+5", false)]
    [InlineData("40+40 40+40 1+0", false)]
    public void Women_and_men_are_shown_where_no_line_has_a_few(string lines, bool splits) =>
        MergeRule.Splits(Parse(lines), 5).ShouldBe(splits);

    [Fact]
    public void One_line_with_a_few_men_takes_the_split_from_the_table()
    {
        var table = MergeRule.Apply(Parse("20+20 6+4 3+0"), 5);
        table.Lines.Select(line => line.People).ShouldBe([new People(20, 20), new People(9, 4)]);
        table.IsSplit.ShouldBeFalse();
    }

    [Fact]
    public void Two_is_too_few()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MergeRule.Apply([new People(1, 1)], 2));
        Should.Throw<ArgumentOutOfRangeException>(() => MergeRule.Splits([], 2));
    }

    private static string Lines(string totals, int k)
    {
        var lines = MergeRule.Apply(Parse(totals), k).Lines;
        return string.Join("; ", lines.Select(line => line.IsMerged ? $"{line.People.Total} of {Joined(line)}" : $"{line.People.Total}"));

        static string Joined(Line line) => string.Join(' ', line.Categories);
    }

    /// <summary>Reads "5+4 7": five women and four men, then seven women.</summary>
    private static People[] Parse(string lines)
    {
        var parts = lines.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(line => (string[])[.. line.Split('+'), "0"]);
        return [.. parts.Select(p => new People(Number(p[0]), Number(p[1])))];

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
