using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.JobOffers;

/// <summary>Stores job offers and checks incoming ones. A job that was offered need not have started.</summary>
public sealed class JobOfferRecords() : RecordTable<JobOffer>(
    "job-offer",
    "job-offers",
    new TableDefinition("job_offers")
    {
        HangsOnEnrollment = true,
        Columns = ["reference", new("offered_on", nameof(JobOffer.On)), "subsidised", "other_field"],
    })
{
    public override string? KeyOf(JobOffer registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, JobOffer registration, JobOffer? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
        var exit = await EnrollmentLookup.ExitOfAsync(view, enrollment?.Id, ct);
        return new Findings(registration.Faults(view.Today, enrollment?.Registration, exit), registration.Warnings(view.Today))
        {
            Keys = new { EnrollmentId = enrollment?.Id },
        };
    }
}
