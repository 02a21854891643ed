using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Calendar;

public sealed class FollowUpScheduleTests
{
    [Theory]
    [InlineData("2023-11-30", 3, "2024-02-29")]
    [InlineData("2024-11-30", 3, "2025-02-28")]
    [InlineData("2023-11-29", 3, "2024-02-29")]
    [InlineData("2024-11-28", 3, "2025-02-28")]
    [InlineData("2024-12-01", 3, "2025-03-01")]
    [InlineData("2024-01-15", 3, "2024-04-15")]
    [InlineData("2024-01-31", 3, "2024-04-30")]
    [InlineData("2024-12-31", 3, "2025-03-31")]
    [InlineData("2024-08-31", 6, "2025-02-28")]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    public void A_follow_up_is_due_calendar_months_after_the_exit_clipped_to_the_end_of_the_month(string exitedOn, int months, string dueOn) =>
        FollowUpSchedule.DueOn(ProjectFile.Date(exitedOn), months).ShouldBe(ProjectFile.Date(dueOn));

    [Theory]
    [InlineData(-400, FollowUpState.NotDue)]
    [InlineData(-1, FollowUpState.NotDue)]
    [InlineData(0, FollowUpState.Due)]
    [InlineData(1, FollowUpState.Due)]
    [InlineData(30, FollowUpState.Due)]
    [InlineData(31, FollowUpState.Overdue)]
    [InlineData(400, FollowUpState.Overdue)]
    public void It_is_due_from_its_day_for_thirty_days_and_overdue_after(int daysAfter, FollowUpState state)
    {
        var dueOn = new DateOnly(2024, 2, 29);

        FollowUpSchedule.StateOf(dueOn, dueOn.AddDays(daysAfter)).ShouldBe(state);
    }

    [Fact]
    public void The_states_have_the_codes_of_the_domain() =>
        Code.All<FollowUpState>().ShouldBe(["not-due", "due", "overdue", "answered", "unobtainable"]);

    [Fact]
    public void Every_exit_is_followed_up_but_errors_and_deaths() =>
        DomainTables.ExitReasons.Where(r => !ExitReasons.AreFollowedUp(Code.Parse<ExitReason>(r.Code))).Select(r => r.Code)
            .ShouldBe(["deceased", "registered-in-error"]);
}
