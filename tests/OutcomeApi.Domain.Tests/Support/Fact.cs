namespace OutcomeApi.Domain.Tests.Support;

/// <summary>
/// One participation, or one referral, in plain codes and lists, as a project system would send it. The naive implementation reads this; the engine reads
/// <see cref="ToParticipation"/>.
/// </summary>
internal sealed record Fact
{
    public string Reference { get; init; } = "E-1";

    public string Gender { get; init; } = "woman";

    public string? Subproject { get; init; }

    public DateOnly Start { get; init; }

    public bool CarriedOver { get; init; }

    public bool Anonymous { get; init; }

    public int? BirthYear { get; init; }

    public DateOnly? Mapped { get; init; }

    public string? Referrer { get; init; }

    /// <summary>The unit of the referrer, one of <see cref="DomainTables.Units"/>.</summary>
    public string? Unit { get; init; }

    public string? ReferralOutcome { get; init; }

    public DateOnly? Referred { get; init; }

    public DateOnly? Queued { get; init; }

    public DateOnly? Offered { get; init; }

    public DateOnly? ReferralClosed { get; init; }

    /// <summary>A referral of its own, not an enrollment: its start is the day of the referral.</summary>
    public bool IsReferral { get; init; }

    public string? Answer { get; init; }

    public bool Unobtainable { get; init; }

    public DateOnly? Exit { get; init; }

    public string? Reason { get; init; }

    public DateOnly? NextStep { get; init; }

    /// <summary>When the same participant was enrolled again.</summary>
    public DateOnly? Returned { get; init; }

    public bool NextMeasureReady { get; init; }

    public bool DocumentedToReferrer { get; init; }

    public bool DocumentedToParticipant { get; init; }

    /// <summary>The answers to follow-ups after other months than three.</summary>
    public IReadOnlyDictionary<int, string> LaterAnswers { get; init; } = new Dictionary<int, string>();

    public IReadOnlyList<string> Steps { get; init; } = [];

    public IReadOnlyList<(bool Subsidised, bool OtherField)> Offers { get; init; } = [];

    /// <summary>Jobs and courses, by their first day.</summary>
    public IReadOnlyList<Placed> Placements { get; init; } = [];

    public string? Education { get; init; }

    public IReadOnlyList<string> IncomeAtStart { get; init; } = [];

    public IReadOnlyList<string> IncomeAtExit { get; init; } = [];

    public int? Extent { get; init; }

    /// <summary>Self-assessments, by their day.</summary>
    public IReadOnlyList<Rated> Ratings { get; init; } = [];

    public Participation ToParticipation() => new()
    {
        Reference = Reference,
        Gender = Code.Parse<Gender>(Gender),
        Subproject = Subproject,
        StartedOn = Start,
        CarriedOver = CarriedOver,
        Anonymous = Anonymous,
        BirthYear = BirthYear,
        MappedOn = Mapped,
        Education = Education is null ? null : Code.Parse<Education>(Education),
        IncomeAtStart = IncomeAtStart.Aggregate(0, (bits, source) => bits | (1 << (int)Code.Parse<IncomeSource>(source))),
        Referrer = Referrer is null ? null : Code.Parse<Referrer>(Referrer),
        ReferrerUnit = Unit,
        UnitIsIntegrated = DomainTables.Units.Any(unit => unit.Code == Unit && unit.Integrated),
        ReferralOutcome = ReferralOutcome is null ? null : Code.Parse<ReferralOutcome>(ReferralOutcome),
        ReferredOn = Referred,
        QueuedOn = Queued,
        OfferedOn = Offered,
        ReferralClosedOn = ReferralClosed,
        FollowUps =
        [
            .. Answer is null && !Unobtainable ? Array.Empty<ReportedFollowUp>() : [new(3, Answer is null ? null : Code.Parse<FollowUpAnswer>(Answer))],
            .. LaterAnswers.Select(later => new ReportedFollowUp(later.Key, Code.Parse<FollowUpAnswer>(later.Value))),
        ],
        ReturnedOn = Returned,
        Placements =
        [
            .. Placements.Select(p => new TakenPlacement(Code.Parse<PlacementKind>(p.Kind), p.Start, p.End, p.Subsidised, p.OpenToAll)),
        ],
        StepKinds = Steps.Aggregate(0, (bits, code) => bits | new TakenStep(Code.TryParse<StepKind>(code, out var kind) ? kind : null, default, code).Bit),
        Ratings = [.. Ratings.Select(r => new TakenRating(r.On, Code.Parse<Domain.Registrations.AssessmentOccasion>(r.Occasion), r.Instrument, r.Ratings))],
        JobOfferKinds = Offers.Aggregate(0, (bits, offer) => bits | JobOfferKinds.Bit(offer.Subsidised, offer.OtherField)),
        Exit = Exit is not { } on ? null : new ParticipationExit
        {
            On = on,
            Reason = Code.Parse<ExitReason>(Reason!),
            NextStepStartsOn = NextStep,
            NextMeasureReady = NextMeasureReady,
            DocumentedToReferrer = DocumentedToReferrer,
            DocumentedToParticipant = DocumentedToParticipant,
            Extent = Extent,
            Income = IncomeAtExit.Aggregate(0, (bits, source) => bits | (1 << (int)Code.Parse<IncomeSource>(source))),
        },
    };

