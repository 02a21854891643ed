using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Tests.Registrations;

/// <summary>The areas of the instruments, and scores that are worked by hand from domain.md §8.</summary>
public sealed class InstrumentTests
{
    private static readonly Instrument Skapa = Instruments.Find("skapa")!;
    private static readonly Instrument Whoqol = Instruments.Find("whoqol-bref")!;

    // Items 1–26. Items 3, 4 and 26 are reversed: a 2 counts as 6 − 2 = 4.
    private static readonly int?[] Rated =
    [
        3, 3, 2, 1, 4, 3, 3, 5, 4, 4, 2, 1, 3, 2, 5, 3, 4, 4, 5, 4, 2, 3, 5, 4, 3, 2,
    ];

    [Fact]
    public void The_instruments_are_those_of_the_domain()
    {
        Instruments.All.Select(i => $"{i.Id} {i.Items} {i.Least}–{i.Most}").ShouldBe(["skapa 6 1–5", "whoqol-bref 26 1–5"]);
        Skapa.Areas.Select(a => $"{a.Code} {string.Join(' ', a.Items)}").ShouldBe(
        [
            "health-and-work 1", "chances-of-a-job 2", "time-to-focus 3", "managing-a-job 4", "skills-of-use 5", "cooperation 6",
        ]);
        Whoqol.Reversed.ShouldBe([3, 4, 26]);
        Whoqol.Areas.Select(a => $"{a.Code} {string.Join(' ', a.Items)}, {a.MostMissing}").ShouldBe(
        [
            "physical 3 4 10 15 16 17 18, 2", "psychological 5 6 7 11 19 26, 2", "social 20 21 22, 1", "environment 8 9 12 13 14 23 24 25, 2",
        ]);
    }

    [Fact]
    public void Every_area_has_its_own_code_and_a_name_in_both_languages()
    {
        var areas = Instruments.All.SelectMany(i => i.Areas).ToArray();
        areas.Select(a => a.Code).ShouldBeUnique();
        areas.ShouldAllBe(a => a.Name.Sv != null && a.Name.En != null);
        areas.ShouldAllBe(a => a.Items.Count <= 8); // or a mean is no whole number of parts of a point
    }

    // physical: items 3 4 10 15 16 17 18 = 6−2, 6−1, 4, 5, 3, 4, 4 = 29; 29 / 7 × 4 = 16.571…
    // psychological: 5 6 7 11 19 26 = 4, 3, 3, 2, 5, 6−2 = 21; 21 / 6 × 4 = 14
    // social: 20 21 22 = 4, 2, 3 = 9; 9 / 3 × 4 = 12
    // environment: 8 9 12 13 14 23 24 25 = 5, 4, 1, 3, 2, 5, 4, 3 = 27; 27 / 8 × 4 = 13.5
    [Theory]
    [InlineData("physical", 29 * 4, 7)]
    [InlineData("psychological", 21 * 4, 6)]
    [InlineData("social", 9 * 4, 3)]
    [InlineData("environment", 27 * 4, 8)]
    public void A_domain_is_the_mean_of_its_items_times_four(string domain, int numerator, int denominator) =>
        (ScoreOf(domain, Rated) * denominator).ShouldBe(numerator * Instrument.PartsOfPoint);

    [Fact]
    public void The_lowest_and_the_highest_scores_are_4_and_20()
    {
        int?[] worst = [.. Enumerable.Range(1, 26).Select(item => (int?)(item is 3 or 4 or 26 ? 5 : 1))];
        int?[] best = [.. worst.Select(rating => 6 - rating)];
        Whoqol.Areas.Select(area => ScoreOf(area.Code, worst)).ShouldAllBe(score => score == 4 * Instrument.PartsOfPoint);
        Whoqol.Areas.Select(area => ScoreOf(area.Code, best)).ShouldAllBe(score => score == 20 * Instrument.PartsOfPoint);
    }

    // physical without items 3 and 15: 29 − 4 − 5 = 20 of 5 items; 20 / 5 × 4 = 16. A third missing one: no score.
    // social without item 20: 9 − 4 = 5 of 2; 5 / 2 × 4 = 10. A second missing one: no score.
    [Theory]
    [InlineData("physical", new[] { 3, 15 }, 20 * 4, 5)]
    [InlineData("physical", new[] { 3, 15, 16 }, 0, 0)]
    [InlineData("psychological", new[] { 5, 26 }, (21 - 4 - 4) * 4, 4)]
    [InlineData("psychological", new[] { 5, 11, 26 }, 0, 0)]
    [InlineData("social", new[] { 20 }, 5 * 4, 2)]
    [InlineData("social", new[] { 20, 22 }, 0, 0)]
    [InlineData("environment", new[] { 8, 12 }, (27 - 5 - 1) * 4, 6)]
    [InlineData("environment", new[] { 8, 9, 12 }, 0, 0)]
    public void Too_many_missing_ratings_leave_a_domain_without_a_score(string domain, int[] missing, int numerator, int denominator)
    {
        int?[] ratings = [.. Rated.Index().Select(rating => missing.Contains(rating.Index + 1) ? null : rating.Item)];
        (ScoreOf(domain, ratings) * denominator).ShouldBe(denominator == 0 ? null : numerator * Instrument.PartsOfPoint);
    }

    [Fact]
    public void Ratings_are_as_many_as_the_items_and_within_the_range()
    {
        var narrow = Skapa with { Items = 3, Most = 4 };
        narrow.Faults([1, null, 4]).ShouldBeEmpty();
        narrow.Faults([0, 5, 4]).Select(f => $"{f.Code} {f.Pointer} {string.Join('–', f.Details)}")
            .ShouldBe(["rating-out-of-range /ratings/0 1–4", "rating-out-of-range /ratings/1 1–4"]);
        narrow.Faults([1, 2]).Select(f => $"{f.Code} {f.Pointer} {f.Details[0]}").ShouldBe(["type-wrong /ratings a list of 3"]);
    }

    private static int? ScoreOf(string domain, IReadOnlyList<int?> ratings) => Whoqol.ScoreOf(Whoqol.Areas.Single(a => a.Code == domain), ratings);
}
