namespace OutcomeApi.Domain.Participations;

/// <summary>
/// The single fact record: everything about one enrollment that a goal can use. A person who is enrolled again has a second participation.
/// For goals that count referrals, a referral is represented as a participation too: it starts on the day of the referral and has no exit.
/// </summary>
public sealed record Participation
{
    /// <summary>The reference that the sender gave the enrollment. A figure can be traced back to it.</summary>
    public required string Reference { get; init; }

    public required Gender Gender { get; init; }

    /// <summary>
    /// The participant's opaque reference, which identifies overlapping participations of the same person. Null when anonymous.
    /// </summary>
    public string? Participant { get; init; }

    /// <summary>The subproject id. Null for a participation in the project as a whole.</summary>
    public string? Subproject { get; init; }

    public required DateOnly StartedOn { get; init; }

    /// <summary>The day on which the start was received. Null when unknown.</summary>
    public DateOnly? StartReceivedOn { get; init; }

    /// <summary>Whether the participation was already running when the project began. It is then never counted as started.</summary>
    public bool CarriedOver { get; init; }

    /// <summary>Whether the participation is anonymous. It then counts in volumes but never in shares.</summary>
    public bool Anonymous { get; init; }

    public int? BirthYear { get; init; }

    /// <summary>The highest education completed at the start. Null when not stated.</summary>
    public Education? Education { get; init; }

    /// <summary>The sources of income at the start, as one bit for each <see cref="IncomeSource"/>. Zero when none is stated.</summary>
    public int IncomeAtStart { get; init; }

    /// <summary>The occupation at the start. Null when not stated.</summary>
    public OccupationGroup? OccupationAtStart { get; init; }

    /// <summary>The months without work before the start. Null when not stated.</summary>
    public int? MonthsWithoutWork { get; init; }

    /// <summary>The months on sick leave before the start. Null when not stated.</summary>
    public int? MonthsOnSickLeave { get; init; }

    /// <summary>The months on public support before the start. Null when not stated.</summary>
    public int? MonthsOnPublicSupport { get; init; }

    public DateOnly? MappedOn { get; init; }

    public Referrer? Referrer { get; init; }

    /// <summary>The code of the referrer's unit. Null when none is stated.</summary>
    public string? ReferrerUnit { get; init; }

    /// <summary>Whether the project names that unit as an integrated treatment team.</summary>
    public bool UnitIsIntegrated { get; init; }

    /// <summary>The day of the referral. Null when there is none.</summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>The day on which the referral was queued.</summary>
    public DateOnly? QueuedOn { get; init; }

    /// <summary>The day on which a place was offered.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>The outcome of the referral. Null when there is none.</summary>
    public ReferralOutcome? ReferralOutcome { get; init; }

    /// <summary>For a referral: the reference of the enrollment that it led to. Null when it led to none, and for an enrollment.</summary>
    public string? EnrollmentReference { get; init; }

    /// <summary>The day on which the referral was closed, whether or not it led to a start.</summary>
    public DateOnly? ReferralClosedOn { get; init; }

    /// <summary>The follow-ups after the exit that have been reported, each for its own number of months.</summary>
    public IReadOnlyList<ReportedFollowUp> FollowUps { get; init; } = [];

    /// <summary>The end of the participation. Null while it is running.</summary>
    public ParticipationExit? Exit { get; init; }

    /// <summary>The first day after the exit on which the same participant was enrolled in the project again. Null when that has not happened.</summary>
    public DateOnly? ReturnedOn { get; init; }

    /// <summary>The kinds of documented steps within the participation, as the bits of the steps, see <see cref="TakenStep.Bit"/>.</summary>
    public int StepKinds { get; init; }

    /// <summary>The documented steps with their days. Reports use them; goals use only the kinds.</summary>
    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    /// <summary>
    /// The kinds of job offers within the participation or soon after it, as one bit for each kind in <see cref="JobOfferKinds"/>.
    /// </summary>
    public int JobOfferKinds { get; init; }

    /// <summary>The jobs and courses that began within the participation, by their first day.</summary>
    public IReadOnlyList<TakenPlacement> Placements { get; init; } = [];

    /// <summary>The ratings of themselves that lie within the participation, by their day.</summary>
    public IReadOnlyList<TakenRating> Ratings { get; init; } = [];

    /// <summary>The steps, placements, offers and ratings that a correction has left outside the participation. They count in no goal.</summary>
    public IReadOnlyList<BelongingRecord> Outside { get; init; } = [];

    /// <summary>Whether the participation was registered by mistake (<i>felregistrering</i>). It then never counts anywhere.</summary>
    public bool RegisteredInError => Exit?.Reason == ExitReason.RegisteredInError;

    /// <summary>
    /// The age in whole years at the end of the starting year. It is computed from the birth year, because the date of birth is never
    /// known.
    /// </summary>
    public int? AgeAtStart => StartedOn.Year - BirthYear;

    /// <summary>Returns the follow-up that has been reported for a number of months after the exit. Null while none has.</summary>
    public ReportedFollowUp? FollowUpAfter(int months)
    {
        // Goals ask this of every participation, so it allocates nothing.
        for (var i = 0; i < FollowUps.Count; i++)
        {
            if (FollowUps[i].Months == months)
            {
                return FollowUps[i];
            }
        }

        return null;
    }

