using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>Stores self-assessments: a participant's own ratings in six areas.</summary>
public sealed class SelfAssessmentRecords : RecordTable<SelfAssessment>
{
    private const string Columns =
        """
        r.id, r.version, r.received_at, r.changed_at,
        r.reference, e.reference AS enrollment_reference, r.assessed_on AS [on], r.occasion, r.ratings, r.voided
        """;

    private const string SelectOneSql =
        $"SELECT {Columns} FROM self_assessments r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project AND r.reference = @Key";

    private const string SelectAllSql =
        $"SELECT {Columns} FROM self_assessments r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project ORDER BY r.id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM self_assessments WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO self_assessments (project_id, reference, enrollment_id, assessed_on, occasion, ratings, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @EnrollmentId, @On, @Occasion, @Ratings, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE self_assessments
        SET enrollment_id = @EnrollmentId, assessed_on = @On, occasion = @Occasion, ratings = @Ratings, version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "self-assessment";

    public override string Collection => "self-assessments";

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    public override string? KeyOf(SelfAssessment registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, SelfAssessment registration, SelfAssessment? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view.Session, view.Project.Id, registration.EnrollmentReference, registration, ct);
        var findings = new Findings { Keys = new { EnrollmentId = enrollment?.Id } };
        findings.Faults.AddRange(registration.Faults(view.Today, enrollment?.Registration));
        findings.Warnings.AddRange(registration.Warnings(view.Today));
        return findings;
    }
}
