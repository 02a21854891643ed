using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Steps;

/// <summary>Stores steps towards work or studies.</summary>
public sealed class StepRecords : RecordTable<Step>
{
    private const string Columns =
        """
        r.id, r.version, r.received_at, r.changed_at,
        r.reference, e.reference AS enrollment_reference, r.kind, r.taken_on AS [on], r.voided
        """;

    private const string SelectOneSql =
        $"SELECT {Columns} FROM steps r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project AND r.reference = @Key";

    private const string SelectAllSql =
        $"SELECT {Columns} FROM steps r JOIN enrollments e ON e.id = r.enrollment_id WHERE r.project_id = @Project ORDER BY r.id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM steps WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO steps (project_id, reference, enrollment_id, kind, taken_on, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @EnrollmentId, @Kind, @On, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE steps
        SET enrollment_id = @EnrollmentId, kind = @Kind, taken_on = @On, version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "step";

    public override string Collection => "steps";

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    public override string? KeyOf(Step registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, Step registration, Step? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view.Session, view.Project.Id, registration.EnrollmentReference, registration, ct);
        var findings = new Findings { Keys = new { EnrollmentId = enrollment?.Id } };
        findings.Faults.AddRange(registration.Faults(view.Today, enrollment?.Registration));
        findings.Warnings.AddRange(registration.Warnings(view.Today));
        return findings;
    }
}
