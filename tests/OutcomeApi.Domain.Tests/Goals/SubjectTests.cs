using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>What a condition sees on a day.</summary>
public sealed class SubjectTests
{
    private static readonly DateOnly Day = new(2025, 4, 30);

    [Fact]
    public void What_happened_by_the_day_is_known_on_it()
    {
        var exit = AnExit(Day);
        var subject = new Subject(
            ARecord() with
            {
                Exit = exit,
                FollowUps = [new(3, FollowUpAnswer.Work)],
                OfferedOn = Day,
                ReferralOutcome = ReferralOutcome.Started,
                ReferralClosedOn = Day,
            },
            Day,
            DateOnly.MinValue,
            Day,
            [],
            3);

        subject.Exit.ShouldBe(exit);
        subject.FollowUpAnswer.ShouldBe(FollowUpAnswer.Work);
        subject.IsOffered.ShouldBeTrue();
        subject.ReferralOutcome.ShouldBe(ReferralOutcome.Started);
    }

    [Fact]
    public void What_happens_later_is_not_known()
    {
        var later = Day.AddDays(1);
        var record = ARecord() with
        {
            Exit = AnExit(later),
            FollowUps = [new(3, FollowUpAnswer.Work)],
            OfferedOn = later,
            ReferralOutcome = ReferralOutcome.GuidedElsewhere,
            ReferralClosedOn = later,
        };
        var subject = new Subject(record, Day, DateOnly.MinValue, Day, [], 3);

        subject.Exit.ShouldBeNull();
        subject.FollowUpAnswer.ShouldBeNull();
        subject.IsOffered.ShouldBeFalse();
        subject.ReferralOutcome.ShouldBe(ReferralOutcome.Open);
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
            FollowUps = [new(3, FollowUpAnswer.Moved)],
        };
        var subject = new Subject(record, Day, DateOnly.MinValue, Day, [], 3);

        subject.Exit.ShouldBe(record.Exit);
        subject.FollowUpAnswer.ShouldBe(FollowUpAnswer.Moved);
        subject.IsOffered.ShouldBeTrue();
        subject.ReferralOutcome.ShouldBe(ReferralOutcome.Open);
    }

    [Theory]
    [InlineData(ReferralOutcome.GuidedElsewhere)]
    [InlineData(ReferralOutcome.Queued)]
    public void An_outcome_without_a_date_is_known_from_the_beginning(ReferralOutcome outcome) =>
        new Subject(ARecord() with { ReferralOutcome = outcome }, DateOnly.MinValue, DateOnly.MinValue, DateOnly.MinValue, [], null)
            .ReferralOutcome.ShouldBe(outcome);

    private static Participation ARecord() => new Fact { Start = new DateOnly(2025, 1, 7) }.ToParticipation();

    private static ParticipationExit AnExit(DateOnly on) => new() { On = on, Reason = ExitReason.Moved, DocumentedToReferrer = true };
}
