using OutcomeApi.Data;

namespace OutcomeApi.Features.Enrollments;

/// <summary>
/// Withdrawn consent turns a record into an anonymous one, and so does a correction that says so while nothing hangs on the record. Its row has
/// lost everything about the person already; here go its exit, steps, offers, follow-ups and self-assessments, and the history of all of them. Its
/// volume stays, and certified reports stay.
/// </summary>
public static class WithdrawnConsent
{
    private const string SelectIdSql = "SELECT id FROM enrollments WHERE project_id = @Project AND reference = @Reference";

    private const string DeleteHistorySql =
        """
        DELETE FROM record_history
        WHERE project_id = @Project
          AND (
            (kind = 'enrollment' AND record_key = @Reference)
            OR (kind = 'exit' AND record_key = @Reference
              AND NOT EXISTS (SELECT 1 FROM exits WHERE enrollment_id = @Id AND reason = 'registered-in-error'))
            OR (kind = 'follow-up' AND record_key IN (SELECT CONCAT(@Reference, '/', months) FROM follow_ups WHERE enrollment_id = @Id))
            OR (kind = 'step' AND record_key IN (SELECT reference FROM steps WHERE enrollment_id = @Id))
            OR (kind = 'job-offer' AND record_key IN (SELECT reference FROM job_offers WHERE enrollment_id = @Id))
            OR (kind = 'self-assessment' AND record_key IN (SELECT reference FROM self_assessments WHERE enrollment_id = @Id)))
        """;

    private const string DeleteFollowUpsSql = "DELETE FROM follow_ups WHERE enrollment_id = @Id";

    private const string DeleteStepsSql = "DELETE FROM steps WHERE enrollment_id = @Id";

    private const string DeleteJobOffersSql = "DELETE FROM job_offers WHERE enrollment_id = @Id";

    private const string DeleteSelfAssessmentsSql = "DELETE FROM self_assessments WHERE enrollment_id = @Id";

    // A registration in error stays one: the record must not come back into the volumes.
    private const string DeleteExitSql =
        "DELETE FROM exits WHERE enrollment_id = @Id AND reason <> 'registered-in-error'";

    public static async Task ForgetAsync(DbSession session, string project, string reference, CancellationToken ct)
    {
        var parameters = new
        {
            Project = project,
            Reference = reference,
            Id = await session.ScalarAsync<long>(SelectIdSql, new { Project = project, Reference = reference }, ct),
        };
        foreach (var sql in new[] { DeleteHistorySql, DeleteFollowUpsSql, DeleteStepsSql, DeleteJobOffersSql, DeleteSelfAssessmentsSql, DeleteExitSql })
        {
            await session.ExecuteAsync(sql, parameters, ct);
        }
    }
}
