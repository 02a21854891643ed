using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.JobOffers;

/// <summary>Stores job offers and checks incoming ones. A job that was offered need not have started.</summary>
public sealed class JobOfferRecords : RecordTable<JobOffer>
{
    private const string Columns =
        """
        r.id, r.version, r.received_at, r.changed_at,
        r.reference, e.reference AS enrollment_reference, r.offered_on AS [on], r.subsidised, r.other_field, r.voided
        """;

    private const string SelectOneSql =
        $"SELECT {Columns} FROM job_offers r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project AND r.reference = @Key";

    private const string SelectAllSql =
        $"SELECT {Columns} FROM job_offers r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project ORDER BY r.id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM job_offers WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO job_offers (project_id, reference, enrollment_id, offered_on, subsidised, other_field, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @EnrollmentId, @On, @Subsidised, @OtherField, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE job_offers
        SET enrollment_id = @EnrollmentId, offered_on = @On, subsidised = @Subsidised, other_field = @OtherField, version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "job-offer";

    public override string Collection => "job-offers";

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    public override string? KeyOf(JobOffer registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, JobOffer registration, JobOffer? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view.Session, view.Project.Id, registration.EnrollmentReference, registration, ct);
        var findings = new Findings { Keys = new { EnrollmentId = enrollment?.Id } };
        findings.Faults.AddRange(registration.Faults(view.Today, enrollment?.Registration));
        findings.Warnings.AddRange(registration.Warnings(view.Today));
        return findings;
    }
}
