using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Enrollments;

/// <summary>
/// Removes what a participation held about a person whose consent has been withdrawn. The record becomes anonymous. The same happens when a
/// correction makes it anonymous while no other records depend on it. The enrollment's own row has already lost everything about the person. This
/// class removes the exit, steps, job offers, follow-ups and self-assessments, and the history of all of them. The participation still counts in
/// volumes, and certified reports do not change.
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

    // Keeps an exit for a registration in error: without it the record would count in the volumes again.
    private const string DeleteExitSql =
        "DELETE FROM exits WHERE enrollment_id = @Id AND reason <> 'registered-in-error'";

    private const string CountOtherStartsSql =
        "SELECT COUNT(*) FROM enrollments WHERE project_id = @Project AND referral_reference = @Referral AND voided = 0";

    private const string DeleteReferralHistorySql =
        "DELETE FROM record_history WHERE project_id = @Project AND kind = 'referral' AND record_key = @Referral";

    /// <summary>Finds the referral that led to a participation, as it is shown while the participation still names it. Null: there is none.</summary>
    public static async Task<Stored<Referral>?> ReferralOfAsync(
        RegisterView view, RecordTable<Referral> referrals, Enrollment enrollment, CancellationToken ct) =>
        await referrals.FindAsync(view.Session, view.Project.Id, enrollment.ReferralReference, ct) is { } referral
            ? (await referrals.ShownAsync(view.Session, view.Project.Id, [referral], ct))[0]
            : null;

    /// <summary>
    /// Removes what a referral holds about the person, too. The referral is stored as it was shown, closed by a start, although no enrollment names
    /// it any longer. Otherwise the person would count as queued again. A referral that another participation also names is left unchanged.
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
