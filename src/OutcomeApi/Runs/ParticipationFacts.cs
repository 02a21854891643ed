using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Runs;

/// <summary>Loads a project's participations, once per computation, as the facts that goals and reports are computed from.</summary>
public static class ParticipationFacts
{
    // What a participation has from its start.
    private const string StartColumns =
        """
        e.id, e.reference, e.participant, e.gender, e.subproject, e.started_on, e.carried_over, e.anonymous, e.birth_year, e.mapped_on,
        COALESCE(e.referrer, r.referrer), COALESCE(e.referrer_unit, r.referrer_unit), COALESCE(e.referred_on, r.referred_on), r.queued_on, r.offered_on,
        e.received_at, e.education, e.income_sources, e.occupation, e.months_without_work, e.months_on_sick_leave, e.months_on_public_support
        """;

    // The number of the first column after those.
    private const int ExitColumns = 22;

    // The same rows as of the view participation_facts, which looks up exits and follow-ups even for those who do not need them.
    private const string FromStarts =
        "FROM enrollments e LEFT JOIN referrals r ON r.project_id = e.project_id AND r.reference = e.referral_reference AND r.voided = 0";

    private const string SelectFactsSql =
        $"""
        SELECT {StartColumns},
               x.exited_on, x.received_at, x.reason, x.next_step_starts_on, x.next_measure_ready, x.documentation_given_to_referrer_on,
               x.documentation_given_to_participant_on, x.extent, x.income_sources, x.occupation
        {FromStarts}
        LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
        WHERE e.project_id = @Project AND e.voided = 0
        """;

    private const string SelectStartSql = $"SELECT {StartColumns} {FromStarts} WHERE e.id = @Enrollment AND e.voided = 0";

    private const string StepsSql = "SELECT enrollment_id, reference, taken_on, kind FROM steps WHERE voided = 0";

    private const string SelectStepsSql = $"{StepsSql} AND project_id = @Project";

    private const string SelectStepsOfOneSql = $"{StepsSql} AND enrollment_id = @Enrollment";

    private const string OffersSql = "SELECT enrollment_id, reference, offered_on, subsidised, other_field FROM job_offers WHERE voided = 0";

    private const string SelectOffersSql = $"{OffersSql} AND project_id = @Project";

    private const string SelectOffersOfOneSql = $"{OffersSql} AND enrollment_id = @Enrollment";

    private const string PlacementsSql =
        "SELECT enrollment_id, reference, started_on, kind, ended_on, subsidised, open_to_all FROM placements WHERE voided = 0";

    private const string SelectPlacementsSql = $"{PlacementsSql} AND project_id = @Project";

    private const string SelectPlacementsOfOneSql = $"{PlacementsSql} AND enrollment_id = @Enrollment";

    private const string RatingsSql = "SELECT enrollment_id, reference, assessed_on, occasion, instrument, item_ratings FROM self_assessments WHERE voided = 0";

    private const string SelectRatingsSql = $"{RatingsSql} AND project_id = @Project";

    private const string SelectRatingsOfOneSql = $"{RatingsSql} AND enrollment_id = @Enrollment";

    private const string SelectFollowUpsSql =
        "SELECT enrollment_id, months, answer, followed_up_on FROM follow_ups WHERE project_id = @Project AND voided = 0 ORDER BY months";

