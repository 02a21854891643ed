using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Runs;

/// <summary>Loads a project's participations, once per computation, as the facts that goals and reports are computed from.</summary>
public static class ParticipationFacts
{
    private const string SelectFactsSql =
        """
        SELECT f.id, f.reference, e.participant, f.gender, f.subproject, f.started_on, f.carried_over, f.anonymous, f.birth_year, f.mapped_on,
               f.referrer, f.referred_on, f.queued_on, f.offered_on, f.exited_on, f.reason, f.next_step_starts_on, f.next_measure_ready,
               f.documentation_given_to_referrer_on, f.documentation_given_to_participant_on, f.enrollment_received_at, f.exit_received_at,
               e.education, e.income_sources AS income_at_start, e.occupation AS occupation_at_start, e.months_without_work, e.months_on_sick_leave,
               e.months_on_public_support, x.extent, x.income_sources AS income_at_exit, x.occupation AS occupation_at_exit,
               COALESCE(e.referrer_unit, r.referrer_unit) AS referrer_unit
        FROM participation_facts f
        JOIN enrollments e ON e.id = f.id
        LEFT JOIN exits x ON x.enrollment_id = f.id AND x.voided = 0
        LEFT JOIN referrals r ON r.project_id = e.project_id AND r.reference = e.referral_reference AND r.voided = 0
        WHERE f.project_id = @Project
        """;

    private const string SelectFactSql = $"{SelectFactsSql} AND f.id = @Enrollment";

    private const string SelectStepsOfOneSql =
        "SELECT enrollment_id, reference, kind, taken_on AS day FROM steps WHERE enrollment_id = @Enrollment AND voided = 0";

    private const string SelectOffersOfOneSql =
        "SELECT enrollment_id, reference, subsidised, other_field, offered_on AS day FROM job_offers WHERE enrollment_id = @Enrollment AND voided = 0";

    private const string SelectPlacementsOfOneSql =
        """
        SELECT enrollment_id, reference, kind, started_on AS day, ended_on, subsidised, open_to_all
        FROM placements
        WHERE enrollment_id = @Enrollment AND voided = 0
        """;

    private const string SelectRatingsOfOneSql =
        """
        SELECT enrollment_id, reference, occasion, assessed_on AS day, instrument, item_ratings AS ratings
        FROM self_assessments
        WHERE enrollment_id = @Enrollment AND voided = 0
        """;

    private const string SelectReferralsSql =
        """
        SELECT f.reference, f.gender, f.subproject, f.birth_year, f.referrer, f.referred_on, f.queued_on, f.offered_on, f.outcome, f.closed_on,
               r.referrer_unit,
               (SELECT MIN(e.reference) FROM enrollments e WHERE e.project_id = f.project_id AND e.referral_reference = f.reference AND e.voided = 0) AS enrollment_reference
        FROM referral_facts f
        JOIN referrals r ON r.id = f.id
        WHERE f.project_id = @Project
        """;

    private const string SelectStepsSql = "SELECT enrollment_id, reference, kind, taken_on AS day FROM steps WHERE project_id = @Project AND voided = 0";

    private const string SelectOffersSql =
        "SELECT enrollment_id, reference, subsidised, other_field, offered_on AS day FROM job_offers WHERE project_id = @Project AND voided = 0";

    private const string SelectPlacementsSql =
        """
        SELECT enrollment_id, reference, kind, started_on AS day, ended_on, subsidised, open_to_all
        FROM placements
        WHERE project_id = @Project AND voided = 0
        """;

    private const string SelectRatingsSql =
        """
        SELECT enrollment_id, reference, occasion, assessed_on AS day, instrument, item_ratings AS ratings
        FROM self_assessments
        WHERE project_id = @Project AND voided = 0
        """;

    private const string SelectFollowUpsSql =
        "SELECT enrollment_id, months, answer, followed_up_on FROM follow_ups WHERE project_id = @Project AND voided = 0 ORDER BY months";

    private const string SelectReportedSql =
        "SELECT figure, reported_on, numerator, denominator, received_at FROM reported_values WHERE project_id = @Project";

    /// <summary>Loads everything that a project's figures are computed from.</summary>
    public static async Task<RegisteredFacts> LoadAllAsync(DbSession session, BusinessDay day, ProjectDefinition project, CancellationToken ct) => new(
        await LoadAsync(session, day, project, ct),
        await LoadReferralsAsync(session, project, ct),
        [.. (await session.QueryAsync<ReportedRow>(SelectReportedSql, new { Project = project.Id }, ct)).Select(r => r.ToValue())]);

