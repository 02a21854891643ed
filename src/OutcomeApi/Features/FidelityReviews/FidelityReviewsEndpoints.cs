using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FidelityReviews;

/// <summary>Maps the routes of <c>/projects/{project}/fidelity-reviews</c>.</summary>
public static class FidelityReviewsEndpoints
{
    public static IServiceCollection AddFidelityReviews(this IServiceCollection services) => services.AddRecords<FidelityReviewRecords, FidelityReview>();

    public static void MapFidelityReviews(this RouteGroupBuilder project)
    {
        project.MapRecords<FidelityReview>(
            new RecordRoutes
            {
                Collection = "/fidelity-reviews",
                Record = "/fidelity-reviews/{reference}",
                Create = "create-fidelity-review",
                List = "list-fidelity-reviews",
                Get = "get-fidelity-review",
                Put = "put-fidelity-review",
                Patch = "patch-fidelity-review",
                ListVersions = "list-fidelity-review-versions",
                Noun = "a fidelity review",
                Plural = "fidelity reviews",
            }, Policies.OrganisationRecords);
    }
}
