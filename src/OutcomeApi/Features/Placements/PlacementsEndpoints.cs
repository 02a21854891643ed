using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Placements;

/// <summary>Maps the routes of <c>/projects/{project}/placements</c>.</summary>
public static class PlacementsEndpoints
{
    public static IServiceCollection AddPlacements(this IServiceCollection services) => services.AddRecords<PlacementRecords, Placement>();

    public static void MapPlacements(this RouteGroupBuilder project)
    {
        project.MapRecords<Placement>(
            new RecordRoutes
            {
                Collection = "/placements",
                Record = "/placements/{reference}",
                Create = "create-placement",
                List = "list-placements",
                Get = "get-placement",
                Put = "put-placement",
                Patch = "patch-placement",
                ListVersions = "list-placement-versions",
                Noun = "a placement",
                Plural = "placements",
            });
    }
}
