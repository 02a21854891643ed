using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Enrollments;

/// <summary>Stores enrollments and checks incoming ones.</summary>
public sealed class EnrollmentRecords(PersonalNumbers personalNumbers, RecordTable<Referral> referrals) : RecordTable<Enrollment>(
    "enrollment",
    "enrollments",
    new TableDefinition("enrollments")
    {
        Columns =
        [
            "reference", "participant", "anonymous", "protected_identity", "carried_over", "consent_given_on", "consent_withdrawn_on", "gender", "birth_year",
            "subproject", "referral_reference", "referred_on", "referrer", "referrer_unit", "mapped_on", "started_on", "education", "income_sources",
            "months_without_work", "months_on_sick_leave", "months_on_public_support", "occupation",
        ],
    })
{
    private const string SelectExitSql =
        """
        SELECT x.exited_on, x.reason
        FROM exits x
        JOIN enrollments e ON e.id = x.enrollment_id
        WHERE e.project_id = @Project AND e.reference = @Reference AND x.voided = 0
        """;

    private const string SelectReferralSql =
        """
        SELECT reference, subproject, referrer, referrer_unit, referred_on
        FROM referrals
        WHERE project_id = @Project AND reference = @ReferralReference AND voided = 0
        """;

    // An enrollment without an exit is still running, so it overlaps everything that starts after it.
    private const string CountOverlapsSql =
        """
        SELECT COUNT(*)
        FROM enrollments e
        LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
        WHERE e.project_id = @Project AND e.participant = @Participant AND e.voided = 0 AND e.reference <> @Reference
          AND (x.exited_on IS NULL OR x.exited_on >= @From) AND e.started_on <= @To
        """;

    private const string CountOverlapsInPartsSql = $"{CountOverlapsSql} AND e.subproject IN @Parts";

    public override int Rank => 1;

    public override string? KeyOf(Enrollment registration) => registration.Reference;

    public override bool StatesSubproject => true;

    public override string? SubprojectOf(Enrollment registration) => registration.Subproject;

    public override bool IsAboutPerson(Enrollment registration) => !registration.Anonymous;

    public override Enrollment Conceal(Enrollment registration, List<Fault> faults)
    {
        if (registration.PersonalIdentityNumber is not { } number)
        {
            return registration;
        }

        var (reference, fault) = personalNumbers.ReferenceOf(number, registration.ProtectedIdentity);
        if (fault is not null)
        {
            faults.Add(fault);
        }

        return registration with { Participant = reference?.Current, Person = reference, PersonalIdentityNumber = null };
    }

    public override async Task<Findings> CheckAsync(RegisterView view, Enrollment registration, Enrollment? stored, CancellationToken ct)
    {
        var project = view.Project;
        var exit = stored is null ? null : await view.Session.QueryOneAsync<Exit>(SelectExitSql, new { Project = project.Id, stored.Reference }, ct);
        var referral = registration.ReferralReference is null
            ? null
            : await view.Session.QueryOneAsync<Referral>(SelectReferralSql, new { Project = project.Id, registration.ReferralReference }, ct);

        // A referral of another part is not there, unless the enrollment already names it. Nor may a voided enrollment name one that is not there: it
        // would lead to whatever comes under that reference in another part.
        var namesAnother = registration.ReferralReference is not null && registration.ReferralReference != stored?.ReferralReference
            && !view.Caller.ReachesPart(project.Id, referral?.Subproject);
        if (namesAnother)
        {
            referral = null;
        }

        // What hangs on the enrollment matters only when it becomes anonymous.
        var becomesAnonymous = registration.Anonymous && stored is { Anonymous: false };
        var hanging = becomesAnonymous ? await WithdrawnConsent.HangingOnAsync(view, registration.Reference, ct) : [];
        var findings = new Findings(
            registration.Faults(project, view.Today, exit, referral, hanging.Any(r => !r.Voided), stored?.ConsentGivenOn));
        if (namesAnother && findings.Faults.All(fault => fault.Code != FaultCodes.ReferralNotFound))
        {
            findings.Faults.Add(new Fault(FaultCodes.ReferralNotFound, "/referralReference"));
        }

        if (findings.Faults.Count > 0 || registration.StartedOn is not { } startedOn)
        {
            return findings;
        }

        var overlaps = registration.Participant is not null
            && view.Ahead?.IsKnown(registration.Participant) != false
            && await CountOverlapsAsync(view, registration, startedOn, exit?.ExitedOn ?? DateOnly.MaxValue, ct) > 0;
        var belongings = stored is null ? [] : await EnrollmentLookup.BelongingsAsync(view, registration.Reference, ct);
        findings.Warnings.AddRange(registration.Warnings(project, view.Today, overlaps, exit, belongings));
        if (becomesAnonymous)
        {
            var ledHere = await WithdrawnConsent.ReferralOfAsync(view, referrals, stored!, ct);
            findings.Forgets = true;
            findings.AfterSave = async after =>
            {
                await WithdrawnConsent.ForgetAsync(view, registration.Reference!, hanging, after);
                await WithdrawnConsent.ForgetAsync(view, referrals, ledHere, after);
            };
        }

        return findings;
    }

    /// <summary>Counts the other participations of the person in a period. Nothing is told of other parts than the caller's.</summary>
    private static async Task<int> CountOverlapsAsync(RegisterView view, Enrollment registration, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (project, participant, reference) = (view.Project.Id, registration.Participant, registration.Reference);
        return view.Caller.PartsOf(project) is { } parts
            ? await view.Session.ScalarAsync<int>(
                CountOverlapsInPartsSql,
                new { Project = project, Participant = participant, Reference = reference, From = from, To = to, Parts = parts.ToArray() },
                ct)
            : (await view.Session.ReadRowsAsync(CountOverlapsSql, [project, participant, reference, from, to], row => row.GetInt32(0), ct))[0];
    }
}
