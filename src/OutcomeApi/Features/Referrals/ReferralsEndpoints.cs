using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Referrals;

/// <summary>Maps the routes of <c>/projects/{project}/referrals</c>.</summary>
public static class ReferralsEndpoints
{
    public static IServiceCollection AddReferrals(this IServiceCollection services) => services.AddRecords<ReferralRecords, Referral>();

    public static void MapReferrals(this RouteGroupBuilder project)
    {
        project.MapRecords<Referral>(
            new RecordRoutes
            {
                Collection = "/referrals",
                Record = "/referrals/{reference}",
                Create = "create-referral",
                List = "list-referrals",
                Get = "get-referral",
                Put = "put-referral",
                Patch = "patch-referral",
                ListVersions = "list-referral-versions",
                Noun = "a referral",
                Plural = "referrals",
            });
    }
}
