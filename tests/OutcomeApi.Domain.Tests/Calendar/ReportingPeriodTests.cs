using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Calendar;

public sealed class ReportingPeriodTests
{
    [Theory]
    [InlineData("fram", "2021-01-01", "2023-12-31")]
    [InlineData("iris2", "2023-02-01", "2026-01-31")]
    [InlineData("ips-unga", "2025-04-01", "2027-03-31")]
    [InlineData("uppsala", "2025-01-01", "2027-01-31")]
    public void The_four_project_files_have_the_periods_of_the_sources(string project, string startsOn, string endsOn) =>
        ProjectFile.Load(project).Definition.Period.ShouldBe(new ReportingPeriod(Date(startsOn), Date(endsOn)));

    // domain.md §2: every figure in three windows; a tertial that the project's period cuts is partial and shows its real days. The
    // window of project start is the project's own, so it is partial only where the end is cut (api.md, attainment example).
    [Theory]

    // FRAM lies exactly on tertials.
    [InlineData("fram", "2021-T1", Window.Tertial, "2021-01-01", "2021-04-30", false)]
    [InlineData("fram", "2021-T1", Window.YearToDate, "2021-01-01", "2021-04-30", false)]
    [InlineData("fram", "2021-T1", Window.SinceStart, "2021-01-01", "2021-04-30", false)]
    [InlineData("fram", "2022-T2", Window.Tertial, "2022-05-01", "2022-08-31", false)]
    [InlineData("fram", "2022-T2", Window.YearToDate, "2022-01-01", "2022-08-31", false)]
    [InlineData("fram", "2022-T2", Window.SinceStart, "2021-01-01", "2022-08-31", false)]
    [InlineData("fram", "2023-T3", Window.Tertial, "2023-09-01", "2023-12-31", false)]
    [InlineData("fram", "2023-T3", Window.YearToDate, "2023-01-01", "2023-12-31", false)]
    [InlineData("fram", "2023-T3", Window.SinceStart, "2021-01-01", "2023-12-31", false)]

    // IRIS 2 begins in February: its first tertial and its first year are cut.
    [InlineData("iris2", "2023-T1", Window.Tertial, "2023-02-01", "2023-04-30", true)]
    [InlineData("iris2", "2023-T1", Window.YearToDate, "2023-02-01", "2023-04-30", true)]
    [InlineData("iris2", "2023-T1", Window.SinceStart, "2023-02-01", "2023-04-30", false)]
    [InlineData("iris2", "2023-T2", Window.Tertial, "2023-05-01", "2023-08-31", false)]
    [InlineData("iris2", "2023-T2", Window.YearToDate, "2023-02-01", "2023-08-31", true)]
    [InlineData("iris2", "2023-T3", Window.YearToDate, "2023-02-01", "2023-12-31", true)]
    [InlineData("iris2", "2024-T2", Window.Tertial, "2024-05-01", "2024-08-31", false)]
    [InlineData("iris2", "2024-T2", Window.YearToDate, "2024-01-01", "2024-08-31", false)]
    [InlineData("iris2", "2024-T2", Window.SinceStart, "2023-02-01", "2024-08-31", false)]
    [InlineData("iris2", "2025-T3", Window.SinceStart, "2023-02-01", "2025-12-31", false)]

    // … and ends in January: all windows of its last tertial are cut.
    [InlineData("iris2", "2026-T1", Window.Tertial, "2026-01-01", "2026-01-31", true)]
    [InlineData("iris2", "2026-T1", Window.YearToDate, "2026-01-01", "2026-01-31", true)]
    [InlineData("iris2", "2026-T1", Window.SinceStart, "2023-02-01", "2026-01-31", true)]

    // IPS Unga has one month of its first tertial and three of its last.
    [InlineData("ips-unga", "2025-T1", Window.Tertial, "2025-04-01", "2025-04-30", true)]
    [InlineData("ips-unga", "2025-T1", Window.YearToDate, "2025-04-01", "2025-04-30", true)]
    [InlineData("ips-unga", "2025-T1", Window.SinceStart, "2025-04-01", "2025-04-30", false)]
    [InlineData("ips-unga", "2025-T2", Window.Tertial, "2025-05-01", "2025-08-31", false)]
    [InlineData("ips-unga", "2025-T3", Window.YearToDate, "2025-04-01", "2025-12-31", true)]
    [InlineData("ips-unga", "2026-T3", Window.YearToDate, "2026-01-01", "2026-12-31", false)]
    [InlineData("ips-unga", "2027-T1", Window.Tertial, "2027-01-01", "2027-03-31", true)]
    [InlineData("ips-unga", "2027-T1", Window.YearToDate, "2027-01-01", "2027-03-31", true)]
    [InlineData("ips-unga", "2027-T1", Window.SinceStart, "2025-04-01", "2027-03-31", true)]

