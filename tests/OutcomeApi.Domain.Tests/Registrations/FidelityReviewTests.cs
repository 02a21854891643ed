using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Tests.Registrations;

/// <summary>Points of a scale: a small one, whose every sum can be done by hand.</summary>
public sealed class FidelityReviewTests
{
    private static readonly FidelityScale Three = new()
    {
        Id = "three",
        Name = new LocalizedText { Sv = "Tre", En = "Three" },
        MostOfItem = 5,
        Items = ["1", "2", "2B"],
        Bands =
        [
            new FidelityBand { Code = "good", Text = new LocalizedText(), From = 10, To = 15 },
            new FidelityBand { Code = "poor", Text = new LocalizedText(), From = 3, To = 9 },
        ],
    };

    [Theory]
    [InlineData(5, 5, 5, 15, "good")]
    [InlineData(3, 3, 4, 10, "good")]
    [InlineData(3, 3, 3, 9, "poor")]
    [InlineData(1, 1, 1, 3, "poor")]
    public void A_complete_review_has_a_total_and_a_band(int one, int two, int twoB, int total, string band)
    {
        var review = Review(("1", one), ("2", two), ("2B", twoB)).With(Three);
        (review.Total, review.Maximum, review.Band, review.ItemsScored).ShouldBe((total, 15, band, 3));
    }

    [Fact]
    public void A_partial_review_has_neither()
    {
        var review = Review(("1", 5), ("2B", 5)).With(Three);
        (review.Total, review.Maximum, review.Band, review.ItemsScored).ShouldBe((null, 15, null, 2));
    }

    [Fact]
    public void Items_that_the_scale_lacks_are_refused_one_by_one()
    {
        var faults = Review(("1", 5), ("2b", 4), ("3", 1)).Faults(new DateOnly(2026, 1, 1), [Three]).ToArray();
        faults.Select(f => $"{f.Code} {f.Pointer}").ShouldBe(["unknown-code /scores/2b", "unknown-code /scores/3"]);
        faults.ShouldAllBe(f => f.Details[0] == "1, 2, 2B");
    }

    private static FidelityReview Review(params (string Item, int Score)[] scores) => new()
    {
        Reference = "F-1",
        On = new DateOnly(2025, 4, 29),
        Scale = "three",
        Scores = scores.ToDictionary(s => s.Item, s => s.Score),
    };
}
