using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Enrollments;

/// <summary>
/// Removes what a participation held about a person whose consent has been withdrawn. The record becomes anonymous. The same happens when a
/// correction makes it anonymous while no other records depend on it. The enrollment's own row has already lost everything about the person. This
/// class removes the records that hang on the enrollment, and the history of all of them. The participation still counts in volumes, and certified
/// reports do not change.
/// </summary>
public static class WithdrawnConsent
{
    private const string SelectIdSql = "SELECT id FROM enrollments WHERE project_id = @Project AND reference = @Reference";

    private const string CountOtherStartsSql =
        "SELECT COUNT(*) FROM enrollments WHERE project_id = @Project AND referral_reference = @Referral AND voided = 0";

    /// <summary>Finds the referral that led to a participation, as it is shown while the participation still names it. Null: there is none.</summary>
    public static async Task<Stored<Referral>?> ReferralOfAsync(
        RegisterView view, RecordTable<Referral> referrals, Enrollment enrollment, CancellationToken ct) =>
        await referrals.FindAsync(view.Session, view.Project.Id, enrollment.ReferralReference, ct) is { } referral
            ? (await referrals.ShownAsync(view.Session, view.Project.Id, [referral], ct))[0]
            : null;

    /// <summary>Finds the records that hang on an enrollment and do not stay when the consent is withdrawn.</summary>
    public static async Task<IReadOnlyList<PersonRecord>> HangingOnAsync(RegisterView view, string? reference, CancellationToken ct)
    {
        var id = await view.Session.ScalarAsync<long>(SelectIdSql, new { Project = view.Project.Id, Reference = reference }, ct);
        return [.. (await view.Tables.OnEnrollmentsAsync(view.Session, [id], ct)).Where(record => !record.StaysWithoutConsent)];
    }

    /// <summary>Removes the history of an enrollment, and the records that hang on it with theirs.</summary>
    public static async Task ForgetAsync(RegisterView view, string enrollment, IReadOnlyList<PersonRecord> hanging, CancellationToken ct)
    {
        await view.History.DeleteAsync("enrollment", enrollment, ct);
        foreach (var record in hanging)
        {
            await view.History.EraseAsync(record, ct);
        }
    }

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
        await view.History.DeleteAsync(referrals.Name, key.Referral!, ct);
        await view.History.WriteAsync(referrals.Name, key.Referral!, version, rest, null, ct);
    }
}
