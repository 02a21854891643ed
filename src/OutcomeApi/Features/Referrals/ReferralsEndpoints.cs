using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.Referrals;

/// <summary><c>/projects/{project}/referrals</c></summary>
public static class ReferralsEndpoints
{
    public static IServiceCollection AddReferrals(this IServiceCollection services) => services.AddRecordKind<ReferralKind, Referral>();

    public static void MapReferrals(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<Referral>>(), "{reference}", "a referral");
}