    private const string SelectReferralsSql =
        """
        SELECT f.reference, f.gender, f.subproject, f.birth_year, f.referrer, f.referred_on, f.queued_on, f.offered_on, f.outcome, f.closed_on,
               r.referrer_unit,
               (SELECT MIN(e.reference) FROM enrollments e WHERE e.project_id = f.project_id AND e.referral_reference = f.reference AND e.voided = 0) AS enrollment_reference
        FROM referral_facts f
        JOIN referrals r ON r.id = f.id
        WHERE f.project_id = @Project
        """;

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
        object?[] all = [project.Id];
        var steps = (await session.ReadRowsAsync(SelectStepsSql, all, StepRow.Read, ct)).ToLookup(step => step.EnrollmentId);
        var offers = (await session.ReadRowsAsync(SelectOffersSql, all, OfferRow.Read, ct)).ToLookup(offer => offer.EnrollmentId);
        var placements = (await session.ReadRowsAsync(SelectPlacementsSql, all, PlacementRow.Read, ct)).ToLookup(row => row.EnrollmentId);
        var ratings = (await session.ReadRowsAsync(SelectRatingsSql, all, RatingRow.Read, ct)).ToLookup(rating => rating.EnrollmentId);
        var followUps = (await session.ReadRowsAsync(SelectFollowUpsSql, all, FollowUpRow.Read, ct)).ToLookup(row => row.EnrollmentId);

        // The row of an enrollment becomes a participation at once. If those of a large project were kept until all are read, the collector would move them,
        // and everybody would wait for it.
        return Returns.Find(await session.ReadRowsAsync(SelectFactsSql, all, Read, ct));

