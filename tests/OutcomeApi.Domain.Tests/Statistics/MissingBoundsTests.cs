using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public sealed class MissingBoundsTests
{
    [Theory]
    [InlineData(2, 5, 8, 2, 5)] // three of eight missing: 2/8 to 5/8
    [InlineData(0, 0, 9, 0, 9)] // nobody has answered: anything can be
    [InlineData(9, 9, 9, 9, 9)] // everybody has
    [InlineData(0, 3, 9, 0, 6)]
    [InlineData(3, 3, 9, 3, 9)]
    [InlineData(1, 1, 1, 1, 1)]
    public void In_the_worst_case_no_missing_answer_counts_and_in_the_best_case_every_one(int numerator, int answered, int due, int worst, int best) =>
        MissingBounds.Compute(numerator, answered, due).ShouldBe((Fraction.From(worst, due), Fraction.From(best, due)));

    /// <summary>Every way in which the missing ones can answer, tried: the bounds are reached and never passed.</summary>
    [Fact]
    public void No_set_of_missing_answers_gets_outside_them()
    {
        for (var due = 1; due <= 8; due++)
        {
            for (var answered = 0; answered <= due; answered++)
            {
                for (var numerator = 0; numerator <= answered; numerator++)
                {
                    var missing = due - answered;
                    var shares = Enumerable.Range(0, 1 << missing).Select(ways => Fraction.From(numerator + int.PopCount(ways), due)).ToArray();
                    MissingBounds.Compute(numerator, answered, due).ShouldBe((shares.Min(), shares.Max()));
                }
            }
        }
    }

    [Fact]
    public void There_are_none_when_nobody_is_due() => MissingBounds.Compute(0, 0, 0).ShouldBeNull();

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(2, 1, 3)]
    [InlineData(1, 3, 2)]
    public void A_part_is_not_greater_than_its_whole(int numerator, int answered, int due) =>
        Should.Throw<ArgumentOutOfRangeException>(() => MissingBounds.Compute(numerator, answered, due));
}