    // Uppsala is cut at the end only.
    [InlineData("uppsala", "2025-T1", Window.Tertial, "2025-01-01", "2025-04-30", false)]
    [InlineData("uppsala", "2025-T1", Window.YearToDate, "2025-01-01", "2025-04-30", false)]
    [InlineData("uppsala", "2025-T1", Window.SinceStart, "2025-01-01", "2025-04-30", false)]
    [InlineData("uppsala", "2025-T3", Window.SinceStart, "2025-01-01", "2025-12-31", false)]
    [InlineData("uppsala", "2027-T1", Window.Tertial, "2027-01-01", "2027-01-31", true)]
    [InlineData("uppsala", "2027-T1", Window.YearToDate, "2027-01-01", "2027-01-31", true)]
    [InlineData("uppsala", "2027-T1", Window.SinceStart, "2025-01-01", "2027-01-31", true)]
    public void A_window_is_clipped_to_the_project_and_says_so(
        string project, string tertial, Window window, string from, string to, bool partial) =>
        ProjectFile.Load(project).Definition.Period.CohortOf(Tertial.Parse(tertial), window)
            .ShouldBe(new Cohort(Date(from), Date(to), partial));

    [Fact]
    public void A_project_inside_one_tertial_is_cut_at_both_ends()
    {
        var period = new ReportingPeriod(Date("2025-05-02"), Date("2025-08-30"));
        var only = Tertial.Parse("2025-T2");

        period.TertialsBegunBy(Date("2030-01-01")).ShouldBe([only]);
        foreach (var window in Enum.GetValues<Window>())
        {
            period.CohortOf(only, window).ShouldBe(new Cohort(Date("2025-05-02"), Date("2025-08-30"), true));
        }
    }

    [Theory]
    [InlineData("fram", 9, "2021-T1", "2023-T3")]
    [InlineData("iris2", 10, "2023-T1", "2026-T1")]
    [InlineData("ips-unga", 7, "2025-T1", "2027-T1")]
    [InlineData("uppsala", 7, "2025-T1", "2027-T1")]
    public void A_project_has_every_tertial_that_it_overlaps(string project, int count, string first, string last)
    {
        var tertials = ProjectFile.Load(project).Definition.Period.TertialsBegunBy(Date("2099-12-31")).ToArray();

        tertials.Length.ShouldBe(count);
        tertials[0].ToString().ShouldBe(first);
        tertials[^1].ToString().ShouldBe(last);
        tertials.Zip(tertials.Skip(1)).ShouldAllBe(pair => pair.Second.Index == pair.First.Index + 1);
    }

    [Theory]
    [InlineData("2022-12-31", 0)]
    [InlineData("2023-01-01", 1)]
    [InlineData("2023-04-30", 1)]
    [InlineData("2023-05-01", 2)]
    [InlineData("2025-12-31", 9)]
    [InlineData("2026-01-01", 10)]
    [InlineData("2026-05-01", 10)]
    public void Tertials_begin_with_the_day_of_the_computation(string asOf, int count) =>
        ProjectFile.Load("iris2").Definition.Period.TertialsBegunBy(Date(asOf)).Count().ShouldBe(count);

    [Theory]
    [InlineData("2024-T2", Window.Tertial, "2024-T2")]
    [InlineData("2024-T2", Window.YearToDate, "2024-T1")]
    [InlineData("2024-T2", Window.SinceStart, "2023-T1")]
    [InlineData("2023-T2", Window.YearToDate, "2023-T1")]
    public void The_windows_of_a_tertial_begin_with(string tertial, Window window, string first) =>
        ProjectFile.Load("iris2").Definition.Period.FirstOf(Tertial.Parse(tertial), window).ToString().ShouldBe(first);

    [Fact]
    public void A_year_to_date_does_not_reach_before_the_projects_first_tertial() =>
        new ReportingPeriod(Date("2025-06-01"), Date("2026-06-30")).FirstOf(Tertial.Parse("2025-T3"), Window.YearToDate)
            .ShouldBe(Tertial.Parse("2025-T2"));

    [Theory]
    [InlineData("2023-01-31", false)]
    [InlineData("2023-02-01", true)]
    [InlineData("2026-01-31", true)]
    [InlineData("2026-02-01", false)]
    public void A_period_contains_its_first_and_its_last_day(string day, bool contained) =>
        ProjectFile.Load("iris2").Definition.Period.Contains(Date(day)).ShouldBe(contained);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
