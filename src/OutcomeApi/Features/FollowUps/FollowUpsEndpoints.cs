using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary><c>/projects/{project}/follow-ups</c></summary>
public static class FollowUpsEndpoints
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services) => services.AddRecordKind<FollowUpRecords, FollowUp>();

    public static void MapFollowUps(this RouteGroupBuilder project, IServiceProvider services)
    {
        project.MapRecords(services.GetRequiredService<RecordTable<FollowUp>>(), "{enrollmentReference}/{months}", "a follow-up", Policies.FollowUps);
        ListDueFollowUps.Map(project);
    }
}
