using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Placements;

/// <summary>Stores placements and checks incoming ones: the jobs and courses that participants begin while the support goes on.</summary>
public sealed class PlacementRecords() : RecordTable<Placement>(
    "placement",
    "placements",
    new TableDefinition("placements")
    {
        HangsOnEnrollment = true,
        Columns = ["reference", "kind", "started_on", "ended_on", "subsidised", "extent", "open_to_all"],
    })
{
    private const string SelectOthersSql =
        """
        SELECT reference, kind, started_on, ended_on, subsidised, extent, open_to_all
        FROM placements
        WHERE enrollment_id = @Enrollment AND reference <> @Reference AND voided = 0
        ORDER BY id
        """;

    public override string? KeyOf(Placement registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, Placement registration, Placement? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
        var exit = await EnrollmentLookup.ExitOfAsync(view, enrollment?.Id, ct);
        var others = enrollment is null
            ? []
            : await view.Session.QueryAsync<Placement>(SelectOthersSql, new { Enrollment = enrollment.Value.Id, Reference = registration.Reference ?? "" }, ct);
        return new Findings(registration.Faults(view.Today, enrollment?.Registration, exit), registration.Warnings(view.Today, others))
        {
            Keys = new { EnrollmentId = enrollment?.Id },
        };
    }
}
