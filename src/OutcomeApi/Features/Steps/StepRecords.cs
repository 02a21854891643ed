using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Steps;

/// <summary>Stores steps towards work or studies.</summary>
public sealed class StepRecords() : RecordTable<Step>(
    "step",
    "steps",
    new TableDefinition("steps") { HangsOnEnrollment = true, Columns = ["reference", "kind", new("taken_on", nameof(Step.On))] })
{
    public override string? KeyOf(Step registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, Step registration, Step? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
        var exit = await EnrollmentLookup.ExitOfAsync(view, enrollment?.Id, ct);
        return new Findings(registration.Faults(view.Project, view.Today, enrollment?.Registration, exit), registration.Warnings(view.Today))
        {
            Keys = new { EnrollmentId = enrollment?.Id },
        };
    }
}