        Participation Read(IRow row)
        {
            var id = row.GetInt64(0);
            var own = steps.Contains(id) || placements.Contains(id) || offers.Contains(id) || ratings.Contains(id)
                ? new Belongings([.. steps[id]], [.. placements[id]], [.. offers[id]], [.. ratings[id]])
                : Belongings.None;
            return ToParticipation(row, project, day, own, [.. followUps[id].Select(followUp => followUp.ToFollowUp())], ReadExit(row, day));
        }
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
        object?[] one = [enrollment];
        var own = !hasBelongings ? Belongings.None : new Belongings(
            await session.ReadRowsAsync(SelectStepsOfOneSql, one, StepRow.Read, ct),
            await session.ReadRowsAsync(SelectPlacementsOfOneSql, one, PlacementRow.Read, ct),
            await session.ReadRowsAsync(SelectOffersOfOneSql, one, OfferRow.Read, ct),
            await session.ReadRowsAsync(SelectRatingsOfOneSql, one, RatingRow.Read, ct));
        var ended = ToExit(exit, null);
        return await session.ReadRowsAsync(SelectStartSql, one, row => ToParticipation(row, project, day, own, [], ended), ct) is [var participation]
            ? participation
            : null;
    }

    /// <summary>Loads a project's referrals, each in the form of a participation.</summary>
    public static async Task<IReadOnlyList<Participation>> LoadReferralsAsync(DbSession session, ProjectDefinition project, CancellationToken ct) =>
        [.. (await session.QueryAsync<ReferralRow>(SelectReferralsSql, new { Project = project.Id }, ct)).Select(r => r.ToParticipation(project))];

    /// <summary>Makes a participation of the columns of its start, and of what belongs to it.</summary>
    private static Participation ToParticipation(
        IRow row, ProjectDefinition project, BusinessDay day, Belongings own, IReadOnlyList<ReportedFollowUp> followUps, ParticipationExit? exit)
    {
        var (startedOn, referredOn) = (row.GetDate(5), row.DateOrNull(12));
        var (subproject, unit) = (row.StringOrNull(4), row.StringOrNull(11));
        bool IsWithin(BelongingRow belonging) => ParticipationSpan.Contains(startedOn, exit?.On, belonging.Day, belonging.MayFollowExit);
        return new()
        {
            Reference = row.GetString(1),
            Participant = row.StringOrNull(2),
            Gender = Code.Parse<Gender>(row.GetString(3)),
            // One text for all.
            Subproject = project.SubprojectOf(subproject)?.Id ?? subproject,
            StartedOn = startedOn,
            StartReceivedOn = day.Of(row.GetInstant(15)),
            CarriedOver = row.GetBoolean(6),
            Anonymous = row.GetBoolean(7),
            BirthYear = row.Int32OrNull(8),
            Education = row.CodeOrNull<Education>(16),
            IncomeAtStart = BitsOf(row.JsonOrNull<IReadOnlyList<string>>(17)),
            OccupationAtStart = GroupOf(row.JsonOrNull<Occupation>(18)),
            MonthsWithoutWork = row.Int32OrNull(19),
            MonthsOnSickLeave = row.Int32OrNull(20),
            MonthsOnPublicSupport = row.Int32OrNull(21),
            MappedOn = row.DateOrNull(9),
            Referrer = row.CodeOrNull<Referrer>(10),
            ReferrerUnit = unit,
            UnitIsIntegrated = project.UnitOf(unit)?.IsIntegrated ?? false,
            ReferredOn = referredOn,
            QueuedOn = row.DateOrNull(13),
            OfferedOn = row.DateOrNull(14),
            ReferralOutcome = referredOn is null ? null : ReferralOutcome.Started,
            ReferralClosedOn = referredOn is null ? null : startedOn,
            FollowUps = followUps,
            Steps = [.. own.Steps.Select(step => step.ToStep(project))],
            StepKinds = own.Steps.Where(IsWithin).Aggregate(0, (kinds, step) => kinds | step.ToStep(project).Bit),
            Placements = [.. own.Placements.Where(IsWithin).Select(placement => placement.ToPlacement()).OrderBy(placement => placement.StartedOn)],
            JobOfferKinds = own.Offers.Where(IsWithin).Aggregate(0, (kinds, offer) => kinds | JobOfferKinds.Bit(offer.Subsidised, offer.OtherField)),
            Ratings =
            [
                .. own.Ratings.Where(IsWithin).OrderBy(rating => rating.Reference, StringComparer.Ordinal).Select(rating => rating.ToRating())
                    .OrderBy(rating => rating.On).ThenBy(rating => rating.Occasion),
            ],
            Outside = [.. own.All.Where(belonging => !IsWithin(belonging)).Select(belonging => new BelongingRecord(belonging.Record, belonging.Reference))],
            Exit = exit,
        };
    }

    /// <summary>Makes an exit of the columns after those of the start. Null while the participation is running.</summary>
    private static ParticipationExit? ReadExit(IRow row, BusinessDay day)
    {
        if (row.DateOrNull(ExitColumns) is not { } on)
        {
            return null;
        }

        var exit = new Exit
        {
            ExitedOn = on,
            Reason = row.GetString(ExitColumns + 2),
            NextStepStartsOn = row.DateOrNull(ExitColumns + 3),
            NextMeasureReady = row.BooleanOrNull(ExitColumns + 4),
            DocumentationGivenToReferrerOn = row.DateOrNull(ExitColumns + 5),
            DocumentationGivenToParticipantOn = row.DateOrNull(ExitColumns + 6),
            Extent = row.Int32OrNull(ExitColumns + 7),
            IncomeSources = row.JsonOrNull<IReadOnlyList<string>>(ExitColumns + 8),
            Occupation = row.JsonOrNull<Occupation>(ExitColumns + 9),
        };
        return ToExit(exit, day.Of(row.GetInstant(ExitColumns + 1)));
    }

    private static ParticipationExit ToExit(Exit exit, DateOnly? receivedOn) => new()
    {
        On = exit.ExitedOn!.Value,
        ReceivedOn = receivedOn,
        Reason = Code.Parse<ExitReason>(exit.Reason!),
        NextStepStartsOn = exit.NextStepStartsOn,
        NextMeasureReady = exit.NextMeasureReady ?? false,
        DocumentedToReferrer = exit.DocumentationGivenToReferrerOn is not null,
        DocumentedToParticipant = exit.DocumentationGivenToParticipantOn is not null,
        Extent = exit.Extent ?? exit.Occupation?.Extent,
        Income = BitsOf(exit.IncomeSources),
        Occupation = GroupOf(exit.Occupation),
    };

    private static int BitsOf(IReadOnlyList<string>? sources) =>
        (sources ?? []).Aggregate(0, (bits, source) => bits | (1 << (int)Code.Parse<IncomeSource>(source)));

    private static OccupationGroup? GroupOf(Occupation? occupation) => occupation?.Group is { } group ? Code.Parse<OccupationGroup>(group) : null;

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

    private sealed record FollowUpRow(long EnrollmentId, int Months, FollowUpAnswer? Answer, DateOnly FollowedUpOn)
    {
        public static FollowUpRow Read(IRow row) => new(row.GetInt64(0), row.GetInt32(1), row.CodeOrNull<FollowUpAnswer>(2), row.GetDate(3));

        public ReportedFollowUp ToFollowUp() => new(Months, Answer, FollowedUpOn);
    }

    /// <summary>What belongs to a participation, apart from its follow-ups.</summary>
    private sealed record Belongings(
        IReadOnlyList<StepRow> Steps, IReadOnlyList<PlacementRow> Placements, IReadOnlyList<OfferRow> Offers, IReadOnlyList<RatingRow> Ratings)
    {
        public static readonly Belongings None = new([], [], [], []);

        public IEnumerable<BelongingRow> All => [.. Steps, .. Placements, .. Offers, .. Ratings];
    }

    /// <summary>A record that belongs to a participation.</summary>
    private abstract record BelongingRow(string Record, long EnrollmentId, string Reference, DateOnly Day)
    {
        /// <summary>Whether the day may lie some days after the exit.</summary>
        public virtual bool MayFollowExit => false;
    }

    private sealed record StepRow(long EnrollmentId, string Reference, DateOnly Day, string Kind) : BelongingRow("step", EnrollmentId, Reference, Day)
    {
        public static StepRow Read(IRow row) => new(row.GetInt64(0), row.GetString(1), row.GetDate(2), row.GetString(3));

        public TakenStep ToStep(ProjectDefinition project) => project.StepOf(Kind, Day);
    }

    private sealed record PlacementRow(
        long EnrollmentId, string Reference, DateOnly Day, PlacementKind Kind, DateOnly? EndedOn, bool? Subsidised, bool? OpenToAll)
        : BelongingRow("placement", EnrollmentId, Reference, Day)
    {
        public static PlacementRow Read(IRow row) => new(
            row.GetInt64(0), row.GetString(1), row.GetDate(2), Code.Parse<PlacementKind>(row.GetString(3)), row.DateOrNull(4), row.BooleanOrNull(5),
            row.BooleanOrNull(6));

        public TakenPlacement ToPlacement() => new(Kind, Day, EndedOn, Subsidised, OpenToAll);
    }

    private sealed record OfferRow(long EnrollmentId, string Reference, DateOnly Day, bool Subsidised, bool OtherField)
        : BelongingRow("job-offer", EnrollmentId, Reference, Day)
    {
        public override bool MayFollowExit => true;

        public static OfferRow Read(IRow row) => new(row.GetInt64(0), row.GetString(1), row.GetDate(2), row.GetBoolean(3), row.GetBoolean(4));
    }

    private sealed record RatingRow(
        long EnrollmentId, string Reference, DateOnly Day, AssessmentOccasion Occasion, string Instrument, IReadOnlyList<int?> Ratings)
        : BelongingRow("self-assessment", EnrollmentId, Reference, Day)
    {
        public override bool MayFollowExit => Occasion == AssessmentOccasion.Exit;

        public static RatingRow Read(IRow row) => new(
            row.GetInt64(0), row.GetString(1), row.GetDate(2), Code.Parse<AssessmentOccasion>(row.GetString(3)), row.GetString(4),
            row.JsonOrNull<IReadOnlyList<int?>>(5) ?? []);

        public TakenRating ToRating() => new(Day, Occasion, Instrument, Ratings);
    }
}
