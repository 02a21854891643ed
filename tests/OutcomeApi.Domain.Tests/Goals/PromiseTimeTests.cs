using System.Text.Json;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// When each kind of promise is judged (domain.md §4): the day before, on and after the day that it is about, and in every window. The project runs
/// from 2024-02-01 to 2026-05-31: its last tertial is 2026-T2, and its only whole year 2025.
/// </summary>
public sealed class PromiseTimeTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 2, 1), new DateOnly(2026, 5, 31));

    private const string Share = "\"measure\": \"share\", \"of\": { \"population\": \"exits\" }, \"targets\": [{ \"atLeast\": \"50%\" }]";
    private const string Count = "\"measure\": \"count\", \"of\": { \"population\": \"enrollments\" }, \"targets\": [{ \"atLeast\": 2 }]";
    private const string Change =
        "\"measure\": \"change-from-baseline\", \"of\": { \"population\": \"exits\" }, \"figure\": \"f\", \"targets\": [{ \"atLeast\": \"0%\" }]";

    [Theory]
    // The project's end is judged since start, in the last tertial, from the day after.
    [InlineData(Share, "2026-T2", "since-start", "2026-05-30", "not-due 2026-05-31")]
    [InlineData(Share, "2026-T2", "since-start", "2026-05-31", "not-due 2026-05-31")]
    [InlineData(Share, "2026-T2", "since-start", "2026-06-01", "reached 2026-05-31")]
    [InlineData(Share, "2026-T2", "year-to-date", "2026-06-01", "not-due 2026-05-31")]
    [InlineData(Share, "2026-T2", "tertial", "2026-06-01", "not-due 2026-05-31")]
    [InlineData(Share, "2026-T1", "since-start", "2026-06-01", "not-due 2026-05-31")]
    [InlineData(Share, "2024-T1", "since-start", "2024-03-01", "not-due 2026-05-31")]

    // A year is judged by the year to date of its third tertial; the last year ends with the project.
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T3", "year-to-date", "2025-12-30", "not-due 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T3", "year-to-date", "2025-12-31", "not-due 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T3", "year-to-date", "2026-01-01", "reached 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T2", "year-to-date", "2026-01-01", "not-due 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T3", "tertial", "2026-01-01", "not-due 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2025-T3", "since-start", "2026-01-01", "not-due 2025-12-31")]
    [InlineData(Share + ", \"judged\": \"calendar-year\"", "2026-T2", "year-to-date", "2026-06-01", "reached 2026-05-31")]

    // Each window is judged when it has ended: the last one with the project.
    [InlineData(Share + ", \"judged\": \"each-window\"", "2025-T1", "tertial", "2025-04-29", "not-due 2025-04-30")]
    [InlineData(Share + ", \"judged\": \"each-window\"", "2025-T1", "tertial", "2025-04-30", "not-due 2025-04-30")]
    [InlineData(Share + ", \"judged\": \"each-window\"", "2025-T1", "tertial", "2025-05-01", "reached 2025-04-30")]
    [InlineData(Share + ", \"judged\": \"each-window\"", "2025-T1", "since-start", "2025-05-01", "reached 2025-04-30")]
    [InlineData(Share + ", \"judged\": \"each-window\"", "2026-T2", "year-to-date", "2026-06-01", "reached 2026-05-31")]

    // A goal or a desired effect is the project's if it says nothing, a process or a capacity the window's.
    [InlineData("\"kind\": \"desired-effect\", " + Share, "2025-T1", "tertial", "2025-05-01", "not-due 2026-05-31")]
    [InlineData("\"kind\": \"process\", " + Share, "2025-T1", "tertial", "2025-05-01", "reached 2025-04-30")]
    [InlineData("\"kind\": \"capacity\", " + Share, "2025-T1", "tertial", "2025-05-01", "reached 2025-04-30")]

    // A count has its target only where it is judged.
    [InlineData(Count, "2026-T2", "since-start", "2026-05-31", "not-due 2026-05-31")]
    [InlineData(Count, "2026-T2", "since-start", "2026-06-01", "reached 2026-05-31")]
    [InlineData(Count, "2026-T2", "year-to-date", "2026-06-01", "no-target")]
    [InlineData(Count, "2026-T2", "tertial", "2026-06-01", "no-target")]
    [InlineData(Count + ", \"judged\": \"calendar-year\"", "2025-T3", "year-to-date", "2026-01-01", "reached 2025-12-31")]
    [InlineData(Count + ", \"judged\": \"calendar-year\"", "2025-T3", "since-start", "2026-01-01", "no-target")]
    [InlineData(Count + ", \"judged\": \"each-window\"", "2025-T3", "tertial", "2026-01-01", "reached 2025-12-31")]

    // A change is one from year to year. It is judged by the last whole year, and not before the project has ended.
    [InlineData(Change, "2025-T3", "year-to-date", "2026-05-31", "not-due 2026-05-31")]
    [InlineData(Change, "2025-T3", "year-to-date", "2026-06-01", "reached 2026-05-31")]
    [InlineData(Change, "2024-T3", "year-to-date", "2026-06-01", "not-due 2026-05-31")]
    [InlineData(Change, "2026-T2", "year-to-date", "2026-06-01", "not-due 2026-05-31")]
    [InlineData(Change, "2025-T3", "tertial", "2026-06-01", "no-target")]
    [InlineData(Change, "2025-T3", "since-start", "2026-06-01", "no-target")]
    public void A_promise_is_judged_when_it_is_due(string definition, string tertial, string window, string asOf, string expected)
    {
        var judgement = Judge(definition, tertial, window, asOf);

        $"{Code.Format(judgement.Verdict)} {judgement.Due?.On:yyyy-MM-dd}".TrimEnd().ShouldBe(expected);
        judgement.Standing.ShouldBe(judgement.Verdict == Verdict.NoTarget ? null : Standing.Meets);
    }

    /// <summary>A target that holds for a time holds for windows whose last day lies in it.</summary>
    [Theory]
    [InlineData("2024-T3", "no-target")]
    [InlineData("2025-T1", "reached 2025-04-30")]
    [InlineData("2025-T2", "reached 2025-08-31")]
    [InlineData("2025-T3", "no-target")]
    public void A_target_may_hold_for_a_time(string tertial, string expected)
    {
        var definition = Share.Replace("\"50%\"", "\"50%\", \"from\": \"2025-04-30\", \"to\": \"2025-12-30\"", StringComparison.Ordinal);
        var judgement = Judge(definition + ", \"judged\": \"each-window\"", tertial, "tertial", "2026-06-01");

        $"{Code.Format(judgement.Verdict)} {judgement.Due?.On:yyyy-MM-dd}".TrimEnd().ShouldBe(expected);
    }

    /// <summary>domain.md §4: 48 of 100 at 2026-08-31, from 2025-08-15 to 2027-03-31: missing 52, left 7.0, so far 3.8, needed 7.5.</summary>
    [Fact]
    public void A_count_shows_its_pace()
    {
        var period = new ReportingPeriod(new DateOnly(2025, 4, 1), new DateOnly(2027, 3, 31));
        var tertial = Tertial.Parse("2026-T2");
        var figure = Figure(Count.Replace("2 }", "100 }", StringComparison.Ordinal), period, tertial, Window.SinceStart, 48, null);
        var judgement = Judgement.Compute(figure, new Timeline(period, new DateOnly(2026, 9, 3), new DateOnly(2025, 8, 15)));

        judgement.Rows.Single(row => row.Gender is null).Pace.ShouldBe(new Pace(52, 7.0m, 3.8m, 7.5m));

        // 48 × 594 days = 28,512 < 100 × 382 days.
        judgement.Standing.ShouldBe(Standing.Misses);
    }

    /// <summary>The whole span is 100 days, 2025-08-15 to 2025-11-22; after 50 days half of the 10 is enough.</summary>
    [Theory]
    [InlineData(5, "2025-10-03", Standing.Meets)]
    [InlineData(5, "2025-10-04", Standing.Misses)]
    [InlineData(4, "2025-10-03", Standing.Misses)]
    [InlineData(0, "2025-08-14", Standing.NotAssessable)]
    [InlineData(1, "2025-08-15", Standing.Meets)]
    public void A_count_keeps_pace_or_not(int count, string asOf, Standing standing)
    {
        var period = new ReportingPeriod(new DateOnly(2025, 5, 1), new DateOnly(2025, 11, 22));
        var today = DateOnly.ParseExact(asOf, "yyyy-MM-dd");
        var figure = Figure(Count.Replace("2 }", "10 }", StringComparison.Ordinal), period, Tertial.Containing(today), Window.SinceStart, count, null);

        var judgement = Judgement.Compute(figure, new Timeline(period, today, new DateOnly(2025, 8, 15)));
        judgement.Standing.ShouldBe(standing);
        judgement.Reason.ShouldBe(standing == Standing.NotAssessable ? NotAssessableReason.NotBegun : null);
    }

    private static Judgement Judge(string definition, string tertial, string window, string asOf) => Judgement.Compute(
        Figure(definition, Period, Tertial.Parse(tertial), Code.Parse<Window>(window), 60, definition.Contains("count", StringComparison.Ordinal) ? null : 100),
        new Timeline(Period, DateOnly.ParseExact(asOf, "yyyy-MM-dd")));

    private static GoalFigure Figure(string definition, ReportingPeriod period, Tertial tertial, Window window, int numerator, int? denominator)
    {
        var json = JsonElement.Parse("{ \"text\": { \"en\": \"A goal\" }, " + definition + " }");
        int? none = denominator is null ? null : 0;
        return new GoalFigure
        {
            Goal = new GoalVersion("goal", 1, period.StartsOn, GoalParser.ParseStored("goal", json)),
            Tertial = tertial,
            Window = window,
            Cohort = period.CohortOf(tertial, window),
            Woman = new Ratio(numerator, denominator),
            Man = new Ratio(0, none),
            Other = new Ratio(0, none),
            Unknown = new Ratio(0, none),
            Reported = new ReportedValue("f", new DateOnly(2023, 6, 30), 50, 100, default),
        };
    }
}
