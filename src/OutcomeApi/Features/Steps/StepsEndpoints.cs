using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.Steps;

/// <summary><c>/projects/{project}/steps</c></summary>
public static class StepsEndpoints
{
    public static IServiceCollection AddSteps(this IServiceCollection services) => services.AddRecordKind<StepKind, Step>();

    public static void MapSteps(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<Step>>(), "{reference}", "a step towards work or studies");
}
