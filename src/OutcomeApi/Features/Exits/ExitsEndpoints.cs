using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Exits;

/// <summary>Maps the routes of <c>/projects/{project}/exits</c>.</summary>
public static class ExitsEndpoints
{
    public static IServiceCollection AddExits(this IServiceCollection services) => services.AddRecords<ExitRecords, Exit>();

    public static void MapExits(this RouteGroupBuilder project)
    {
        project.MapRecords<Exit>(
            new RecordRoutes
            {
                Collection = "/exits",
                Record = "/exits/{enrollmentReference}",
                Create = "create-exit",
                List = "list-exits",
                Get = "get-exit",
                Put = "put-exit",
                Patch = "patch-exit",
                ListVersions = "list-exit-versions",
                Noun = "an exit",
                Plural = "exits",
            });
    }
}