    /// <summary>Determines whether the referral is in queue on a day: queued on that day or earlier, and not closed by then.</summary>
    public bool IsQueuedOn(DateOnly day) => QueuedOn <= day && (ReferralClosedOn is null || ReferralClosedOn > day);
}

/// <summary>A record that belongs to a participation.</summary>
/// <param name="Kind">The kind of the record, for example <c>step</c>.</param>
/// <param name="Reference">The sender's reference of the record.</param>
public readonly record struct BelongingRecord(string Kind, string Reference);

/// <summary>A documented step with its day.</summary>
/// <param name="Kind">The kind that the step counts as. Null for a kind of the project's own that counts as none of them.</param>
/// <param name="On">The day of the step.</param>
/// <param name="Own">The code of such a kind of the project's own.</param>
public readonly record struct TakenStep(StepKind? Kind, DateOnly On, string? Own = null)
{
    private const int OwnBit = 1 << 30;

    /// <summary>The code that the step counts as.</summary>
    public string Code => Kind is { } kind ? Participations.Code.Format(kind) : Own!;

    /// <summary>The bit of the kind. All kinds of the project's own that count as no other have the same one.</summary>
    public int Bit => Kind is { } kind ? 1 << (int)kind : OwnBit;
}

/// <summary>A job or a course that a participant began while the support went on.</summary>
/// <param name="Kind">Work or studies.</param>
/// <param name="StartedOn">The first day.</param>
/// <param name="EndedOn">The last day. Null while it goes on.</param>
/// <param name="Subsidised">Whether the work has a wage subsidy. Null when not stated.</param>
/// <param name="OpenToAll">Whether anybody could have applied for the work. Null when not stated.</param>
public readonly record struct TakenPlacement(PlacementKind Kind, DateOnly StartedOn, DateOnly? EndedOn, bool? Subsidised, bool? OpenToAll)
{
    /// <summary>
    /// Determines whether the placement has lasted a number of weeks by a day, with its first and last day counted. A placement that goes on lasts until
    /// that day.
    /// </summary>
    public bool HasLasted(int weeks, DateOnly by)
    {
        var last = EndedOn is { } ended && ended < by ? ended : by;
        return last.DayNumber - StartedOn.DayNumber + 1 >= weeks * 7;
    }
}

/// <summary>What a participant has rated on one occasion.</summary>
/// <param name="On">The day.</param>
/// <param name="Occasion">The occasion in the participation.</param>
/// <param name="Instrument">The id of the instrument.</param>
/// <param name="Ratings">A rating for each item of the instrument. Null where none was given.</param>
public readonly record struct TakenRating(DateOnly On, Registrations.AssessmentOccasion Occasion, string Instrument, IReadOnlyList<int?> Ratings);

/// <summary>A follow-up that has been reported.</summary>
/// <param name="Months">The number of months after the exit.</param>
/// <param name="Answer">The answer. Null when it is known to be unobtainable.</param>
/// <param name="On">The day of the answer, or the day on which it became known to be unobtainable. Null when not stated.</param>
public readonly record struct ReportedFollowUp(int Months, FollowUpAnswer? Answer, DateOnly? On = null);

/// <summary>The end of a participation.</summary>
public sealed record ParticipationExit
{
    public required DateOnly On { get; init; }

    /// <summary>The day on which the exit was received. Null when unknown.</summary>
    public DateOnly? ReceivedOn { get; init; }

    public required ExitReason Reason { get; init; }

    /// <summary>
    /// The extent of the work or studies, in percent of full time. It is that of the exit, else that of the occupation. Null when neither is stated.
    /// </summary>
    public int? Extent { get; init; }

    /// <summary>The sources of income at the exit, as one bit for each <see cref="IncomeSource"/>. Zero when none is stated.</summary>
    public int Income { get; init; }

    /// <summary>The occupation at the exit, as stated. Null when not stated, whatever the reason says.</summary>
    public OccupationGroup? Occupation { get; init; }

    /// <summary>The day on which the next step begins. Null when it was not known at exit.</summary>
    public DateOnly? NextStepStartsOn { get; init; }

    public bool NextMeasureReady { get; init; }

    /// <summary>
    /// Why no goal of the project counts the exit, although it is one to work or studies. Null when a goal counts it, and for other exits.
    /// </summary>
    public UncountedBecause? Uncounted { get; init; }

    /// <summary>Whether final documentation was given to the referrer.</summary>
    public bool DocumentedToReferrer { get; init; }

    /// <summary>Whether final documentation was given to the participant.</summary>
    public bool DocumentedToParticipant { get; init; }
}

/// <summary>Why no goal counts an exit to work or studies.</summary>
public enum UncountedBecause
{
    /// <summary>A goal counts those who were offered a job, and no such offer is recorded.</summary>
    NoOfferRecorded,

    /// <summary>A goal counts those who have taken a step, and no such step is recorded.</summary>
    NoStepRecorded,

    /// <summary>No goal counts an exit like this one, whatever else is recorded.</summary>
    NotCounted,
}

/// <summary>Encodes the four kinds of job offers that goals distinguish as bits.</summary>
public static class JobOfferKinds
{
    /// <summary>
    /// Returns the bit of one kind of offer. Both properties describe the same offer: "unsubsidised and in another field" is one bit, not
    /// two.
    /// </summary>
    public static int Bit(bool subsidised, bool otherField) => 1 << ((subsidised ? 2 : 0) + (otherField ? 1 : 0));

    /// <summary>Returns the bits of all kinds that match. A null argument matches both values.</summary>
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
