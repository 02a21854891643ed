using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>Finds the enrollment that another record is about. Every kind but the enrollment itself hangs on one.</summary>
public static class EnrollmentLookup
{
    private const string SelectSql =
        """
        SELECT id, reference, anonymous, subproject, started_on
        FROM enrollments
        WHERE project_id = @Project AND reference = @Reference AND (voided = 0 OR @EvenTakenBack = 1)
        """;

    private const string SelectExitSql = "SELECT exited_on, reason FROM exits WHERE enrollment_id = @Id AND voided = 0";

    /// <summary>
    /// The enrollment that a record is about; what is needed of it to check the record. One that is taken back carries nothing – but what hung on it can
    /// still be taken back as well.
    /// </summary>
    public static async Task<(long Id, Enrollment Registration)?> FindAsync(DbSession session, string project, string? reference, Registration about, CancellationToken ct) =>
        (await session.QueryAsync<StoredRow, Enrollment, (long, Enrollment)?>(
            SelectSql,
            (row, enrollment) => (row.Id, enrollment),
            "reference",
            new { Project = project, Reference = reference, EvenTakenBack = about.Voided },
            ct)).SingleOrDefault();

    /// <summary>What is needed of its exit to check another record; null while it is running.</summary>
    public static Task<Exit?> ExitOfAsync(DbSession session, long enrollmentId, CancellationToken ct) =>
        session.QueryOneAsync<Exit>(SelectExitSql, new { Id = enrollmentId }, ct);
}