    public override string ToString()
    {
        string?[] parts =
        [
            Reference, Gender, Subproject, $"start {Start:yyyy-MM-dd}", CarriedOver ? "carried over" : null, Anonymous ? "anonymous" : null,
            BirthYear is null ? null : $"born {BirthYear}", Mapped is null ? null : $"mapped {Mapped:yyyy-MM-dd}", Referrer, Unit, ReferralOutcome,
            Referred is null ? null : $"referred {Referred:yyyy-MM-dd}", Queued is null ? null : $"queued {Queued:yyyy-MM-dd}",
            Offered is null ? null : $"offered {Offered:yyyy-MM-dd}", ReferralClosed is null ? null : $"closed {ReferralClosed:yyyy-MM-dd}",
            Exit is null ? null : $"exit {Exit:yyyy-MM-dd} {Reason}",
            NextStep is null ? null : $"next {NextStep:yyyy-MM-dd}", NextMeasureReady ? "next measure ready" : null,
            Returned is null ? null : $"returned {Returned:yyyy-MM-dd}",
            DocumentedToReferrer ? "documented to referrer" : null, DocumentedToParticipant ? "documented to participant" : null,
            Answer is null ? null : $"answer {Answer}", Unobtainable ? "unobtainable" : null,
            LaterAnswers.Count == 0 ? null : string.Join(" ", LaterAnswers.Select(later => $"after {later.Key} months {later.Value}")),
            Steps.Count == 0 ? null : $"steps {string.Join('+', Steps)}",
            Offers.Count == 0 ? null : $"offers {string.Join('+', Offers)}",
            Education, Extent is null ? null : $"extent {Extent}",
            IncomeAtStart.Count == 0 ? null : $"income at start {string.Join('+', IncomeAtStart)}",
            IncomeAtExit.Count == 0 ? null : $"income at exit {string.Join('+', IncomeAtExit)}",
        ];
        return string.Join(", ", parts.Where(p => p is not null));
    }
}

/// <summary>A self-assessment.</summary>
internal sealed record Rated
{
    public required DateOnly On { get; init; }

    public string Occasion { get; init; } = "start";

    public string Instrument { get; init; } = "skapa";

    public required IReadOnlyList<int?> Ratings { get; init; }
}

/// <summary>A job or a course begun while the support goes on.</summary>
internal sealed record Placed
{
    public string Kind { get; init; } = "work";

    public required DateOnly Start { get; init; }

    public DateOnly? End { get; init; }

    public bool? Subsidised { get; init; }

    public bool? OpenToAll { get; init; }
}
