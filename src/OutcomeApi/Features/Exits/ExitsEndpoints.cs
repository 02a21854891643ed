using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.Exits;

/// <summary><c>/projects/{project}/exits</c></summary>
public static class ExitsEndpoints
{
    public static IServiceCollection AddExits(this IServiceCollection services) => services.AddRecordKind<ExitKind, Exit>();

    public static void MapExits(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<Exit>>(), "{enrollmentReference}", "the end of a participation");
}
