using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Steps;

/// <summary><c>/projects/{project}/steps</c></summary>
public static class StepsEndpoints
{
    public static IServiceCollection AddSteps(this IServiceCollection services) => services.AddRecordKind<StepRecords, Step>();

    public static void MapSteps(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<Step>>(), "{reference}", "a step towards work or studies");
}
