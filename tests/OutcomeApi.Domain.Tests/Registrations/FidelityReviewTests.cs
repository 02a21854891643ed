using System.Globalization;
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
        Groups = [new FidelityGroup { Code = "all", Text = new LocalizedText() }],
        Items = [.. new[] { "1", "2", "2B" }.Select(item => new FidelityItem { Item = item, Group = "all", Name = new LocalizedText() })],
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

    [Fact]
    public void Comments_and_plan_are_about_items_of_the_scale()
    {
        var review = Review(("1", 5)) with
        {
            Comments = new Dictionary<string, string> { ["2B"] = "Går bra.", ["9"] = "Vilken punkt?" },
            Plan = [Activity("2"), Activity("2b"), Activity(null)],
        };
        review.Faults(new DateOnly(2026, 1, 1), [Three]).Select(f => $"{f.Code} {f.Pointer}")
            .ShouldBe(["unknown-code /comments/9", "unknown-code /plan/1/item"]);
    }

    // The review was made on 2025-04-29, and today is 2026-01-01.
    [Theory]
    [InlineData("2025-04-29", "2025-04-29")]
    [InlineData("2027-12-31", "2026-01-01")]
    [InlineData("2025-04-28", null, "end-before-start /plan/0/until")]
    [InlineData("2025-12-31", "2025-04-28", "end-before-start /plan/0/doneOn")]
    [InlineData("2025-12-31", "2026-01-02", "date-in-future /plan/0/doneOn")]
    public void An_activity_ends_after_the_review_and_is_not_done_ahead(string until, string? doneOn, params string[] faults) =>
        (Review(("1", 5)) with { Plan = [Activity("1") with { Until = Day(until), DoneOn = doneOn is null ? null : Day(doneOn) }] })
            .Faults(new DateOnly(2026, 1, 1), [Three]).Select(f => $"{f.Code} {f.Pointer}").ShouldBe(faults);

    [Fact]
    public void An_empty_plan_and_no_comments_are_the_same_as_none()
    {
        var normalised = (FidelityReview)(Review(("1", 5)) with { Comments = new Dictionary<string, string>(), Plan = [] }).Normalised();
        (normalised.Comments, normalised.Plan).ShouldBe((null, null));
    }

    private static FidelityActivity Activity(string? item) => new() { Item = item, Activity = "Göra mer.", Until = new DateOnly(2025, 12, 31) };

    private static FidelityReview Review(params (string Item, int Score)[] scores) => new()
    {
        Reference = "F-1",
        On = new DateOnly(2025, 4, 29),
        Scale = "three",
        Scores = scores.ToDictionary(s => s.Item, s => s.Score),
    };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
