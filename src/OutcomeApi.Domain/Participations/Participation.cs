namespace OutcomeApi.Domain.Participations;

/// <summary>
/// The one fact record: everything about one enrollment that a goal may ask. The same person enrolled again is another participation. A referral
/// is seen as one too, by the goals that count referrals: its start is the day of the referral, and it has no exit.
/// </summary>
public sealed record Participation
{
    /// <summary>The sender's reference of the enrollment: what a figure can be traced back to.</summary>
    public required string Reference { get; init; }

    public required Gender Gender { get; init; }

    /// <summary>The participant's opaque reference, by which a person's overlapping participations are found; null when anonymous.</summary>
    public string? Participant { get; init; }

    /// <summary>Subproject id, or null for a participation in the project as such.</summary>
    public string? Subproject { get; init; }

    public required DateOnly StartedOn { get; init; }

    /// <summary>The day on which the start was received; null when that is not known.</summary>
    public DateOnly? StartReceivedOn { get; init; }

    /// <summary>Already running when the project began: never counted as started.</summary>
    public bool CarriedOver { get; init; }

    /// <summary>Counts in volumes, never in shares.</summary>
    public bool Anonymous { get; init; }

    public int? BirthYear { get; init; }

    public DateOnly? MappedOn { get; init; }

    public Referrer? Referrer { get; init; }

    /// <summary>The day of the referral; null without one.</summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>The day on which the referral was put in queue.</summary>
    public DateOnly? QueuedOn { get; init; }

    /// <summary>The day on which a place was offered.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>What the referral came to; null without a referral.</summary>
    public ReferralOutcome? ReferralOutcome { get; init; }

    /// <summary>Of a referral: the reference of the enrollment that it led to; null when it led to none, and of an enrollment.</summary>
    public string? EnrollmentReference { get; init; }

    /// <summary>The day on which the referral was closed, with a start or without.</summary>
    public DateOnly? ReferralClosedOn { get; init; }

    /// <summary>The answer of the follow-up three months after exit; null while there is none.</summary>
    public FollowUpAnswer? FollowUpAnswer { get; init; }

    /// <summary>The follow-up three months after exit is known not to be obtainable.</summary>
    public bool FollowUpUnobtainable { get; init; }

    /// <summary>The day of that answer, or on which it was known not to be obtainable; null while there is neither.</summary>
    public DateOnly? FollowedUpOn { get; init; }

    /// <summary>How it ended; null while it is running.</summary>
    public ParticipationExit? Exit { get; init; }

    /// <summary>The kinds of documented steps, as a bit per <see cref="StepKind"/>.</summary>
    public int StepKinds { get; init; }

    /// <summary>The documented steps with their days, for reports; goals ask for the kinds alone.</summary>
    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    /// <summary>The kinds of job offers, as a bit per <see cref="JobOfferKinds"/>.</summary>
    public int JobOfferKinds { get; init; }

    /// <summary>Registered by mistake (<i>felregistrering</i>): never counts anywhere.</summary>
    public bool RegisteredInError => Exit?.Reason == ExitReason.RegisteredInError;

    /// <summary>Age in whole years at the end of the starting year, from the birth year (the date is never known).</summary>
    public int? AgeAtStart => StartedOn.Year - BirthYear;

    /// <summary>In queue on a day: put there by then, and not closed by then.</summary>
    public bool IsQueuedOn(DateOnly day) => QueuedOn <= day && (ReferralClosedOn is null || ReferralClosedOn > day);
}

/// <summary>A documented step and its day.</summary>
public readonly record struct TakenStep(StepKind Kind, DateOnly On);

/// <summary>The end of a participation.</summary>
public sealed record ParticipationExit
{
    public required DateOnly On { get; init; }

    /// <summary>The day on which the exit was received; null when that is not known.</summary>
    public DateOnly? ReceivedOn { get; init; }

    public required ExitReason Reason { get; init; }

    /// <summary>When the next step begins, where that was known at exit.</summary>
    public DateOnly? NextStepStartsOn { get; init; }

    public bool NextMeasureReady { get; init; }

    /// <summary>Final documentation was given to the referrer.</summary>
    public bool DocumentedToReferrer { get; init; }

    /// <summary>Final documentation was given to the participant.</summary>
    public bool DocumentedToParticipant { get; init; }
}

/// <summary>The four kinds of job offers that goals tell apart, and their bits.</summary>
public static class JobOfferKinds
{
    /// <summary>The bit of one kind of offer. Both properties belong to the same offer: "unsubsidised and in another field" is one bit.</summary>
    public static int Bit(bool subsidised, bool otherField) => 1 << ((subsidised ? 2 : 0) + (otherField ? 1 : 0));

    /// <summary>The bits of all kinds that fit; null means either.</summary>
    public static int Mask(bool? subsidised, bool? otherField)
    {
        var mask = 0;
        foreach (var s in new[] { false, true })
        {
            foreach (var o in new[] { false, true })
            {
                if ((subsidised ?? s) == s && (otherField ?? o) == o)
                {
                    mask |= Bit(s, o);
                }
            }
        }

        return mask;
    }
}
