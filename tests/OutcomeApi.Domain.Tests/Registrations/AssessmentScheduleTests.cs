using System.Globalization;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Tests.Registrations;

/// <summary>Which self-assessments are due, worked by hand: a participation from 2025-01-31 in a project from 2025-01-01.</summary>
public sealed class AssessmentScheduleTests
{
    private static readonly DateOnly Started = new(2025, 1, 31);

    // Three months after 31 January is 30 April, six is 31 July, nine is 31 October, twelve is 31 January.
    [Theory]
    [InlineData("2025-01-30", "")]
    [InlineData("2025-01-31", "start 2025-01-31 0")]
    [InlineData("2025-04-29", "start 2025-01-31 0")]
    [InlineData("2025-04-30", "start 2025-01-31 0, third-month 2025-04-30 3")]
    [InlineData("2025-10-30", "start 2025-01-31 0, third-month 2025-04-30 3, sixth-month 2025-07-31 6")]
    [InlineData("2025-10-31", "start 2025-01-31 0, sixth-month 2025-07-31 6, third-month 2025-10-31 9")]
    [InlineData("2026-01-31", "start 2025-01-31 0, third-month 2025-10-31 9, sixth-month 2026-01-31 12")]
    public void While_a_participation_runs_the_start_and_the_latest_of_each_kind_are_due(string asOf, string due) => Due(asOf, null).ShouldBe(due);

    [Theory]
    [InlineData("start", "2025-03-01", "third-month 2025-04-30 3, sixth-month 2025-07-31 6")]
    [InlineData("third-month", "2025-03-31", "start 2025-01-31 0, sixth-month 2025-07-31 6")] // thirty days before
    [InlineData("third-month", "2025-03-30", "start 2025-01-31 0, third-month 2025-04-30 3, sixth-month 2025-07-31 6")]
    [InlineData("sixth-month", "2025-08-20", "start 2025-01-31 0, third-month 2025-04-30 3")]
    [InlineData("exit", "2025-08-20", "start 2025-01-31 0, third-month 2025-04-30 3, sixth-month 2025-07-31 6")]
    public void What_is_given_is_not_due(string occasion, string on, string due) => Due("2025-09-01", null, (occasion, on)).ShouldBe(due);

    [Theory]
    [InlineData("2025-06-15", "dropped-out", "2025-06-14", "start 2025-01-31 0, third-month 2025-04-30 3")]
    [InlineData("2025-06-15", "dropped-out", "2025-06-15", "exit 2025-06-15 ")]
    [InlineData("2025-06-15", "dropped-out", "2026-06-15", "exit 2025-06-15 ")]
    [InlineData("2025-06-15", "deceased", "2025-06-14", "start 2025-01-31 0, third-month 2025-04-30 3")]
    [InlineData("2025-06-15", "deceased", "2025-06-15", "")]
    [InlineData("2025-06-15", "registered-in-error", "2025-06-14", "")]
    public void From_the_exit_on_only_that_at_the_exit_is_due(string exitedOn, string reason, string asOf, string due) =>
        Due(asOf, (Day(exitedOn), Code.Parse<ExitReason>(reason))).ShouldBe(due);

    [Fact]
    public void An_exit_rating_that_is_given_leaves_nothing_due() =>
        Due("2025-09-01", (new DateOnly(2025, 6, 15), ExitReason.Moved), ("exit", "2025-06-20")).ShouldBeEmpty();

    [Fact]
    public void What_was_due_before_the_project_is_not_asked_for() =>
        string.Join(", ", AssessmentSchedule.DueOf(new DateOnly(2024, 9, 30), null, new DateOnly(2025, 1, 1), [], new DateOnly(2025, 4, 1))
            .Select(d => $"{Code.Format(d.Occasion)} {d.DueOn:yyyy-MM-dd}")).ShouldBe("sixth-month 2025-03-30");

    // The start is given, so it does not come again. Nine months after 31 January is 31 October, fifteen 30 April.
    [Theory]
    [InlineData("2025-02-15", "2025-10-31", "", "third-month 2025-04-30 3, sixth-month 2025-07-31 6, third-month 2025-10-31 9")]
    [InlineData("2025-04-30", "2026-04-29", "", "sixth-month 2025-07-31 6, third-month 2025-10-31 9, sixth-month 2026-01-31 12")]
    [InlineData("2025-02-15", "2025-10-30", "2025-06-15", "third-month 2025-04-30 3, exit 2025-06-15 ")]
    [InlineData("2025-02-15", "2025-10-30", "2025-04-30", "exit 2025-04-30 ")]
    [InlineData("2025-06-15", "2025-10-30", "2025-06-15", "")]
    public void What_comes_is_due_when_its_day_comes(string asOf, string until, string exitedOn, string coming) =>
        Coming(Day(asOf), Day(until), exitedOn.Length == 0 ? null : (Day(exitedOn), ExitReason.Moved)).ShouldBe(coming);

    [Fact]
    public void What_comes_is_what_the_list_of_each_day_has_of_that_day()
    {
        var asOf = new DateOnly(2025, 2, 10);
        var until = new DateOnly(2027, 3, 1);
        foreach (var exit in new (DateOnly, ExitReason)?[] { null, (new(2026, 4, 30), ExitReason.Moved), (new(2026, 5, 3), ExitReason.Deceased) })
        {
            var day = Enumerable.Range(1, until.DayNumber - asOf.DayNumber).Select(asOf.AddDays);
            var naive = day.SelectMany(d => AssessmentSchedule.DueOf(Started, exit, new DateOnly(2025, 1, 1), Given, d).Where(due => due.DueOn == d)).ToArray();

            naive.Length.ShouldBeGreaterThan(3);
            AssessmentSchedule.ComingOf(Started, exit, new DateOnly(2025, 1, 1), Given, asOf, until).ShouldBe(naive);
        }
    }

    private static readonly (AssessmentOccasion, DateOnly)[] Given = [(AssessmentOccasion.Start, new(2025, 2, 1))];

    private static string Coming(DateOnly asOf, DateOnly until, (DateOnly On, ExitReason Reason)? exit) => string.Join(
        ", ",
        AssessmentSchedule.ComingOf(Started, exit, new DateOnly(2025, 1, 1), Given, asOf, until)
            .Select(d => $"{Code.Format(d.Occasion)} {d.DueOn:yyyy-MM-dd} {d.Months}"));

    private static string Due(string asOf, (DateOnly On, ExitReason Reason)? exit, params (string Occasion, string On)[] given) => string.Join(
        ", ",
        AssessmentSchedule.DueOf(
            Started,
            exit,
            new DateOnly(2025, 1, 1),
            [.. given.Select(g => (Code.Parse<AssessmentOccasion>(g.Occasion), Day(g.On)))],
            Day(asOf)).Select(d => $"{Code.Format(d.Occasion)} {d.DueOn:yyyy-MM-dd} {d.Months}"));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
