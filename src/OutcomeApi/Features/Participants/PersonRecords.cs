using OutcomeApi.Records;

namespace OutcomeApi.Features.Participants;

/// <summary>Lists everything that a project holds about a person, or about one participation.</summary>
/// <param name="Records">Referrals, enrollments, then the records that hang on the enrollments.</param>
public sealed record PersonRecords(IReadOnlyList<PersonRecord> Records)
{
    private const string SelectEnrollmentSql = "SELECT id FROM enrollments WHERE project_id = @Project AND reference = @Enrollment";

    private const string SelectReferralsSql =
        """
        SELECT r.id, r.reference, CASE WHEN EXISTS (
                SELECT 1 FROM enrollments o WHERE o.project_id = r.project_id AND o.referral_reference = r.reference AND o.id NOT IN @Enrollments)
            THEN 1 ELSE 0 END AS led_to_others
        FROM referrals r
        WHERE r.project_id = @Project AND r.reference IN (SELECT referral_reference FROM enrollments WHERE id IN @Enrollments)
        """;

    public bool IsEmpty => Records.Count == 0;

    public int Enrollments => Records.Count(IsEnrollment);

    public int Referrals => Records.Count(IsReferral);

    /// <summary>Finds everything about a participant: every participation and referral with that reference.</summary>
    public static async Task<PersonRecords> OfParticipantAsync(
        DbSession session, RecordTables tables, string project, string participant, CancellationToken ct) =>
        await AroundAsync(session, tables, project, await tables.OfPersonAsync(session, project, participant, ct), ct);

    /// <summary>Finds everything about one participation.</summary>
    public static async Task<PersonRecords> OfEnrollmentAsync(
        DbSession session, RecordTables tables, string project, string enrollment, CancellationToken ct) =>
        await session.ScalarAsync<long?>(SelectEnrollmentSql, new { Project = project, Enrollment = enrollment }, ct) is { } id
            ? await AroundAsync(session, tables, project, [new PersonRecord(tables["enrollment"], id, enrollment)], ct)
            : new PersonRecords([]);

    internal static bool IsEnrollment(PersonRecord record) => record.Table.Name == "enrollment";

    internal static bool IsReferral(PersonRecord record) => record.Table.Name == "referral";

    /// <summary>Adds the referrals that led to the participations, and what hangs on these.</summary>
    private static async Task<PersonRecords> AroundAsync(
        DbSession session, RecordTables tables, string project, IReadOnlyList<PersonRecord> named, CancellationToken ct)
    {
        long[] enrollments = [.. named.Where(IsEnrollment).Select(r => r.Id)];
        var referrals = await session.QueryAsync<ReferralRow>(SelectReferralsSql, new { Project = project, Enrollments = enrollments }, ct);

        // A referral may have led to more than one participation. It is erased only with the last of them.
        var shared = referrals.Where(r => r.LedToOthers).Select(r => r.Id).ToHashSet();
        return new PersonRecords(
        [
            .. named
                .Concat(referrals.Select(r => new PersonRecord(tables["referral"], r.Id, r.Reference)))
                .Where(r => !(IsReferral(r) && shared.Contains(r.Id)))
                .DistinctBy(r => (r.Table, r.Id))
                .Concat(await tables.OnEnrollmentsAsync(session, enrollments, ct))
                .OrderBy(r => r.Table.Rank)
        ]);
    }

    private sealed record ReferralRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public required bool LedToOthers { get; init; }
    }
}
