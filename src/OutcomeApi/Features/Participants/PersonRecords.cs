using System.Globalization;

namespace OutcomeApi.Features.Participants;

/// <summary>Names a record by its kind and its sender's key.</summary>
public sealed record RecordName(string Kind, string Key);

/// <summary>Lists everything that a project holds about a person, or about one participation.</summary>
/// <param name="Enrollments">Row ids of the enrollments.</param>
/// <param name="Referrals">Row ids of the referrals.</param>
/// <param name="Names">Kind and key of every record, including those that belong to the enrollments.</param>
public sealed record PersonRecords(IReadOnlyList<long> Enrollments, IReadOnlyList<long> Referrals, IReadOnlyList<RecordName> Names)
{
    private const string SelectByParticipantSql =
        "SELECT id, reference, referral_reference FROM enrollments WHERE project_id = @Project AND participant = @Participant";

    private const string SelectByReferenceSql =
        "SELECT id, reference, referral_reference FROM enrollments WHERE project_id = @Project AND reference = @Enrollment";

    private const string SelectReferralsSql =
        """
        SELECT id, reference
        FROM referrals
        WHERE project_id = @Project AND (participant = @Participant OR reference IN @References)
        """;

    // A referral may have led to more than one participation. It is erased only with the last of them.
    private const string SelectSharedSql =
        "SELECT DISTINCT referral_reference FROM enrollments WHERE project_id = @Project AND referral_reference IN @References AND id NOT IN @Enrollments";

    private const string SelectHangingSql =
        """
        SELECT 'exit' AS kind, e.reference AS record_key, 0 AS months
        FROM exits x
        JOIN enrollments e ON e.id = x.enrollment_id
        WHERE x.enrollment_id IN @Ids
        UNION ALL
        SELECT 'follow-up' AS kind, e.reference AS record_key, f.months
        FROM follow_ups f
        JOIN enrollments e ON e.id = f.enrollment_id
        WHERE f.enrollment_id IN @Ids
        UNION ALL
        SELECT 'step' AS kind, s.reference AS record_key, 0 AS months FROM steps s WHERE s.enrollment_id IN @Ids
        UNION ALL
        SELECT 'job-offer' AS kind, o.reference AS record_key, 0 AS months FROM job_offers o WHERE o.enrollment_id IN @Ids
        UNION ALL
        SELECT 'self-assessment' AS kind, a.reference AS record_key, 0 AS months FROM self_assessments a WHERE a.enrollment_id IN @Ids
        """;

    public bool IsEmpty => Names.Count == 0;

    /// <summary>Finds everything about a participant: every participation and referral with that reference.</summary>
    public static async Task<PersonRecords> OfParticipantAsync(DbSession session, string project, string participant, CancellationToken ct) =>
        await AroundAsync(
            session, project, await session.QueryAsync<Row>(SelectByParticipantSql, new { Project = project, Participant = participant }, ct), participant, ct);

    /// <summary>Finds everything about one participation.</summary>
    public static async Task<PersonRecords> OfEnrollmentAsync(DbSession session, string project, string enrollment, CancellationToken ct) =>
        await AroundAsync(
            session, project, await session.QueryAsync<Row>(SelectByReferenceSql, new { Project = project, Enrollment = enrollment }, ct), null, ct);

    private static async Task<PersonRecords> AroundAsync(
        DbSession session, string project, IReadOnlyList<Row> enrollments, string? participant, CancellationToken ct)
    {
        long[] ids = [.. enrollments.Select(e => e.Id)];
        string[] references = [.. enrollments.Select(e => e.ReferralReference).OfType<string>().Distinct()];
        var shared = await session.QueryAsync<string>(SelectSharedSql, new { Project = project, References = references, Enrollments = ids }, ct);
        var referrals = (await session.QueryAsync<Row>(SelectReferralsSql, new { Project = project, Participant = participant, References = references }, ct))
            .Where(r => !shared.Contains(r.Reference))
            .ToArray();
        var hanging = await session.QueryAsync<HangingRow>(SelectHangingSql, new { Ids = ids }, ct);
        return new PersonRecords(
            ids,
            [.. referrals.Select(r => r.Id)],
            [
                .. referrals.Select(r => new RecordName("referral", r.Reference)),
                .. enrollments.Select(e => new RecordName("enrollment", e.Reference)),
                .. hanging.Select(h => new RecordName(
                    h.Kind, h.Kind == "follow-up" ? string.Create(CultureInfo.InvariantCulture, $"{h.RecordKey}/{h.Months}") : h.RecordKey)),
            ]);
    }

    private sealed record Row
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? ReferralReference { get; init; }
    }

    private sealed record HangingRow
    {
        public required string Kind { get; init; }

        public required string RecordKey { get; init; }

        public required int Months { get; init; }
    }
}
