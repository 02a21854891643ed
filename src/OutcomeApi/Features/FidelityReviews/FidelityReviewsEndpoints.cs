using OutcomeApi.Domain.Register;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FidelityReviews;

/// <summary><c>/projects/{project}/fidelity-reviews</c></summary>
public static class FidelityReviewsEndpoints
{
    public static IServiceCollection AddFidelityReviews(this IServiceCollection services) => services.AddRecordKind<FidelityReviewKind, FidelityReview>();

    public static void MapFidelityReviews(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<FidelityReview>>(), "{reference}", "a fidelity review", Policies.OrganisationRecords);
}
