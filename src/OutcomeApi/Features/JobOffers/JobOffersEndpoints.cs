using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.JobOffers;

/// <summary><c>/projects/{project}/job-offers</c></summary>
public static class JobOffersEndpoints
{
    public static IServiceCollection AddJobOffers(this IServiceCollection services) => services.AddRecordKind<JobOfferRecords, JobOffer>();

    public static void MapJobOffers(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<JobOffer>>(), "{reference}", "an offer of work");
}
