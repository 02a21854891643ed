using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>Maps the routes of <c>/projects/{project}/follow-ups</c>.</summary>
public static class FollowUpsEndpoints
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services) =>
        services.AddScoped<UnansweredFollowUps>().AddRecords<FollowUpRecords, FollowUp>();

    public static void MapFollowUps(this RouteGroupBuilder project)
    {
        project.MapRecords<FollowUp>(
            new RecordRoutes
            {
                Collection = "/follow-ups",
                Record = "/follow-ups/{enrollmentReference}/{months}",
                Create = "create-follow-up",
                List = "list-follow-ups",
                Get = "get-follow-up",
                Put = "put-follow-up",
                Patch = "patch-follow-up",
                ListVersions = "list-follow-up-versions",
                Noun = "a follow-up",
                Plural = "follow-ups",
            }, Policies.FollowUps);
        ListDueFollowUps.Map(project);
        CountDueFollowUps.Map(project);
    }
}
