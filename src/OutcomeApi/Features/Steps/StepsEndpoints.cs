using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Steps;

/// <summary>Maps the routes of <c>/projects/{project}/steps</c>.</summary>
public static class StepsEndpoints
{
    public static IServiceCollection AddSteps(this IServiceCollection services) => services.AddRecords<StepRecords, Step>();

    public static void MapSteps(this RouteGroupBuilder project)
    {
        project.MapRecords<Step>(
            new RecordRoutes
            {
                Collection = "/steps",
                Record = "/steps/{reference}",
                Create = "create-step",
                List = "list-steps",
                Get = "get-step",
                Put = "put-step",
                Patch = "patch-step",
                ListVersions = "list-step-versions",
                Noun = "a step",
                Plural = "steps",
            });
    }
}