    /// <summary>Loads a project's participations. Times of receipt become days by the business day.</summary>
    public static async Task<IReadOnlyList<Participation>> LoadAsync(
        DbSession session, BusinessDay day, ProjectDefinition project, CancellationToken ct)
    {
        var all = new { Project = project.Id };
        var steps = (await session.QueryAsync<StepRow>(SelectStepsSql, all, ct)).ToLookup(step => step.EnrollmentId);
        var offers = (await session.QueryAsync<OfferRow>(SelectOffersSql, all, ct)).ToLookup(offer => offer.EnrollmentId);
        var placements = (await session.QueryAsync<PlacementRow>(SelectPlacementsSql, all, ct)).ToLookup(row => row.EnrollmentId);
        var ratings = (await session.QueryAsync<RatingRow>(SelectRatingsSql, all, ct)).ToLookup(rating => rating.EnrollmentId);
        var followUps = (await session.QueryAsync<FollowUpRow>(SelectFollowUpsSql, all, ct)).ToLookup(row => row.EnrollmentId);
        var facts = await session.QueryAsync<FactRow>(SelectFactsSql, all, ct);
        return Returns.Find(
        [
            .. facts.Select(f => f.ToParticipation(
                project, day, followUps[f.Id], [.. steps[f.Id]], [.. placements[f.Id]], [.. offers[f.Id]], [.. ratings[f.Id]]))
        ]);
    }

