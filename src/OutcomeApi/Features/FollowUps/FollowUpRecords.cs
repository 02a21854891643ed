using System.Globalization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>
/// Stores follow-ups and checks incoming ones. The key of a follow-up is the reference of its enrollment and the months, for example
/// <c>E-2025-0117/3</c>.
/// </summary>
public sealed class FollowUpRecords() : RecordTable<FollowUp>(
    "follow-up",
    "follow-ups",
    new TableDefinition("follow_ups")
    {
        HangsOnEnrollment = true,
        Key = "CONCAT(e.reference, '/', r.months)",
        Reach = $"(@All = 1 OR {Referrer} IN @Referrers)",
        Columns = ["months", "followed_up_on", "answer", "unobtainable", "reported_by"],
    })
{
    private const string Referrer =
        "COALESCE(e.referrer, (SELECT q.referrer FROM referrals q WHERE q.project_id = e.project_id AND q.reference = e.referral_reference AND q.voided = 0))";

    private const string SelectReferrerSql = $"SELECT {Referrer} FROM enrollments e WHERE e.project_id = @Project AND e.reference = @Enrollment";

    public override string KeyPointer => "/enrollmentReference";

    public override IReadOnlyList<string> JudgedTogether => ["/answer", "/unobtainable"];

    public override string? KeyOf(FollowUp registration) => registration is { EnrollmentReference: { } reference, Months: { } months }
        ? string.Create(CultureInfo.InvariantCulture, $"{reference}/{months}")
        : null;

    /// <summary>
    /// Checks whether the caller may see the follow-up: a referrer sees only the people whom it referred. The last part of the key is the months.
    /// </summary>
    public override async Task<bool> IsReachedAsync(DbSession session, Caller caller, string project, string key, CancellationToken ct) =>
        await base.IsReachedAsync(session, caller, project, key, ct)
        && await IsReferredByAsync(session, caller, project, ReferenceIn(key), ct);

    public override async Task<Findings> CheckAsync(RegisterView view, FollowUp registration, FollowUp? stored, CancellationToken ct)
    {
        var enrollment = await IsReferredByAsync(view.Session, view.Caller, view.Project.Id, registration.EnrollmentReference, ct)
            ? await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct)
            : null;
        var exit = await EnrollmentLookup.ExitOfAsync(view, enrollment?.Id, ct);
        return new Findings(registration.Faults(view.Project, view.Today, enrollment?.Registration, exit), registration.Warnings(view.Project, view.Today))
        {
            Keys = new { EnrollmentId = enrollment?.Id },
        };
    }

    // Must be an array: other lists of texts are sent to the database as JSON.
    protected override object? ReachOf(Caller caller) => new { All = caller.IsBoundToReferrers ? 0 : 1, Referrers = caller.Referrers.ToArray() };

    private static async Task<bool> IsReferredByAsync(DbSession session, Caller caller, string project, string? enrollment, CancellationToken ct) =>
        !caller.IsBoundToReferrers
        || caller.ReachesReferredBy(await session.ScalarAsync<string>(SelectReferrerSql, new { Project = project, Enrollment = enrollment }, ct));
}
