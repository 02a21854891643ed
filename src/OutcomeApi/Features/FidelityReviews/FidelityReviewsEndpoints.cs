using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FidelityReviews;

/// <summary><c>/projects/{project}/fidelity-reviews</c></summary>
public static class FidelityReviewsEndpoints
{
    public static IServiceCollection AddFidelityReviews(this IServiceCollection services) => services.AddRecordKind<FidelityReviewRecords, FidelityReview>();

    public static void MapFidelityReviews(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<FidelityReview>>(), "{reference}", "a fidelity review", Policies.OrganisationRecords);
}
