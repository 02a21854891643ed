using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Exits;

/// <summary>Stores exits and checks incoming ones. The key of an exit is the reference of its enrollment.</summary>
public sealed class ExitRecords : RecordTable<Exit>
{
    private const string Columns =
        """
        x.id, x.version, x.received_at, x.changed_at,
        e.reference AS enrollment_reference, x.exited_on, x.reason, x.extent, x.next_step_starts_on, x.next_measure_ready,
        x.documentation_given_to_referrer_on, x.documentation_given_to_participant_on, x.income_sources, x.occupation, x.voided
        """;

    private const string SelectOneSql =
        $"SELECT {Columns} FROM exits x JOIN enrollments e ON e.id = x.enrollment_id WHERE e.project_id = @Project AND e.reference = @Key";

    private const string SelectAllSql =
        $"SELECT {Columns} FROM exits x JOIN enrollments e ON e.id = x.enrollment_id WHERE x.project_id = @Project ORDER BY x.id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM exits WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO exits (
            project_id, enrollment_id, exited_on, reason, extent, next_step_starts_on, next_measure_ready, documentation_given_to_referrer_on,
            documentation_given_to_participant_on, income_sources, occupation, version, voided, received_at, changed_at)
        VALUES (
            @Project, @EnrollmentId, @ExitedOn, @Reason, @Extent, @NextStepStartsOn, @NextMeasureReady, @DocumentationGivenToReferrerOn,
            @DocumentationGivenToParticipantOn, @IncomeSources, @Occupation, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE exits SET
            exited_on = @ExitedOn, reason = @Reason, extent = @Extent, next_step_starts_on = @NextStepStartsOn, next_measure_ready = @NextMeasureReady,
            documentation_given_to_referrer_on = @DocumentationGivenToReferrerOn,
            documentation_given_to_participant_on = @DocumentationGivenToParticipantOn, income_sources = @IncomeSources, occupation = @Occupation,
            version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    private const string SelectFollowedUpSql = "SELECT followed_up_on FROM follow_ups WHERE enrollment_id = @Id AND voided = 0 ORDER BY followed_up_on";

    public override string Name => "exit";

    public override string Collection => "exits";

    public override string KeyPointer => "/enrollmentReference";

    public override int Rank => 2;

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    protected override string FirstColumn => "enrollment_reference";

    public override string? KeyOf(Exit registration) => registration.EnrollmentReference;

    /// <summary>
    /// Adds the fault of a second exit. Other content for the same enrollment may be a correction or a second exit. Only the sender knows which, so
    /// both faults are returned.
    /// </summary>
    public override IEnumerable<Fault> Conflict(IReadOnlyList<string> differences, string address) =>
        base.Conflict(differences, address).Append(new Fault(FaultCodes.SecondExit, "/enrollmentReference"));

    public override async Task<Findings> CheckAsync(RegisterView view, Exit registration, Exit? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view.Session, view.Project.Id, registration.EnrollmentReference, registration, ct);
        var findings = new Findings { Keys = new { EnrollmentId = enrollment?.Id } };
        var followedUp = enrollment is null || stored is null
            ? []
            : await view.Session.QueryAsync<DateOnly>(SelectFollowedUpSql, new { enrollment.Value.Id }, ct);
        findings.Faults.AddRange(registration.Faults(view.Project, view.Today, enrollment?.Registration, followedUp.Count == 0 ? null : followedUp[0]));
        if (findings.Faults.Count == 0 && enrollment is not null)
        {
            findings.Warnings.AddRange(registration.Warnings(view.Project, view.Today, enrollment.Value.Registration));
        }

        return findings;
    }
}
