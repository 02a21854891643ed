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

    private static Participation ARecord() => new Fact { Start = new DateOnly(2025, 1, 7) }.ToParticipation();

    private static DateOnly? After(int? days) => days is { } number ? Day.AddDays(number) : null;
}
