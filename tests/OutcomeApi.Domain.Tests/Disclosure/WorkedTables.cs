namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>Tables small enough to be reasoned out by hand. k = 5 throughout.</summary>
public sealed class WorkedTables
{
    [Fact]
    public void A_small_number_takes_its_neighbour_with_it_and_leaves_the_total()
    {
        // 3 women and 20 men: with the 20, the 3 is 23 − 20.
        var published = WomenAndMen(3, 20).Publish(5);

        published.Names.ShouldBe(["total"]);
    }

    [Fact]
    public void Two_small_numbers_hide_each_other()
    {
        // 3 + 4 = 7: anything from 0 + 7 to 7 + 0.
        WomenAndMen(3, 4).Publish(5).Names.ShouldBe(["total"]);
    }

    [Fact]
    public void Two_small_numbers_whose_sum_leaves_too_few_values_take_their_total_with_them()
    {
        // 1 + 1 = 2: only 0, 1 and 2 are left, and 2 itself is small.
        WomenAndMen(1, 1).Publish(5).Names.ShouldBeEmpty();
    }

    [Fact]
    public void Zero_is_shown()
    {
        WomenAndMen(0, 20).Publish(5).Names.ShouldBe(["total", "women", "men"], ignoreOrder: true);
    }

    [Fact]
    public void One_small_cell_of_two_by_two_costs_three()
    {
        //           work  other
        // women        2     20    22
        // men         15     18    33
        //             17     38    55
        var table = new CountedTable([2, 20, 15, 18]);
        table.Add("total", 0, 0, 1, 2, 3).Add("women", 1, 0, 1).Add("men", 1, 2, 3).Add("work", 1, 0, 2).Add("other", 1, 1, 3);
        table.Add("women work", 2, 0).Add("women other", 2, 1).Add("men work", 2, 2).Add("men other", 2, 3);

        // With all margins shown, each inner cell gives away the others.
        table.Publish(5).Withheld.ShouldBe(["women work", "women other", "men work", "men other"]);
    }

    [Fact]
    public void The_year_to_date_is_withheld_where_it_would_give_a_tertial_away()
    {
        // 12 in the first tertial, 3 in the second: 15 − 12 is 3. The third, 9, makes it 24: the last two together are 12.
        var table = new CountedTable([12, 3, 9]);
        table.Add("T1 year to date", 0, 0).Add("T2 year to date", 1, 0, 1).Add("T3 year to date", 2, 0, 1, 2).Add("T2", 3, 1).Add("T3", 3, 2);

        table.Publish(5).Names.ShouldBe(["T1 year to date", "T3 year to date"]);
    }

    [Fact]
    public void The_rest_of_a_share_may_not_be_small_either()
    {
        // 17 of 20: three are not in the numerator.
        new CountedTable([17, 3]).AddShare("share", 0, [0], [0, 1]).Publish(5).Names.ShouldBeEmpty();
    }

    [Fact]
    public void All_of_all_is_shown()
    {
        new CountedTable([20, 0]).AddShare("share", 0, [0], [0, 1]).Publish(5).Names.ShouldBe(["share", "share of", "share rest"]);
    }

    [Fact]
    public void A_goal_whose_denominator_is_another_numerator_is_decided_with_it()
    {
        // 30 exits, 12 with a step, 9 of these to work: the 3 with a step and without work are small. Steps can be shown, work not.
        var table = new CountedTable([18, 3, 9]);
        table.AddShare("steps", 0, [1, 2], [0, 1, 2]).AddShare("work", 1, [2], [1, 2]);

        table.Publish(5).Names.ShouldBe(["steps", "steps of", "steps rest", "work of"], ignoreOrder: true);
    }

    [Fact]
    public void Women_and_men_are_not_both_shown_beside_a_total_with_few_others()
    {
        // 30 women, 25 men, 2 others: two of the three numbers would tell the 2.
        var table = new CountedTable([30, 25, 2]);
        table.Add("total", 0, 0, 1, 2).Add("women", 1, 0).Add("men", 1, 1).Add("others", 2, 2);

        table.Publish(5).Names.ShouldBe(["total", "women"]);
    }

    [Fact]
    public void Pooled_subprojects_do_not_give_a_small_one_away()
    {
        var table = new CountedTable([4, 11, 16]);
        table.Add("pooled", 0, 0, 1, 2).Add("usb", 1, 0).Add("vsb", 1, 1).Add("insam", 1, 2);

        table.Publish(5).Names.ShouldBe(["pooled", "vsb"]);
    }

    [Fact]
    public void Two_small_numbers_at_their_upper_end_hide_behind_a_third()
    {
        // 4 + 4 + 30: with total and 30 shown, whoever guesses that both others are small knows that they are 4 and 4.
        var table = new CountedTable([4, 4, 30]);
        table.Add("total", 0, 0, 1, 2).Add("a", 1, 0).Add("b", 1, 1).Add("c", 1, 2);

        table.Publish(5).Names.ShouldBe(["total"]);
    }

    private static CountedTable WomenAndMen(int women, int men) =>
        new CountedTable([women, men]).Add("total", 0, 0, 1).Add("women", 1, 0).Add("men", 1, 1);
}