    /// <summary>Loads one participation with what belongs to it, as it is with an exit. Null when it is not there.</summary>
    /// <param name="session">The session, in the transaction of the check.</param>
    /// <param name="day">The business day.</param>
    /// <param name="project">The project.</param>
    /// <param name="enrollment">Id of the enrollment's row.</param>
    /// <param name="hasBelongings">Whether steps, placements, offers or ratings belong to it.</param>
    /// <param name="exit">The exit that is checked. The stored one, if there is one, is left out.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<Participation?> WithExitAsync(
        DbSession session, BusinessDay day, ProjectDefinition project, long enrollment, bool hasBelongings, Exit exit, CancellationToken ct)
    {
        var one = new { Project = project.Id, Enrollment = enrollment };
        var steps = hasBelongings ? await session.QueryAsync<StepRow>(SelectStepsOfOneSql, one, ct) : [];
        var placements = hasBelongings ? await session.QueryAsync<PlacementRow>(SelectPlacementsOfOneSql, one, ct) : [];
        var offers = hasBelongings ? await session.QueryAsync<OfferRow>(SelectOffersOfOneSql, one, ct) : [];
        var ratings = hasBelongings ? await session.QueryAsync<RatingRow>(SelectRatingsOfOneSql, one, ct) : [];
        return await session.QueryOneAsync<FactRow>(SelectFactSql, one, ct) is not { } row ? null : (row with
        {
            ExitedOn = exit.ExitedOn,
            Reason = exit.Reason,
            NextStepStartsOn = exit.NextStepStartsOn,
            NextMeasureReady = exit.NextMeasureReady,
            DocumentationGivenToReferrerOn = exit.DocumentationGivenToReferrerOn,
            DocumentationGivenToParticipantOn = exit.DocumentationGivenToParticipantOn,
            Extent = exit.Extent,
            IncomeAtExit = exit.IncomeSources,
            OccupationAtExit = exit.Occupation,
        }).ToParticipation(project, day, [], [.. steps], [.. placements], [.. offers], [.. ratings]);
    }

    /// <summary>Loads a project's referrals, each in the form of a participation.</summary>
    public static async Task<IReadOnlyList<Participation>> LoadReferralsAsync(DbSession session, ProjectDefinition project, CancellationToken ct) =>
        [.. (await session.QueryAsync<ReferralRow>(SelectReferralsSql, new { Project = project.Id }, ct)).Select(r => r.ToParticipation(project))];

    private sealed record ReferralRow
    {
        public required string Reference { get; init; }

        public required string Gender { get; init; }

        public string? Subproject { get; init; }

        public int? BirthYear { get; init; }

        public string? Referrer { get; init; }

        public string? ReferrerUnit { get; init; }

        public required DateOnly ReferredOn { get; init; }

        public DateOnly? QueuedOn { get; init; }

        public DateOnly? OfferedOn { get; init; }

        public required string Outcome { get; init; }

        public DateOnly? ClosedOn { get; init; }

        public string? EnrollmentReference { get; init; }

        public Participation ToParticipation(ProjectDefinition project) => new()
        {
            Reference = Reference,
            Gender = Code.Parse<Gender>(Gender),
            Subproject = Subproject,
            BirthYear = BirthYear,
            StartedOn = ReferredOn,
            Referrer = Referrer is null ? null : Code.Parse<Referrer>(Referrer),
            ReferrerUnit = ReferrerUnit,
            UnitIsIntegrated = project.UnitOf(ReferrerUnit)?.IsIntegrated ?? false,
            ReferredOn = ReferredOn,
            QueuedOn = QueuedOn,
            OfferedOn = OfferedOn,
            ReferralOutcome = Code.Parse<ReferralOutcome>(Outcome),
            ReferralClosedOn = ClosedOn,
            EnrollmentReference = EnrollmentReference,
        };
    }

    private sealed record ReportedRow
    {
        public required string Figure { get; init; }

        public required DateOnly ReportedOn { get; init; }

        public required int Numerator { get; init; }

        public int? Denominator { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public ReportedValue ToValue() => new(Figure, ReportedOn, Numerator, Denominator, ReceivedAt);
    }

    private sealed record FollowUpRow
    {
        public required long EnrollmentId { get; init; }

        public required int Months { get; init; }

        public string? Answer { get; init; }

        public required DateOnly FollowedUpOn { get; init; }

        public ReportedFollowUp ToFollowUp() => new(Months, Answer is null ? null : Code.Parse<FollowUpAnswer>(Answer), FollowedUpOn);
    }

    /// <summary>A record that belongs to a participation and lies within it.</summary>
    private abstract record BelongingRow(string Record)
    {
        public required long EnrollmentId { get; init; }

        public required string Reference { get; init; }

        public required DateOnly Day { get; init; }

        /// <summary>Whether the day may lie some days after the exit.</summary>
        public virtual bool MayFollowExit => false;
    }

    private sealed record StepRow() : BelongingRow("step")
    {
        public required string Kind { get; init; }

        public TakenStep ToStep(ProjectDefinition project) => project.StepOf(Kind, Day);
    }

    private sealed record PlacementRow() : BelongingRow("placement")
    {
        public required string Kind { get; init; }

        public DateOnly? EndedOn { get; init; }

        public bool? Subsidised { get; init; }

        public bool? OpenToAll { get; init; }

        public TakenPlacement ToPlacement() => new(Code.Parse<PlacementKind>(Kind), Day, EndedOn, Subsidised, OpenToAll);
    }

    private sealed record OfferRow() : BelongingRow("job-offer")
    {
        public required bool Subsidised { get; init; }

        public required bool OtherField { get; init; }

        public override bool MayFollowExit => true;
    }

    private sealed record RatingRow() : BelongingRow("self-assessment")
    {
        public required string Occasion { get; init; }

        public required string Instrument { get; init; }

        public required IReadOnlyList<int?> Ratings { get; init; }

        public override bool MayFollowExit => Occasion == "exit";

        public TakenRating ToRating() => new(Day, Code.Parse<Domain.Registrations.AssessmentOccasion>(Occasion), Instrument, Ratings);
    }

    private sealed record FactRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? Participant { get; init; }

        public required string Gender { get; init; }

        public string? Subproject { get; init; }

        public required DateOnly StartedOn { get; init; }

        public required bool CarriedOver { get; init; }

        public required bool Anonymous { get; init; }

        public int? BirthYear { get; init; }

        public DateOnly? MappedOn { get; init; }

        public string? Referrer { get; init; }

        public string? ReferrerUnit { get; init; }

        public DateOnly? ReferredOn { get; init; }

        public DateOnly? QueuedOn { get; init; }

        public DateOnly? OfferedOn { get; init; }

        public DateOnly? ExitedOn { get; init; }

        public string? Reason { get; init; }

        public DateOnly? NextStepStartsOn { get; init; }

        public bool? NextMeasureReady { get; init; }

        public DateOnly? DocumentationGivenToReferrerOn { get; init; }

        public DateOnly? DocumentationGivenToParticipantOn { get; init; }

        public required DateTimeOffset EnrollmentReceivedAt { get; init; }

        public DateTimeOffset? ExitReceivedAt { get; init; }

        public string? Education { get; init; }

        public IReadOnlyList<string>? IncomeAtStart { get; init; }

        public Occupation? OccupationAtStart { get; init; }

        public int? MonthsWithoutWork { get; init; }

        public int? MonthsOnSickLeave { get; init; }

        public int? MonthsOnPublicSupport { get; init; }

        public int? Extent { get; init; }

        public IReadOnlyList<string>? IncomeAtExit { get; init; }

        public Occupation? OccupationAtExit { get; init; }

        public Participation ToParticipation(
            ProjectDefinition project, BusinessDay day, IEnumerable<FollowUpRow> followUps, StepRow[] steps, PlacementRow[] placements, OfferRow[] offers,
            RatingRow[] ratings)
        {
            bool IsWithin(BelongingRow row) => ParticipationSpan.Contains(StartedOn, ExitedOn, row.Day, row.MayFollowExit);
            return new()
            {
                Reference = Reference,
                Participant = Participant,
                Gender = Code.Parse<Gender>(Gender),
                Subproject = Subproject,
                StartedOn = StartedOn,
                StartReceivedOn = day.Of(EnrollmentReceivedAt),
                CarriedOver = CarriedOver,
                Anonymous = Anonymous,
                BirthYear = BirthYear,
                Education = Education is null ? null : Code.Parse<Education>(Education),
                IncomeAtStart = BitsOf(IncomeAtStart),
                OccupationAtStart = GroupOf(OccupationAtStart),
                MonthsWithoutWork = MonthsWithoutWork,
                MonthsOnSickLeave = MonthsOnSickLeave,
                MonthsOnPublicSupport = MonthsOnPublicSupport,
                MappedOn = MappedOn,
                Referrer = Referrer is null ? null : Code.Parse<Referrer>(Referrer),
                ReferrerUnit = ReferrerUnit,
                UnitIsIntegrated = project.UnitOf(ReferrerUnit)?.IsIntegrated ?? false,
                ReferredOn = ReferredOn,
                QueuedOn = QueuedOn,
                OfferedOn = OfferedOn,
                ReferralOutcome = ReferredOn is null ? null : Domain.Participations.ReferralOutcome.Started,
                ReferralClosedOn = ReferredOn is null ? null : StartedOn,
                FollowUps = [.. followUps.Select(row => row.ToFollowUp())],
                Steps = [.. steps.Select(step => step.ToStep(project))],
                StepKinds = steps.Where(IsWithin).Aggregate(0, (kinds, step) => kinds | step.ToStep(project).Bit),
                Placements = [.. placements.Where(IsWithin).Select(row => row.ToPlacement()).OrderBy(placement => placement.StartedOn)],
                JobOfferKinds = offers.Where(IsWithin)
                    .Aggregate(0, (kinds, offer) => kinds | Domain.Participations.JobOfferKinds.Bit(offer.Subsidised, offer.OtherField)),
                Ratings =
                [
                    .. ratings.Where(IsWithin).OrderBy(row => row.Reference, StringComparer.Ordinal).Select(row => row.ToRating())
                        .OrderBy(rating => rating.On).ThenBy(rating => rating.Occasion),
                ],
                Outside =
                [
                    .. new IEnumerable<BelongingRow>[] { steps, placements, offers, ratings }.SelectMany(rows => rows).Where(row => !IsWithin(row))
                        .Select(row => new BelongingRecord(row.Record, row.Reference)),
                ],
                Exit = ExitedOn is not { } on ? null : new ParticipationExit
                {
                    On = on,
                    ReceivedOn = ExitReceivedAt is { } receivedAt ? day.Of(receivedAt) : null,
                    Reason = Code.Parse<ExitReason>(Reason!),
                    NextStepStartsOn = NextStepStartsOn,
                    NextMeasureReady = NextMeasureReady ?? false,
                    DocumentedToReferrer = DocumentationGivenToReferrerOn is not null,
                    DocumentedToParticipant = DocumentationGivenToParticipantOn is not null,
                    Extent = Extent ?? OccupationAtExit?.Extent,
                    Income = BitsOf(IncomeAtExit),
                    Occupation = GroupOf(OccupationAtExit),
                },
            };
        }

        private static int BitsOf(IReadOnlyList<string>? sources) =>
            (sources ?? []).Aggregate(0, (bits, source) => bits | (1 << (int)Code.Parse<IncomeSource>(source)));

        private static OccupationGroup? GroupOf(Occupation? occupation) =>
            occupation?.Group is { } group ? Code.Parse<OccupationGroup>(group) : null;
    }
}
