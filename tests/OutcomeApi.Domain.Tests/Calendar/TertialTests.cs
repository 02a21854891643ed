namespace OutcomeApi.Domain.Tests.Calendar;

public sealed class TertialTests
{
    [Theory]
    [InlineData("2024-12-31", "2024-T3")]
    [InlineData("2025-01-01", "2025-T1")]
    [InlineData("2025-04-30", "2025-T1")]
    [InlineData("2025-05-01", "2025-T2")]
    [InlineData("2025-08-31", "2025-T2")]
    [InlineData("2025-09-01", "2025-T3")]
    [InlineData("2025-12-31", "2025-T3")]
    [InlineData("2026-01-01", "2026-T1")]
    [InlineData("2024-02-29", "2024-T1")]
    public void A_day_lies_in_the_tertial_whose_borders_enclose_it(string day, string tertial) =>
        Tertial.Containing(Date(day)).ToString().ShouldBe(tertial);

    [Theory]
    [InlineData("2026-T1", "2026-01-01", "2026-04-30")]
    [InlineData("2026-T2", "2026-05-01", "2026-08-31")]
    [InlineData("2026-T3", "2026-09-01", "2026-12-31")]
    public void A_tertial_has_four_whole_months(string text, string first, string last)
    {
        var tertial = Tertial.Parse(text);

        tertial.FirstDay.ShouldBe(Date(first));
        tertial.LastDay.ShouldBe(Date(last));
    }

    [Theory]
    [InlineData("1900-T1", 1900, 1)]
    [InlineData("2026-T1", 2026, 1)]
    [InlineData("2026-T2", 2026, 2)]
    [InlineData("2026-T3", 2026, 3)]
    [InlineData("2999-T3", 2999, 3)]
    public void A_tertial_is_read_and_written_in_one_form(string text, int year, int number)
    {
        Tertial.TryParse(text, out var tertial).ShouldBeTrue();

        tertial.ShouldBe(new Tertial(year, number));
        (tertial.Year, tertial.Number).ShouldBe((year, number));
        tertial.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-T0")]
    [InlineData("2026-T4")]
    [InlineData("2026-t1")]
    [InlineData("2026-1")]
    [InlineData("2026T1")]
    [InlineData("2026_T1")]
    [InlineData("26-T1")]
    [InlineData("02026-T1")]
    [InlineData(" 2026-T1")]
    [InlineData("2026-T1 ")]
    [InlineData("2026-T11")]
    [InlineData("+026-T1")]
    [InlineData("-026-T1")]
    [InlineData(" 026-T1")]
    [InlineData("2 26-T1")]
    [InlineData("1899-T3")]
    [InlineData("3000-T1")]
    [InlineData("0000-T1")]
    [InlineData("T1-2026")]
    [InlineData("٢٠٢٦-T1")]
    public void Nothing_else_is_a_tertial(string? text)
    {
        Tertial.TryParse(text, out var tertial).ShouldBeFalse();
        tertial.ShouldBe(default);
    }

    [Fact]
    public void Parsing_what_is_no_tertial_is_a_format_error() =>
        Should.Throw<FormatException>(() => Tertial.Parse("2026-T4"));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-1)]
    public void A_year_has_three_tertials(int number) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Tertial(2026, number));

    [Fact]
    public void Every_day_of_eight_years_lies_between_its_tertials_borders_and_tertials_follow_each_other()
    {
        var previous = Tertial.Containing(new DateOnly(2019, 12, 31));
        for (var day = new DateOnly(2020, 1, 1); day.Year < 2028; day = day.AddDays(1))
        {
            var tertial = Tertial.Containing(day);

            tertial.FirstDay.ShouldBeLessThanOrEqualTo(day);
            tertial.LastDay.ShouldBeGreaterThanOrEqualTo(day);
            var isFirstDayOfATertial = day is { Day: 1, Month: 1 or 5 or 9 };
            tertial.Index.ShouldBe(previous.Index + (isFirstDayOfATertial ? 1 : 0), $"{day:O}");
            tertial.ShouldBe(Tertial.Parse(tertial.ToString()));
            previous = tertial;
        }
    }

    [Fact]
    public void Tertials_are_ordered_in_time_also_across_the_year()
    {
        var last = new Tertial(2025, 3);
        var next = new Tertial(2026, 1);

        (last < next).ShouldBeTrue();
        (last <= next).ShouldBeTrue();
        (next > last).ShouldBeTrue();
        (next >= last).ShouldBeTrue();
        (next <= last).ShouldBeFalse();
        (last >= next).ShouldBeFalse();
        last.CompareTo(next).ShouldBeLessThan(0);
        new Tertial(last.Index + 1).ShouldBe(next);
    }

    [Theory]
    [InlineData("2026-T1", false)]
    [InlineData("2026-T2", false)]
    [InlineData("2026-T3", true)]
    public void The_third_tertial_ends_the_year(string tertial, bool isLast) =>
        Tertial.Parse(tertial).IsLastOfYear.ShouldBe(isLast);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
