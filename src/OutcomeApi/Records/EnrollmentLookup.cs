using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>Finds the enrollment that another record, for example an exit or a follow-up, belongs to.</summary>
public static class EnrollmentLookup
{
    private const string SelectSql =
        """
        SELECT id, reference, anonymous, subproject, started_on
        FROM enrollments
        WHERE project_id = @Project AND reference = @Reference AND (voided = 0 OR @EvenTakenBack = 1)
        """;

    private const string SelectBelongingsSql =
        """
        SELECT MIN(b.day) AS first, MAX(b.day) AS last, b.may_follow_exit
        FROM (
            SELECT s.taken_on AS day, 0 AS may_follow_exit
            FROM steps s
            WHERE s.enrollment_id = (SELECT e.id FROM enrollments e WHERE e.project_id = @Project AND e.reference = @Reference) AND s.voided = 0
            UNION ALL
            SELECT p.started_on, 0
            FROM placements p
            WHERE p.enrollment_id = (SELECT e.id FROM enrollments e WHERE e.project_id = @Project AND e.reference = @Reference) AND p.voided = 0
            UNION ALL
            SELECT o.offered_on, 1
            FROM job_offers o
            WHERE o.enrollment_id = (SELECT e.id FROM enrollments e WHERE e.project_id = @Project AND e.reference = @Reference) AND o.voided = 0
            UNION ALL
            SELECT a.assessed_on, CASE WHEN a.occasion = 'exit' THEN 1 ELSE 0 END
            FROM self_assessments a
            WHERE a.enrollment_id = (SELECT e.id FROM enrollments e WHERE e.project_id = @Project AND e.reference = @Reference) AND a.voided = 0
        ) b
        GROUP BY b.may_follow_exit
        """;

    private const string SelectExitSql = "SELECT exited_on, reason FROM exits WHERE enrollment_id = @Id AND voided = 0";

    /// <summary>
    /// Finds the enrollment that a record belongs to, with the members that are needed to check the record. An enrollment that has been voided is
    /// found only if the record itself is being voided. One that the caller does not reach is not found.
    /// </summary>
    public static async Task<(long Id, Enrollment Registration)?> FindAsync(
        RegisterView view, string? reference, Registration about, CancellationToken ct)
    {
        var found = view.Ahead is { } ahead
            ? ahead.EnrollmentOf(reference) is { } known && (about.Voided || !known.Registration.Voided) ? known : null
            : await FindAsync(view.Session, view.Project.Id, reference, about.Voided, ct);
        return found is { Registration: var enrollment } && view.Caller.ReachesPart(view.Project.Id, enrollment.Subproject) ? found : null;
    }

    private static async Task<(long Id, Enrollment Registration)?> FindAsync(
        DbSession session, string project, string? reference, bool evenTakenBack, CancellationToken ct) =>
        await session.ReadRowsAsync(
            SelectSql,
            [project, reference, evenTakenBack],
            row => (row.GetInt64(0), new Enrollment
            {
                Reference = row.GetString(1),
                Anonymous = row.GetBoolean(2),
                Subproject = row.StringOrNull(3),
                StartedOn = row.DateOrNull(4),
            }),
            ct) is [var found] ? found : null;

    /// <summary>Reads the first and the last days of what belongs to an enrollment.</summary>
    public static async Task<IReadOnlyList<BelongingDays>> BelongingsAsync(RegisterView view, string? reference, CancellationToken ct) =>
        view.Ahead is { } ahead
            ? ahead.BelongingsOf(reference)
            : await view.Session.ReadRowsAsync(
                SelectBelongingsSql,
                [view.Project.Id, reference],
                row => new BelongingDays
                {
                    First = row.GetDate(0),
                    Last = row.GetDate(1),
                    MayFollowExit = row.GetInt32(2) == 1,
                },
                ct);

    /// <summary>
    /// Reads the members of an enrollment's exit that are needed to check another record. Returns null while the participation is running, and for no
    /// enrollment.
    /// </summary>
    public static async Task<Exit?> ExitOfAsync(RegisterView view, long? enrollmentId, CancellationToken ct) =>
        enrollmentId is not { } id ? null
        : view.Ahead is { } ahead ? ahead.ExitOf(id)
        : await view.Session.QueryOneAsync<Exit>(SelectExitSql, new { Id = id }, ct);
}
