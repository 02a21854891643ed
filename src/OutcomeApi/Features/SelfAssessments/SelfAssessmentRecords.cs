using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>Stores self-assessments: a participant's own ratings by an instrument.</summary>
public sealed class SelfAssessmentRecords() : RecordTable<SelfAssessment>(
    "self-assessment",
    "self-assessments",
    new TableDefinition("self_assessments")
    {
        HangsOnEnrollment = true,
        Columns = ["reference", new("assessed_on", nameof(SelfAssessment.On)), "occasion", "instrument", new("item_ratings", nameof(SelfAssessment.Ratings))],
    })
{
    public override string? KeyOf(SelfAssessment registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, SelfAssessment registration, SelfAssessment? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
        var exit = await EnrollmentLookup.ExitOfAsync(view, enrollment?.Id, ct);
        return new Findings(registration.Faults(view.Today, enrollment?.Registration, exit), registration.Warnings(view.Today))
        {
            Keys = new { EnrollmentId = enrollment?.Id },
        };
    }
}
