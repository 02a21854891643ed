namespace OutcomeApi.Domain.Reports;

/// <summary>What the tables of follow-ups ask of one follow-up.</summary>
/// <param name="Referrer">Who has referred the person.</param>
/// <param name="State">The state of the follow-up.</param>
/// <param name="Answer">The answer; null if there is none.</param>
/// <param name="IsDue">Whether it counts among those due: it is answered, or its due day has come.</param>
internal readonly record struct FollowedUp(Referrer? Referrer, FollowUpState State, FollowUpAnswer? Answer, bool IsDue);

/// <summary>Counts the follow-ups after the exits of a window, for one number of months.</summary>
internal sealed class FollowUpTally
{
    private readonly Tally<FollowedUp> _followUps;

    /// <param name="exits">The participations that exited in the window.</param>
    /// <param name="months">The number of months after the exit.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public FollowUpTally(IReadOnlyList<Participation> exits, int months, DateOnly asOf)
    {
        _followUps = new Tally<FollowedUp>(exits.Where(FollowUpTable.IsFollowedUp), p =>
        {
            var answer = p.FollowUpAfter(months)?.Answer;
            return new FollowedUp(p.Referrer, p.FollowUpStateAfter(months, asOf), answer, answer is not null || FollowUpTable.DueOn(p, months) <= asOf);
        });
    }

    /// <summary>The referrers that occur.</summary>
    public IEnumerable<Referrer?> Referrers => _followUps.Keys.Select(followUp => followUp.Referrer);

    /// <summary>Lists the answers to show: those in use, then others that have been given.</summary>
    /// <param name="inUse">The codes of those in use.</param>
    public IReadOnlyList<FollowUpAnswer> AnswersOf(IReadOnlyList<string> inUse) =>
        [.. inUse.Select(Code.Parse<FollowUpAnswer>).Union(_followUps.Keys.Select(followUp => followUp.Answer).OfType<FollowUpAnswer>().Order())];

    /// <summary>Counts those that meet a condition.</summary>
    public GenderCounts Count(Func<FollowedUp, bool> counts) => _followUps.Sum(counts);
}
