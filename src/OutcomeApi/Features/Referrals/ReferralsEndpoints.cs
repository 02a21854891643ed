using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Referrals;

/// <summary><c>/projects/{project}/referrals</c></summary>
public static class ReferralsEndpoints
{
    public static IServiceCollection AddReferrals(this IServiceCollection services) => services.AddRecordKind<ReferralRecords, Referral>();

    public static void MapReferrals(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<Referral>>(), "{reference}", "a referral");
}
