using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Participations;

public sealed class ParticipationTests
{
    private static readonly DateOnly Day = new(2025, 4, 30);

    // In queue on day D: queuedOn ≤ D and not closed by D.
    [Theory]
    [InlineData(null, null, false)]
    [InlineData(0, null, true)]
    [InlineData(-90, null, true)]
    [InlineData(1, null, false)]
    [InlineData(-90, -1, false)]
    [InlineData(-90, 0, false)]
    [InlineData(-90, 1, true)]
    [InlineData(0, 0, false)]
    [InlineData(1, 2, false)]
    [InlineData(null, 5, false)]
    public void In_queue_from_the_day_it_was_put_there_until_the_day_before_it_is_closed(int? queued, int? closed, bool isQueued) =>
        (ARecord() with { QueuedOn = After(queued), ReferralClosedOn = After(closed) }).IsQueuedOn(Day).ShouldBe(isQueued);

    [Fact]
    public void What_happened_by_the_day_is_known_on_it()
    {
        var record = ARecord() with
        {
            Exit = AnExit(Day),
            FollowUpAnswer = FollowUpAnswer.Work,
            FollowUpUnobtainable = true,
            OfferedOn = Day,
            ReferralOutcome = ReferralOutcome.Started,
            ReferralClosedOn = Day,
        };

        record.AsAt(Day).ShouldBe(record);
    }

    [Fact]
    public void What_happens_later_is_not_known()
    {
        var later = Day.AddDays(1);
        var record = ARecord() with
        {
            Exit = AnExit(later),
            FollowUpAnswer = FollowUpAnswer.Work,
            FollowUpUnobtainable = true,
            OfferedOn = later,
            ReferralOutcome = ReferralOutcome.GuidedElsewhere,
            ReferralClosedOn = later,
        };

        record.AsAt(Day).ShouldBe(ARecord() with { ReferralOutcome = ReferralOutcome.Open });
    }

    [Fact]
    public void Each_is_asked_for_itself()
    {
        var record = ARecord() with
        {
            OfferedOn = Day,
            ReferralOutcome = ReferralOutcome.Declined,
            ReferralClosedOn = Day.AddDays(1),
            Exit = AnExit(Day.AddDays(-1)),
            FollowUpAnswer = FollowUpAnswer.Moved,
        };

        record.AsAt(Day).ShouldBe(record with { ReferralOutcome = ReferralOutcome.Open, ReferralClosedOn = null });
    }

    [Theory]
    [InlineData(ReferralOutcome.GuidedElsewhere)]
    [InlineData(ReferralOutcome.Queued)]
    public void An_outcome_without_a_date_is_known_from_the_beginning(ReferralOutcome outcome)
    {
        var record = ARecord() with { ReferralOutcome = outcome };

        record.AsAt(DateOnly.MinValue).ShouldBe(record);
    }

    private static Participation ARecord() => new Fact { Start = new DateOnly(2025, 1, 7), Mapped = new DateOnly(2025, 1, 2), Steps = ["language"] }.ToParticipation();

    private static ParticipationExit AnExit(DateOnly on) => new() { On = on, Reason = ExitReason.Moved, DocumentedToReferrer = true };

    private static DateOnly? After(int? days) => days is { } number ? Day.AddDays(number) : null;
}
