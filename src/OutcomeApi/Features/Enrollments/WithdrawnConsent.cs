using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

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

    private const string CountOtherStartsSql =
        "SELECT COUNT(*) FROM enrollments WHERE project_id = @Project AND referral_reference = @Referral AND voided = 0";

    private const string DeleteReferralHistorySql =
        "DELETE FROM record_history WHERE project_id = @Project AND kind = 'referral' AND record_key = @Referral";

    /// <summary>The referral that has led to a participation, as it is shown while the participation names it.</summary>
    public static async Task<Stored<Referral>?> ReferralOfAsync(RegisterView view, RecordTable<Referral> referrals, Enrollment enrollment, CancellationToken ct) =>
        await referrals.FindAsync(view.Session, view.Project.Id, enrollment.ReferralReference, ct) is { } referral
            ? (await referrals.ShownAsync(view.Session, view.Project.Id, [referral], ct))[0]
            : null;

    /// <summary>
    /// The referral loses what it says about the person too. It stays what it was shown as – closed by a start, though nothing names it any longer – or
    /// the person would stand in the queue again. A referral that another participation names is that one's.
    /// </summary>
    public static async Task ForgetAsync(RegisterView view, RecordTable<Referral> referrals, Stored<Referral>? shown, CancellationToken ct)
    {
        var key = new { Project = view.Project.Id, Referral = shown?.Registration.Reference };
        if (shown is null || await view.Session.ScalarAsync<int>(CountOtherStartsSql, key, ct) > 0)
        {
            return;
        }

        var version = shown.Row.Version + 1;
        var rest = shown.Registration with { Participant = null, BirthYear = null };
        await referrals.UpdateAsync(view.Session, shown.Row.Id, version, rest, null, view.History.Now, ct);
        await view.Session.ExecuteAsync(DeleteReferralHistorySql, key, ct);
        await view.History.WriteAsync(referrals.Name, key.Referral!, version, rest, null, ct);
    }

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
