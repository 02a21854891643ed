using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.JobOffers;

/// <summary>Maps the routes of <c>/projects/{project}/job-offers</c>.</summary>
public static class JobOffersEndpoints
{
    public static IServiceCollection AddJobOffers(this IServiceCollection services) => services.AddRecords<JobOfferRecords, JobOffer>();

    public static void MapJobOffers(this RouteGroupBuilder project)
    {
        project.MapRecords<JobOffer>(
            new RecordRoutes
            {
                Collection = "/job-offers",
                Record = "/job-offers/{reference}",
                Create = "create-job-offer",
                List = "list-job-offers",
                Get = "get-job-offer",
                Put = "put-job-offer",
                Patch = "patch-job-offer",
                ListVersions = "list-job-offer-versions",
                Noun = "a job offer",
                Plural = "job offers",
            });
    }
}
