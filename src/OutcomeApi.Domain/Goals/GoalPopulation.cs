using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>Who can be in a goal's denominator at all, and which day places them in a tertial.</summary>
internal sealed class GoalPopulation
{
    private readonly Func<Participation, DateOnly?> _event;
    private readonly Func<Participation, Cohort?, bool> _contains;

    private GoalPopulation(Func<Participation, DateOnly?> @event, Func<Participation, Cohort?, bool> contains)
    {
        _event = @event;
        _contains = contains;
    }

    /// <summary>A stock is whoever was there; it has no event, and is asked for each window.</summary>
    public bool IsStock { get; private init; }

    /// <summary>Referrals are counted, not enrollments.</summary>
    public bool IsOverReferrals { get; private init; }

    public static GoalPopulation Of(Population population, ReportingPeriod period, DateOnly asOf) => population switch
    {
        Population.Enrollments => new(p => p.StartedOn, (p, _) => !p.CarriedOver && period.Contains(p.StartedOn)),
        Population.Exits => new(p => p.Exit?.On, (p, _) => HasExited(p, period)),
        Population.FollowUpsAnswered => new(p => p.Exit?.On, (p, _) => IsFollowedUp(p, period) && p.FollowUpAnswer is not null),
        Population.FollowUpsDue => new(
            p => p.Exit?.On,
            (p, _) => IsFollowedUp(p, period)
                && (p.FollowUpAnswer is not null || FollowUpSchedule.DueOn(p.Exit!.On, GoalEngine.FollowUpMonths) <= asOf)),
        Population.SupportedInWindow => new(
            _ => null,
            (p, cohort) => cohort is not null && !p.Anonymous && p.StartedOn <= cohort.To && !(p.Exit?.On < cohort.From))
        {
            IsStock = true,
        },
        Population.Referrals => new(p => p.ReferredOn, (p, _) => IsReferredIn(p, period)) { IsOverReferrals = true },
        Population.ReferralsClosedOrStarted => new(
            p => p.ReferredOn,
            (p, _) => IsReferredIn(p, period) && p.ReferralOutcome is not (null or ReferralOutcome.Open or ReferralOutcome.Queued))
        {
            IsOverReferrals = true,
        },
        Population.ReferralsQueuedAtProjectStart => new(_ => null, (p, _) => p.IsQueuedOn(period.StartsOn)) { IsOverReferrals = true, IsStock = true },
        _ => throw new ArgumentOutOfRangeException(nameof(population)),
    };

    /// <summary>The day of the event that is counted.</summary>
    public DateOnly? EventOf(Participation participation) => _event(participation);

    /// <summary>Is it in the population? The cohort is null where events are counted.</summary>
    public bool Contains(Participation participation, Cohort? cohort) => _contains(participation, cohort);

    private static bool HasExited(Participation participation, ReportingPeriod period) =>
        participation is { Exit: { } exit, Anonymous: false } && period.Contains(exit.On);

    private static bool IsFollowedUp(Participation participation, ReportingPeriod period) =>
        HasExited(participation, period) && ExitReasons.AreFollowedUp(participation.Exit!.Reason);

    private static bool IsReferredIn(Participation participation, ReportingPeriod period) =>
        participation.ReferredOn is { } day && period.Contains(day);
}
