using System.Globalization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>
/// Stores follow-ups and checks incoming ones. The key of a follow-up is the reference of its enrollment and the months, for example
/// <c>E-2025-0117/3</c>.
/// </summary>
public sealed class FollowUpRecords : RecordTable<FollowUp>
{
    private const string Columns =
        """
        f.id, f.version, f.received_at, f.changed_at,
        e.reference AS enrollment_reference, f.months, f.followed_up_on, f.answer, f.unobtainable, f.reported_by, f.voided
        """;

    private const string SelectOneSql =
        $"""
        SELECT {Columns}
        FROM follow_ups f
        JOIN enrollments e ON e.id = f.enrollment_id
        WHERE f.project_id = @Project AND CONCAT(e.reference, '/', f.months) = @Key
        """;

    private const string WithinReach =
        """
        FROM follow_ups f
        JOIN enrollments e ON e.id = f.enrollment_id
        LEFT JOIN referrals r ON r.project_id = e.project_id AND r.reference = e.referral_reference AND r.voided = 0
        WHERE f.project_id = @Project AND (@All = 1 OR COALESCE(e.referrer, r.referrer) IN @Referrers)
        """;

    private const string SelectAllSql = $"SELECT {Columns} {WithinReach} ORDER BY f.id";

    private const string SelectCountSql = $"SELECT COUNT(*) {WithinReach}";

    private const string SelectReferrerSql =
        """
        SELECT COALESCE(e.referrer, r.referrer)
        FROM enrollments e
        LEFT JOIN referrals r ON r.project_id = e.project_id AND r.reference = e.referral_reference AND r.voided = 0
        WHERE e.project_id = @Project AND e.reference = @Enrollment
        """;

    private const string InsertRowSql =
        """
        INSERT INTO follow_ups (
            project_id, enrollment_id, months, followed_up_on, answer, unobtainable, reported_by, version, voided, received_at, changed_at)
        VALUES (@Project, @EnrollmentId, @Months, @FollowedUpOn, @Answer, @Unobtainable, @ReportedBy, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE follow_ups
        SET followed_up_on = @FollowedUpOn, answer = @Answer, unobtainable = @Unobtainable, reported_by = @ReportedBy,
            version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "follow-up";

    public override string Collection => "follow-ups";

    public override string KeyPointer => "/enrollmentReference";

    public override IReadOnlyList<string> JudgedTogether => ["/answer", "/unobtainable"];

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    protected override string FirstColumn => "enrollment_reference";

    public override string? KeyOf(FollowUp registration) => registration is { EnrollmentReference: { } reference, Months: { } months }
        ? string.Create(CultureInfo.InvariantCulture, $"{reference}/{months}")
        : null;

    /// <summary>
    /// Checks whether the caller may see the follow-up: a referrer sees only the people whom it referred. The last part of the key is the months.
    /// </summary>
    public override Task<bool> IsReachedAsync(DbSession session, Caller caller, string project, string key, CancellationToken ct) =>
        IsReferredByAsync(session, caller, project, key[..key.LastIndexOf('/')], ct);

    public override async Task<Findings> CheckAsync(RegisterView view, FollowUp registration, FollowUp? stored, CancellationToken ct)
    {
        var enrollment = await IsReferredByAsync(view.Session, view.Caller, view.Project.Id, registration.EnrollmentReference, ct)
            ? await EnrollmentLookup.FindAsync(view.Session, view.Project.Id, registration.EnrollmentReference, registration, ct)
            : null;
        var exit = enrollment is null ? null : await EnrollmentLookup.ExitOfAsync(view.Session, enrollment.Value.Id, ct);
        var findings = new Findings { Keys = new { EnrollmentId = enrollment?.Id } };
        findings.Faults.AddRange(registration.Faults(view.Project, view.Today, enrollment?.Registration, exit));
        findings.Warnings.AddRange(registration.Warnings(view.Today));
        return findings;
    }

    // Must be an array: other lists of texts are sent to the database as JSON.
    protected override object? ReachOf(Caller caller) => new { All = caller.IsBoundToReferrers ? 0 : 1, Referrers = caller.Referrers.ToArray() };

    private static async Task<bool> IsReferredByAsync(DbSession session, Caller caller, string project, string? enrollment, CancellationToken ct) =>
        !caller.IsBoundToReferrers
        || caller.ReachesReferredBy(await session.ScalarAsync<string>(SelectReferrerSql, new { Project = project, Enrollment = enrollment }, ct));
}
