namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The populations that a goal can be about: those that definitions name, and those of the measures whose definitions name none.
/// </summary>
[Flags]
internal enum Members
{
    None = 0,
    Enrollments = 1 << 0,
    Exits = 1 << 1,

    /// <summary>Exits that are followed up. Which of them count, due or answered, is for the goal to say (<see cref="FollowUpMembership"/>).</summary>
    FollowedUp = 1 << 2,
    SupportedInWindow = 1 << 4,

    /// <summary>Starts in the window, for goals whose conditions depend on the window.</summary>
    StartsInWindow = 1 << 13,

    /// <summary>Participations in which a job or a course has begun.</summary>
    FirstPlacements = 1 << 14,

    /// <summary>Exits in the window, for goals whose conditions depend on the window.</summary>
    ExitsInWindow = 1 << 6,

    /// <summary>Exits whose next step has a date.</summary>
    ExitsWithNextStep = 1 << 7,

    /// <summary>Participations that started in the last days of the window, see <see cref="QueueTime"/>.</summary>
    StartedLately = 1 << 12,

    /// <summary>Participations that started and whose referral day is known, so that the waiting time is known.</summary>
    StartedWithReferral = 1 << 5,

    Referrals = 1 << 8,
    ReferralsClosedOrStarted = 1 << 9,
    ReferralsQueuedAtProjectStart = 1 << 10,

    /// <summary>Referrals in queue on the window's last day.</summary>
    StillQueued = 1 << 11,

    /// <summary>
    /// The stocks. A stock is the set of those who were present. It has no event that would place it in a tertial, so it is evaluated for
    /// every window.
    /// </summary>
    Stocks = SupportedInWindow | StartsInWindow | ExitsInWindow | StartedLately | ReferralsQueuedAtProjectStart | StillQueued,

    /// <summary>The populations of referrals. All others are populations of enrollments.</summary>
    OfReferrals = Referrals | ReferralsClosedOrStarted | ReferralsQueuedAtProjectStart | StillQueued,
}

/// <summary>Finds the populations that a participation is in, once for all goals.</summary>
internal sealed class Membership(ReportingPeriod period, DateOnly asOf)
{
    /// <summary>The day that counts as today.</summary>
    public DateOnly AsOf => asOf;

    public static Members From(Population population) => population switch
    {
        Population.Referrals => Members.Referrals,
        Population.ReferralsClosedOrStarted => Members.ReferralsClosedOrStarted,
        Population.ReferralsQueuedAtProjectStart => Members.ReferralsQueuedAtProjectStart,
        Population.Enrollments => Members.Enrollments,
        Population.Exits => Members.Exits,
        Population.SupportedInWindow => Members.SupportedInWindow,
        Population.FollowUpsDue or Population.FollowUpsAnswered => Members.FollowedUp,
        _ => throw new ArgumentOutOfRangeException(nameof(population)),
    };

    /// <summary>
    /// Returns the populations of events that a participation is in, as far as it is known. An event belongs to its population regardless
    /// of the tertial in which it lies.
    /// </summary>
    public Members InEvents(in Subject subject, bool isReferral) => isReferral ? OfReferral(subject) : OfEnrollment(subject);

    /// <summary>Returns the stocks that a participation is in during a window.</summary>
    public Members InStocks(Participation participation, bool isReferral, Cohort cohort)
    {
        if (isReferral)
        {
            return (participation.IsQueuedOn(period.StartsOn) ? Members.ReferralsQueuedAtProjectStart : Members.None)
                | (participation.IsQueuedOn(cohort.To) ? Members.StillQueued : Members.None);
        }

        if (participation.Anonymous)
        {
            return Members.None;
        }

        var (from, to) = QueueTime.DaysOf(cohort, period, asOf);
        return (participation.StartedOn <= cohort.To && !(participation.Exit?.On < cohort.From) ? Members.SupportedInWindow : Members.None)
            | (!participation.CarriedOver && cohort.Contains(participation.StartedOn) ? Members.StartsInWindow : Members.None)
            | (cohort.Contains(participation.Exit?.On) ? Members.ExitsInWindow : Members.None)
            | (!participation.CarriedOver && from <= participation.StartedOn && participation.StartedOn <= to ? Members.StartedLately : Members.None);
    }

    private Members OfReferral(in Subject referral)
    {
        if (referral.Participation.ReferredOn is not { } day || !period.Contains(day))
        {
            return Members.None;
        }

        return referral.ReferralOutcome is null or ReferralOutcome.Open or ReferralOutcome.Queued
            ? Members.Referrals
            : Members.Referrals | Members.ReferralsClosedOrStarted;
    }

    private Members OfEnrollment(in Subject subject)
    {
        var participation = subject.Participation;
        var members = Members.None;
        if (!participation.CarriedOver && period.Contains(participation.StartedOn))
        {
            members |= Members.Enrollments;
            if (participation.ReferredOn is not null && !participation.Anonymous)
            {
                members |= Members.StartedWithReferral;
            }
        }

        if (participation is { Anonymous: false, Placements.Count: > 0 })
        {
            members |= Members.FirstPlacements;
        }

        if (subject.Exit is { } exit && !participation.Anonymous && period.Contains(exit.On))
        {
            members |= exit.NextStepStartsOn >= exit.On ? Members.Exits | Members.ExitsWithNextStep : Members.Exits;
            if (ExitReasons.AreFollowedUp(exit.Reason))
            {
                members |= Members.FollowedUp;
            }
        }

        return members;
    }
}

/// <summary>The follow-ups that a goal is about.</summary>
/// <param name="Months">The months after the exit. Null when the project follows up nobody, so that there are none.</param>
/// <param name="AnsweredOnly">True for those answered; false for those due, which are those answered and those whose due day has come.</param>
internal readonly record struct FollowUpMembership(int? Months, bool AnsweredOnly)
{
    /// <summary>Determines whether the follow-up after an exit that is followed up is among them.</summary>
    public bool Contains(in Subject subject, DateOnly asOf) =>
        Months is { } months && subject.Exit is { } exit
        && (subject.AnswerAfter(months) is not null || (!AnsweredOnly && FollowUpSchedule.DueOn(exit.On, months) <= asOf));
}
