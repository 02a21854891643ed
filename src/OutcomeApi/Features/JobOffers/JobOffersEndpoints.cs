using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.JobOffers;

/// <summary><c>/projects/{project}/job-offers</c></summary>
public static class JobOffersEndpoints
{
    public static IServiceCollection AddJobOffers(this IServiceCollection services) => services.AddRecordKind<JobOfferKind, JobOffer>();

    public static void MapJobOffers(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<JobOffer>>(), "{reference}", "an offer of work");
}
